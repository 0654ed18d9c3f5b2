"""One invented operator: its equipment, their components and where they are made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from hospital_onboard.domain.codes import Group, groups_of
from hospital_onboard.domain.equipment import Component, Equipment, Site
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.record import Record
from hospital_onboard.work.demo.catalogue import Part, Role, SuppliedBy, catalogue, fictional
from hospital_onboard.work.demo.nation import Place
from hospital_onboard.work.demo.pen import Pen, corporate_number, institution_code
from hospital_onboard.work.demo.vendors import Market, Written, local

#: So many records are kept in memory before they are handed on.
_PORTION = 20_000
_UNITS = ("", "連携", "待機系", "検証系", "予備")


Keep = Callable[[Operator, list[Record]], None]


@dataclass
class Estate:
    """One operator while it is being written. ``keep`` receives its records, each after those it refers to."""

    operator: Operator
    market: Market
    pen: Pen
    around: list[Written]
    keep: Keep
    named: dict[str, Written] = field(default_factory=dict)

    def vendor(self, role: Role) -> Written:
        """The operator's vendor for a job; the same one for the same job every time."""
        if role not in self.named:
            found = self.market.of_role(role, self.pen.pick, complete=self.pen.thorough)
            # A thorough hospital goes to somebody near by where nobody in the country answered in full.
            self.named[role] = self.around[len(self.named) % len(self.around)] if found is None else found
        return self.named[role]

    def hand_on(self, more_than: int = 0) -> None:
        """Hand the records written so far on, vendors first where this operator is the first to name them."""
        if len(self.pen.written) <= more_than:
            return
        vendors = (*self.named.values(), *self.around)
        brought = [record for vendor in vendors for record in self.market.first_named(vendor)]
        self.keep(self.operator, [*brought, *self.pen.written])
        self.pen.written.clear()


