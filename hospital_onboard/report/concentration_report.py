"""The concentration report: on what many operators depend, by which ways, and what is touched if it is refused."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from hospital_onboard.domain.equipment import Component
from hospital_onboard.domain.nation import DIMENSIONS, Dependency, Dimension, Nation
from hospital_onboard.reference import critical_goods
from hospital_onboard.report.document import (
    Block,
    Cell,
    Coded,
    Column,
    Document,
    Fact,
    Fields,
    Frame,
    Heading,
    Note,
    Paragraph,
    Table,
)
from hospital_onboard.report.nation_names import Names
from hospital_onboard.report.opinions import opinions_table
from hospital_onboard.text.wording import Lang, Words, words

SCHEMA = "hospital-onboard/concentration/1"
Found = Mapping[Dimension, Sequence[Dependency]]


def concentration_document(nation: Nation, found: Found, least: int, top: int, frame: Frame, lang: Lang) -> Document:
    """The report. ``top``: how many of each dimension have their ways listed one by one (0: all)."""
    say = words(lang)
    names = Names(nation, say)
    shown = [one for dimension in DIMENSIONS for one in (found[dimension][:top] if top else found[dimension])]
    return Document(
        schema=SCHEMA,
        title=say("report.concentration.title"),
        lang=lang,
        frame=frame,
        blocks=(
            Heading(say("report.concentration.result")),
            Paragraph(say("report.concentration.no-bar", least=least)),
            _in_numbers(nation, found, say),
            *(_ranking(nation, dimension, found[dimension], names) for dimension in DIMENSIONS),
            Heading(say("report.concentration.ways")),
            Note(say("report.concentration.ways-note", top=top) if top else say("report.concentration.ways-all")),
            _ways(nation, shown, names),
            *_goods(nation, names),
            Heading(say("report.opinions.title")),
            opinions_table(nation, say),
        ),
    )


def _in_numbers(nation: Nation, found: Found, say: Words) -> Fields:
    counted = {
        "operators": len(nation.operators),
        "equipment": len(nation.equipment),
        "components": len(nation.components),
        "parties": len(nation.parties),
        **{f"shared_{dimension}": len(found[dimension]) for dimension in DIMENSIONS},
    }
    facts = tuple(Fact(key, say(f"report.concentration.count.{key}"), value) for key, value in counted.items())
    return Fields("scope", facts)


def _ranking(nation: Nation, dimension: Dimension, found: Sequence[Dependency], names: Names) -> Table:
    say = names.say
    all_operators = len(nation.operators)
    rows = tuple(
        (
            names.dependency(one),
            len(one.operators),
            f"{len(one.operators) * 100 / all_operators:.0f}%",
            len(one.equipment),
            len(one.plans),
            len(one.prefectures),
            _vias(one, say),
            one.deepest_tier,
            one.key,
        )
        for one in found
    )
    return Table(
        key=dimension,
        title=say(f"report.concentration.dimension.{dimension}"),
        columns=(
            Column("name", say(f"report.concentration.name.{dimension}"), 34),
            Column("operators", say("report.concentration.operators"), 10, number=True),
            Column("share", say("report.concentration.share"), 10, number=True),
            Column("equipment", say("report.concentration.equipment"), 10, number=True),
            Column("plans", say("report.concentration.plans"), 12, number=True),
            Column("prefectures", say("report.concentration.prefectures"), 10, number=True),
            Column("as", say("report.concentration.as"), 34),
            Column("tier", say("report.concentration.deepest"), 10, number=True),
            Column("key", say("report.id"), 24),
        ),
        rows=rows,
        empty=say("report.concentration.none"),
    )


def _vias(one: Dependency, say: Words) -> str:
    counted = Counter(use.via for use in one.uses)
    texts = (
        say("report.concentration.via-count", via=say(f"report.concentration.via.{via}"), count=n)
        for via, n in counted.most_common()
    )
    return say("report.comma").join(texts)


def _ways(nation: Nation, shown: Sequence[Dependency], names: Names) -> Table:
    """One row per dependency and equipment: what is touched, and by which way."""
    say = names.say
    rows: list[tuple[Cell, ...]] = []
    for one in shown:
        plans = defaultdict(list)
        for plan in one.plans:
            plans[_equipment_of(nation, plan)].append(names.record(plan))
        what = f"{say(f'report.concentration.dimension.{one.dimension}')}: {names.dependency(one)}"
        for equipment, (use, more) in one.shortest().items():
            row = (what, names.operator(equipment), names.prefecture(nation.operator_of[equipment].prefecture))
            via = say(f"report.concentration.via.{use.via}")
            touched = say("report.comma").join(plans[equipment])
            rows.append((*row, names.record(equipment), via, use.tier, names.way(use), more, touched))
    return Table(
        key="ways",
        title=say("report.concentration.ways"),
        columns=(
            Column("on", say("report.concentration.on"), 26),
            Column("operator", say("kind.operator"), 26),
            Column("prefecture", say("field.operator.prefecture"), 10),
            Column("equipment", say("kind.equipment"), 26),
            Column("as", say("report.concentration.as"), 16),
            Column("tier", say("report.concentration.tier-of"), 8, number=True),
            Column("way", say("report.concentration.way"), 44),
            Column("more", say("report.concentration.more"), 10, number=True),
            Column("plans", say("report.concentration.plans-touched"), 26),
        ),
        rows=tuple(rows),
        empty=say("report.concentration.none"),
        group="on",
    )


def _equipment_of(nation: Nation, plan_id: str) -> str:
    return str(getattr(nation.by_id[plan_id], "equipment"))  # noqa: B009  the mapping holds every kind of record


def _goods(nation: Nation, names: Names) -> tuple[Block, ...]:
    """Components whose name or layer speaks of a specified critical good; the word alone proves nothing."""
    say = names.say
    by_good: dict[str, list[Component]] = defaultdict(list)
    for component in nation.components:
        good = critical_goods.suspected(component.product, component.functions, component.layer)
        if good is not None:
            by_good[good.id].append(component)
    rows: list[tuple[Cell, ...]] = []
    for good in critical_goods.all_critical_goods():
        products: dict[str, list[Component]] = defaultdict(list)
        for component in by_good.get(good.id, ()):
            products[component.product].append(component)
        for product, group in sorted(products.items(), key=lambda item: (-len(item[1]), item[0])):
            suppliers = dict.fromkeys(component.supplier for component in group if component.supplier is not None)
            operators = {nation.operator_of[component.equipment].id for component in group}
            shown = say("report.comma").join(names.record(supplier) for supplier in suppliers)
            label = Coded(good.id, good.label.of(say.lang))
            rows.append((label, product, len(operators), len(group), shown or None))
    table = Table(
        key="goods",
        title=say("report.concentration.goods"),
        columns=(
            Column("good", say("report.concentration.good"), 20),
            Column("product", say("field.component.product"), 34),
            Column("operators", say("report.concentration.operators"), 10, number=True),
            Column("components", say("report.concentration.count.components"), 10, number=True),
            Column("suppliers", say("report.packet.suppliers"), 40),
        ),
        rows=tuple(rows),
        empty=say("report.concentration.no-goods"),
        group="good",
    )
    source = critical_goods.source()
    note = say("report.concentration.goods-note", document=source.document, section=source.section)
    return Heading(say("report.concentration.goods")), Note(note), table
