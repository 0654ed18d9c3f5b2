"""A store of an earlier program is brought up to date with everything in it."""

from pathlib import Path

import sqlalchemy as sa

from hospital_onboard.domain.change import Change, Stamp
from hospital_onboard.domain.plan import Consequence, Consultation, Handover
from hospital_onboard.store import audit, engine, records, saving, schema
from hospital_onboard.store.engine import Store, open_store

FIRST = "0001"


def test_consultations_and_papers_of_the_first_schema_are_kept(store_url: str) -> None:
    """Rows written before the migration are read after it, and can be tied to what is new."""
    _make_first_schema(store_url)
    store = open_store(store_url)
    [asked] = records.select(store, Consultation)
    assert (asked.question, asked.answer, asked.answered_on, asked.handover) == ("対象か", "対象", None, None)
    handover = Handover.model_validate(
        {"id": "handover_0001", "plan": "plan_0001", "handed_on": "2027-12-15", "content": "{}"}
    )
    consequence = Consequence(
        id="consequence_0001", consultation=asked.id, about="plan_0001", field="purchase_on", decision="延期する"
    )
    tied = asked.changed(handover=handover.id)
    saving.save(store, [Change(None, handover), Change(asked, tied), Change(None, consequence)], _stamp())
    assert records.get(store, Consequence, consequence.id) == consequence.model_copy(update={"revision": 1})
    assert audit.verify(store) is None
    store.close()


def _make_first_schema(url: str) -> None:
    """What the first release left behind: its tables, an operator with a plan, one consultation."""
    from alembic import command
    from alembic.config import Config

    made = engine._make_engine(url, create=True)
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    with made.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
        for statement in (
            "INSERT INTO operator (id, revision, origin, operator_kind, name)"
            " VALUES ('operator_0001',1,'form','hospital','青葉')",
            'INSERT INTO equipment (id, revision, origin, operator, "group", product)'
            " VALUES ('equipment_0001',1,'form','operator_0001','emr','x')",
            "INSERT INTO plan (id, revision, origin, equipment, plan_kind, title)"
            " VALUES ('plan_0001',1,'form','equipment_0001','introduction','更新')",
            "INSERT INTO consultation (id, revision, origin, plan, question, answer)"
            " VALUES ('consultation_0001',1,'form','plan_0001','対象か','対象')",
        ):
            connection.execute(sa.text(statement))
    Store(made).close()


def _stamp() -> Stamp:
    from datetime import UTC, datetime

    return Stamp(who="hanako", at=datetime(2028, 1, 10, tzinfo=UTC), action="add", source="form", operator="")


def test_the_copy_made_before_is_of_the_old_schema(tmp_path: Path) -> None:
    """A person who goes back to the earlier program can."""
    url = engine.sqlite_url(tmp_path / "inventory.db")
    _make_first_schema(url)
    open_store(url).close()
    [copy] = tmp_path.glob(f"inventory.db.before-{schema.HEAD}.*.bak")
    import sqlite3

    with sqlite3.connect(copy) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (FIRST,)
        assert old.execute("SELECT count(*) FROM consultation").fetchone() == (1,)