def hospital(number: int, place: Place, components: int, market: Market, keep: Keep) -> Estate:
    """Hospital ``number`` (from 0) in its place, with its vendors; still without equipment."""
    names = catalogue().hospitals
    stem = names.stems[number % len(names.stems)]
    ending = names.endings[number // len(names.stems)]
    name, name_en = fictional(f"{stem.ja}{ending.ja}", f"{stem.en} {ending.en}")
    pen = Pen(f"hospital {number}", market.on, thorough=place.thorough)
    beds = pen.number(40, 110) * 10
    operator = pen.write(
        Operator,
        typed=True,
        operator_kind="hospital",
        name=name,
        name_en=name_en,
        code=institution_code(place.prefecture, number + 1),
        corporation=fictional(f"学校法人{stem.ja}学園")[0],
        corporate_number=corporate_number(1_000_000 + number),
        prefecture=place.prefecture,
        beds=place.beds or beds,
        emergency=pen.pick(("advanced", "centre", "tertiary")),
        disaster=pen.pick(("core", "base", "none")),
        wide_area=pen.pick(("yes", "no")),
        designation_status=place.status,
        designated_on=place.designated_on,
        announced_on=None if place.designated_on is None else place.designated_on - timedelta(days=7),
        designation_basis="new" if place.designated_on else None,
    )
    called = (stem.ja + ending.mark, f"{stem.en} {ending.en}")
    around = [local(called, number, n, market.on, thorough=place.thorough) for n in range(_vendors_around(components))]
    return Estate(operator, market, pen, around, keep)


def agency(components: int, market: Market, keep: Keep) -> Estate:
    """The agency, likewise fictional."""
    name, name_en = fictional(catalogue().agency.ja, catalogue().agency.en)
    pen = Pen("agency", market.on)
    operator = pen.write(
        Operator,
        typed=True,
        operator_kind="agency",
        name=name,
        name_en=name_en,
        corporation=name,
        corporate_number=corporate_number(999_999),
        prefecture="13",
        designation_status="candidate",
    )
    around = [local(("機構前", "Kikomae"), 999, n, market.on) for n in range(_vendors_around(components))]
    return Estate(operator, market, pen, around, keep)


def _vendors_around(components: int) -> int:
    """More equipment, more vendors; a hospital deals with a limited number of them all the same."""
    return min(4 + components // 22, 400)


def furnish(estate: Estate, components: int) -> list[Equipment]:
    """Give the operator its three critical equipment with this many components in all."""
    groups = groups_of(estate.operator.operator_kind)
    made = []
    for number, group in enumerate(groups):
        equipment = _equipment(estate, group)
        share = components * (number + 1) // len(groups) - components * number // len(groups)
        _components(estate, equipment, share)
        made.append(equipment)
    return made


def _equipment(estate: Estate, group: Group) -> Equipment:
    pen, model = estate.pen, catalogue().equipment[group]
    well_known = group in ("emr", "emr_sharing")
    cloud = pen.chance(40)
    equipment = pen.write(
        Equipment,
        typed=True,
        operator=estate.operator.id,
        group=group,
        product=fictional(model.ja)[0],
        model=model.model,
        type=model.type,
        functions=model.functions,
        place_installed="本院 情報センター棟" if pen.chance(90) else None,
        place_used="本院",
        supplier=estate.vendor(model.supplier).party.id,
        built_by="bought",
        internet_connected="yes" if well_known else pen.pick(("no", "no", "unknown")),
        video_equipment="yes" if group == "surgery" else pen.pick(("no", "unknown")),
        data_held="診療録、検査結果、画像の参照情報" if pen.chance(80) else None,
        data_place="本院のサーバー室" if pen.chance(80) else None,
        data_country="JP" if pen.chance(80) else None,
        cloud_service=fictional("雲海バックアップサービス")[0] if cloud else "なし",
        backup="毎晩、別の建物の装置へ複製。週に一度、切り離した媒体へ保管。" if pen.chance(70) else None,
        restore="紙の伝票で診療を続け、3日以内に主要機能を戻す。" if pen.chance(55) else None,
        foreign_law="なし" if not cloud else None,
    )
    _site(pen, equipment.id, 92)
    return equipment


def _components(estate: Estate, equipment: Equipment, count: int) -> None:
    """Stacks of server, hypervisor, OS, database and application, with the parts that stand beside them."""
    stack, beside = catalogue().stack, catalogue().beside
    below: str | None = None
    for number in range(count):
        step = number % (len(stack) + len(beside))
        part = stack[step] if step < len(stack) else beside[step - len(stack)]
        parent = below if 0 < step < len(stack) else None
        component = _component(estate, equipment, part, number, parent)
        below = component.id if step < len(stack) else None
        estate.hand_on(more_than=_PORTION)


def _component(estate: Estate, equipment: Equipment, part: Part, number: int, parent: str | None) -> Component:
    pen = estate.pen
    round_ = number // (len(catalogue().stack) + len(catalogue().beside))
    unit = _UNITS[round_] if round_ < len(_UNITS) else f"{round_ + 1}号"
    roll = pen.roll()
    listed = "yes" if roll <= 62 else "no" if roll <= 88 else "unknown" if roll <= 96 else None
    component = pen.write(
        Component,
        typed=pen.chance(8),
        equipment=equipment.id,
        layer=part.layer,
        product=fictional(f"{part.ja} {unit}".strip())[0],
        model=f"{part.layer[:2].upper()}-{number + 1:04d}" if pen.chance(96) else None,
        version=f"{pen.number(1, 12)}.{pen.number(0, 9)}",
        functions=part.functions if pen.chance(93) else None,
        supplier=_supplier(estate, equipment, part.supplier) if pen.chance(96) else None,
        listed=listed,
        quantity=pen.number(1, 40) if part.layer in ("terminal", "medical_device") else 1,
        end_of_support=pen.day(-200, 2500) if pen.chance(75) else None,
        parent=parent,
    )
    _site(pen, component.id, 88)
    return component


def _supplier(estate: Estate, equipment: Equipment, supplied_by: SuppliedBy) -> str | None:
    if supplied_by == "maker":
        return equipment.supplier
    if supplied_by == "local":
        return estate.pen.pick(estate.around).party.id
    return estate.vendor(supplied_by).party.id


def _site(pen: Pen, product: str, percent: int) -> None:
    if pen.chance(percent):
        factory = pen.pick(catalogue().factories)
        address = factory.address if pen.chance(94) else None
        pen.write(Site, product=product, country=factory.country, address=address)
