"""On what many hospitals depend: planted chokepoints, and what must not be taken for one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.nation import Dependency, Nation, Use
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Plan
from hospital_onboard.reference import critical_goods
from hospital_onboard.rules.nation.concentration import concentration


def hospital(n: int, prefecture: str | None = None) -> dict[str, list[Any]]:
    """A hospital with its own contractor, whose own subcontractor gives the work on to ``party_deep``."""
    return {
        "operators": [
            Operator(
                id=f"operator_000{n}",
                operator_kind="hospital",
                name=f"病院{n}",
                prefecture=prefecture or str(n + 1).zfill(2),
            )
        ],
        "equipment": [
            Equipment(id=f"equipment_000{n}", operator=f"operator_000{n}", group="emr", product=f"カルテ{n}")
        ],
        "parties": [
            Party(id=f"party_contractor{n}", name=f"委託先{n}", country="JP"),
            Party(id=f"party_subc{n}", name=f"再委託先{n}", country="JP"),
        ],
        "entrustments": [
            Entrustment(
                id=f"entrustment_000{n}",
                equipment=f"equipment_000{n}",
                title="保守",
                contractor=f"party_contractor{n}",
            )
        ],
        "subcontracts": [
            Subcontract(id=f"subcontract_000{n}a", entrustment=f"entrustment_000{n}", subcontractor=f"party_subc{n}"),
            Subcontract(
                id=f"subcontract_000{n}b",
                entrustment=f"entrustment_000{n}",
                subcontractor="party_deep",
                parent=f"subcontract_000{n}a",
            ),
        ],
        "plans": [
            Plan(id=f"plan_000{n}", equipment=f"equipment_000{n}", plan_kind="introduction", title="更新"),
            Plan(
                id=f"plan_000{n}old",
                equipment=f"equipment_000{n}",
                plan_kind="introduction",
                title="済",
                status="in_service",
            ),
        ],
    }


def nation(*parts: dict[str, list[Any]], **more: tuple[Any, ...]) -> Nation:
    """The parts together."""
    names = ("operators", "equipment", "components", "entrustments", "subcontracts", "parties", "plans")
    return Nation(**{name: (*(r for part in parts for r in part.get(name, ())), *more.get(name, ())) for name in names})


DEEP = Party(id="party_deep", name="共通の再々委託先", country="IE")


def only(found: tuple[Dependency, ...], key: str) -> Dependency:
    """The one with this key."""
    (one,) = [dependency for dependency in found if dependency.key == key]
    return one


def test_a_chokepoint_two_subcontracts_down_is_found_with_its_way() -> None:
    whole = nation(*(hospital(n) for n in range(10)), parties=(DEEP,))
    found = concentration(whole)
    assert [one.key for one in found["party"]] == ["party_deep"]
    deep = found["party"][0]
    assert (len(deep.operators), len(deep.equipment), len(deep.prefectures), deep.deepest_tier) == (10, 10, 10, 2)
    assert deep.plans == tuple(f"plan_000{n}" for n in range(10))
    assert deep.uses[3].path == (
        "equipment_0003",
        "entrustment_0003",
        "party_contractor3",
        "subcontract_0003a",
        "party_subc3",
        "subcontract_0003b",
        "party_deep",
    )
    assert [(one.key, len(one.operators)) for one in found["country"]] == [("IE", 10), ("JP", 10)]


def test_what_one_operator_alone_uses_is_no_concentration() -> None:
    whole = nation(hospital(0), parties=(DEEP,))
    assert not any(concentration(whole).values())
    assert "party_deep" in [one.key for one in concentration(whole, least=1)["party"]]


def test_components_are_followed_down_the_tree() -> None:
    parts = tuple(
        Component(
            id=f"component_000{n}{part}",
            equipment=f"equipment_000{n}",
            product=product,
            supplier=supplier,
            parent=parent,
        )
        for n in range(2)
        for part, product, supplier, parent in (
            ("a", "サーバ", None, None),
            ("b", "ＤＢ Ｘ", "party_deep", f"component_000{n}a"),
        )
    )
    bare = {k: v for k, v in hospital(0).items() if k in ("operators", "equipment")}
    other = {k: v for k, v in hospital(1).items() if k in ("operators", "equipment")}
    found = concentration(nation(bare, other, components=parts, parties=(DEEP,)))
    way = only(found["party"], "party_deep").uses[0]
    assert way == Use(
        "equipment_0000", "component_supplier", ("equipment_0000", "component_0000a", "component_0000b", "party_deep")
    )
    assert sorted(one.name for one in found["product"]) == ["サーバ", "ＤＢ Ｘ"]


def test_the_same_words_of_two_vendors_are_two_remote_paths() -> None:
    def contract(n: int, party: str, remote: str = "yes") -> Entrustment:
        return Entrustment.model_validate(
            {
                "id": f"entrustment_000{n}r",
                "equipment": f"equipment_000{n}",
                "title": "遠隔",
                "contractor": party,
                "remote": remote,
                "remote_path": "専用線",
            }
        )

    parts = [{k: v for k, v in hospital(n).items() if k != "subcontracts"} for n in range(3)]
    apart = nation(*parts, entrustments=(contract(0, "party_contractor0"), contract(1, "party_contractor1")))
    assert concentration(apart)["remote"] == ()
    shared = nation(
        *parts,
        parties=(DEEP,),
        entrustments=(contract(0, "party_deep"), contract(1, "party_deep"), contract(2, "party_deep", "no")),
    )
    (one,) = concentration(shared)["remote"]
    assert (one.name, one.operators) == ("共通の再々委託先: 専用線", ("operator_0000", "operator_0001"))


def test_circles_of_parents_end() -> None:
    parts = (
        Component(id="component_000x", equipment="equipment_0000", product="甲", parent="component_000y"),
        Component(id="component_000y", equipment="equipment_0000", product="乙", parent="component_000x"),
    )
    contracts = (
        Subcontract(
            id="subcontract_0000a",
            entrustment="entrustment_0000",
            subcontractor="party_subc0",
            parent="subcontract_0000b",
        ),
        Subcontract(
            id="subcontract_0000b",
            entrustment="entrustment_0000",
            subcontractor="party_deep",
            parent="subcontract_0000a",
        ),
    )
    part = {**hospital(0), "subcontracts": list(contracts)}
    found = concentration(nation(part, components=parts, parties=(DEEP,)), least=1)
    assert only(found["party"], "party_deep").deepest_tier == 2
    assert len(only(found["product"], "甲").uses) == 1


@given(st.integers(2, 6), st.integers(2, 6))
def test_more_hospitals_never_make_it_less_concentrated(few: int, more: int) -> None:
    def share(count: int) -> int:
        return len(
            only(concentration(nation(*map(hospital, range(count)), parties=(DEEP,)))["party"], "party_deep").operators
        )

    assert (share(few + more), share(few)) == (few + more, few)


def test_the_shortest_way_stands_for_the_equipment() -> None:
    uses = [Use("equipment_0000", "subcontractor", ("a", "b", "c"), 1), Use("equipment_0000", "supplier", ("a", "c"))]
    one = Dependency("party", "c", "丙", tuple(uses), (), (), (), ())
    assert one.shortest() == {"equipment_0000": (uses[1], 1)}


def test_critical_goods_are_suspected_by_whole_words_and_layers_only() -> None:
    def good(product: str, layer: Any = None, functions: str | None = None) -> str:
        found = critical_goods.suspected(product, functions, layer)
        return "" if found is None else found.id

    assert len(critical_goods.all_critical_goods()) == 16
    assert good("人工呼吸器 VN-1") == good("機器", functions="Ventilator control") == "ventilators"
    assert good("バックアップ", "cloud") == good("院内クラウド基盤") == "cloud_programs"
    assert good("UPS 3000") == "storage_batteries"
    assert good("GROUPSHARE") == good("電子カルテ", "application") == ""
