"""What a person relies on in a store, on SQLite and on PostgreSQL alike."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospital_onboard.domain.change import Change, Stamp
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Party
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import audit, engine, inventory, receipts, records, saving
from hospital_onboard.store.engine import Store, open_store
from hospital_onboard.store.records import Query

HOSPITAL = Operator(id="operator_0001", operator_kind="hospital", name="青葉大学病院（架空）")
EMR = Equipment(id="equipment_0001", operator=HOSPITAL.id, group="emr", product="診療録システム（架空）")
VENDOR = Party(id="party_0001", name="北斗システム株式会社（架空）")


def stamp(who: str = "hanako", action: str = "add", operator: str = HOSPITAL.id) -> Stamp:
    return Stamp(who=who, at=datetime(2027, 11, 23, 3, 0, tzinfo=UTC), action=action, source="form", operator=operator)


def component(n: int, **more: object) -> Component:
    return Component.model_validate({"id": f"component_{n:04}", "equipment": EMR.id, "product": f"部品{n:04}", **more})


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def filled(store: Store) -> Store:
    saving.save(store, [Change(None, HOSPITAL), Change(None, EMR), Change(None, VENDOR)], stamp())
    return store


def test_what_was_saved_is_read_back_with_its_types(filled: Store) -> None:
    holder = Holder(
        id="holder_0001",
        party=VENDOR.id,
        as_of=date(2027, 10, 31),
        name="親会社",
        share=Decimal("33.34"),
        origin={"*": "form"},
    )
    saving.save(filled, [Change(None, holder)], stamp())
    assert records.get(filled, Holder, holder.id) == holder.model_copy(update={"revision": 1})


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_typed(filled: Store, text: str) -> None:
    record = Party(id=new_id("party"), name=text)
    saving.save(filled, [Change(None, record)], stamp())
    found = records.get(filled, Party, record.id)
    assert found is not None
    assert found.name == text


def test_one_transaction_may_bring_records_in_any_order(store: Store) -> None:
    saving.save(
        store,
        [
            Change(None, EMR),
            Change(None, component(1, supplier=VENDOR.id)),
            Change(None, VENDOR),
            Change(None, HOSPITAL),
        ],
        stamp(),
    )
    assert records.count(store, Component) == 1


def test_a_record_that_names_nothing_that_exists_is_not_kept(filled: Store) -> None:
    with refused("record-in-use"):
        saving.save(filled, [Change(None, component(1, supplier="party_none"))], stamp())
    assert records.count(filled, Component) == 0
    assert audit.verify(filled) is None


def test_a_record_in_use_is_not_removed(filled: Store) -> None:
    saving.save(filled, [Change(None, component(1, supplier=VENDOR.id))], stamp())
    with refused("record-in-use"):
        saving.save(filled, [Change(records.get(filled, Party, VENDOR.id), None)], stamp())
    assert records.get(filled, Party, VENDOR.id) is not None


def test_two_people_saving_one_record_the_second_is_told(filled: Store) -> None:
    seen = records.get(filled, Party, VENDOR.id)
    assert seen is not None
    saving.save(filled, [Change(seen, seen.changed(address="東京都"))], stamp())
    with refused("changed-meanwhile"):
        saving.save(filled, [Change(seen, seen.changed(address="大阪府"))], stamp("taro"))
    kept = records.get(filled, Party, VENDOR.id)
    assert kept is not None
    assert (kept.address, kept.revision) == ("東京都", 2)


def test_nothing_of_a_failed_save_stays(filled: Store) -> None:
    before = audit.entries(filled)
    with refused("record-in-use"):
        saving.save(filled, [Change(None, component(1)), Change(None, component(2, supplier="party_none"))], stamp())
    assert records.count(filled, Component) == 0
    assert audit.entries(filled) == before


def test_steps_are_taken_back_one_after_the_other(filled: Store) -> None:
    for address in ("一", "二", "三"):
        seen = records.get(filled, Party, VENDOR.id)
        assert seen is not None
        saving.save(filled, [Change(seen, seen.changed(address=address))], stamp())
    shown = []
    for _ in range(3):
        seq = audit.last_undoable(filled, "hanako")
        assert seq is not None
        audit.undo(filled, seq, stamp(action="undo"))
        found = records.get(filled, Party, VENDOR.id)
        assert found is not None
        shown.append(found.address)
    assert shown == ["二", "一", None]
    assert audit.verify(filled) is None


def test_undo_refuses_when_a_later_step_touched_the_record(filled: Store) -> None:
    seen = records.get(filled, Party, VENDOR.id)
    assert seen is not None
    first = saving.save(filled, [Change(seen, seen.changed(address="一"))], stamp())
    seen = records.get(filled, Party, VENDOR.id)
    assert seen is not None
    saving.save(filled, [Change(seen, seen.changed(address="二"))], stamp("taro"))
    with refused("undo-changed-since"):
        audit.undo(filled, first, stamp(action="undo"))


def test_undo_of_an_entry_twice_or_of_none_is_refused(filled: Store) -> None:
    audit.undo(filled, 1, stamp(action="undo"))
    assert records.is_empty(filled)
    for seq in (1, 99):
        with refused("nothing-to-undo"):
            audit.undo(filled, seq, stamp(action="undo"))


def test_only_ones_own_steps_are_the_last_step(filled: Store) -> None:
    assert audit.last_undoable(filled, "taro") is None
    assert audit.last_undoable(filled, "hanako") == 1


TAMPERED = {
    "a change rewritten": 'UPDATE audit_change SET after=\'{"name":"別","origin":{},"revision":1}\' WHERE seq=2',
    "a change removed": "DELETE FROM audit_change WHERE seq=2",
    "a name rewritten": "UPDATE audit_entry SET who='taro' WHERE seq=2",
    "a digest rewritten": "UPDATE audit_entry SET digest='0' WHERE seq=2",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_with_the_trail_is_found(filled: Store, statement: str) -> None:
    for n in (1, 2):
        saving.save(filled, [Change(None, component(n))], stamp())
    assert audit.verify(filled) is None
    with filled.writing() as connection:
        connection.execute(sa.text(statement.replace(":", r"\:")))
    assert audit.verify(filled) == 2


def test_a_page_holds_its_part_and_tells_the_total(filled: Store) -> None:
    saving.save(filled, [Change(None, component(n)) for n in range(1, 26)], stamp())
    where = {"equipment": EMR.id}
    pages = [records.page(filled, Component, Query(where=where, offset=o, limit=10)) for o in (0, 10, 20, 30)]
    assert [page.total for page in pages] == [25] * 4
    read = [record.product for page in pages for record in page.records if isinstance(record, Component)]
    assert read == [f"部品{n:04}" for n in range(1, 26)]


def test_a_page_can_be_sorted_both_ways_and_searched(filled: Store) -> None:
    saving.save(filled, [Change(None, component(n, version=f"{n % 3}")) for n in range(9)], stamp())
    down = records.page(filled, Component, Query(sort="version", descending=True, limit=4)).records
    assert [record.says()["version"] for record in down] == ["2", "2", "2", "1"]
    found = records.page(filled, Component, Query(text="0007"))
    assert [record.id for record in found.records] == ["component_0007"]
    assert records.page(filled, Component, Query(text="%")).total == 0, "a sign of the database's own is just a sign"


def test_an_inventory_holds_what_hangs_on_the_operator_and_no_more(filled: Store) -> None:
    other = Operator(id="operator_0002", operator_kind="hospital", name="若葉大学病院（架空）")
    theirs = Equipment(id="equipment_0002", operator=other.id, group="emr", product="別のシステム（架空）")
    stranger = Party(id="party_0002", name="無関係（架空）")
    mine = component(1, supplier=VENDOR.id)
    saving.save(filled, [Change(None, r) for r in (other, theirs, stranger, mine)], stamp())
    loaded = inventory.load(filled, HOSPITAL.id)
    assert {record.id for record in loaded.all_records()} == {HOSPITAL.id, EMR.id, mine.id, VENDOR.id}


def test_a_party_first_entered_for_another_operator_is_shared(filled: Store) -> None:
    other = Operator(id="operator_0002", operator_kind="hospital", name="若葉大学病院（架空）")
    theirs = Equipment(id="equipment_0002", operator=other.id, group="emr", product="x", supplier=VENDOR.id)
    saving.save(filled, [Change(None, other), Change(None, theirs)], stamp(operator=other.id))
    assert inventory.load(filled, other.id).shared_parties == {VENDOR.id}
    assert inventory.load(filled, HOSPITAL.id).shared_parties == frozenset()


def test_an_operator_that_is_not_there_is_named(filled: Store) -> None:
    with refused("no-such-operator"):
        inventory.load(filled, "operator_none")


def test_preferences_belong_to_each_person(store: Store) -> None:
    receipts.set_preference(store, "hanako", "language", "en")
    receipts.set_preference(store, "hanako", "language", "ja")
    assert receipts.preference(store, "hanako", "language") == "ja"
    assert receipts.preference(store, "taro", "language", "ja?") == "ja?"


def test_an_open_store_is_opened_again_with_everything_in_it(filled: Store, store_url: str) -> None:
    again = open_store(store_url)
    assert records.select(again, Operator) == (HOSPITAL.model_copy(update={"revision": 1}),)
    again.close()


def test_an_empty_database_is_no_store_unless_one_may_be_made_of_it(store_url: str) -> None:
    with refused("no-such-store"):
        open_store(store_url, create=False)
    open_store(store_url).close()
    open_store(store_url, create=False).close()


def test_a_writer_that_waits_for_another_is_told_and_then_refused(
    store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_WAIT_MS", 400)
    monkeypatch.setattr(engine, "_SAY_AFTER", 0.05)
    told: list[None] = []
    second = open_store(store_url, waiting=lambda: told.append(None))
    told.clear()
    with store.writing():
        with refused("store-locked"), second.writing():
            pass
        assert len(told) == 1
    with second.writing():
        pass
    second.close()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(store: Store, store_url: str) -> None:
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num='9999'"))
    with refused("store-newer"):
        open_store(store_url)


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from hospital_onboard.store.tables import metadata

    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("origin", [{}, {"*": "form"}, {"*": "{form"}, {"*": "form", "name": "workbook:0:s!2"}])
def test_where_a_fact_came_from_is_read_back(filled: Store, origin: dict[str, str]) -> None:
    record = Party(id="party_0009", name="x", origin=origin)
    saving.save(filled, [Change(None, record)], stamp())
    found = records.get(filled, Party, record.id)
    assert found is not None
    assert found.origin == origin


def test_a_record_read_is_the_record_that_a_check_would_make(filled: Store) -> None:
    for kind, record in ((Operator, HOSPITAL), (Equipment, EMR), (Party, VENDOR)):
        found = records.get(filled, kind, record.id)
        assert found is not None
        assert found == kind.model_validate(dict(found))
        assert found.changed(name="y") if kind is not Equipment else found.changed(product="y")
