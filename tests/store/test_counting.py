"""Long lists are counted once, and again as soon as something was written."""

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.party import Party
from hospital_onboard.store import records, saving
from hospital_onboard.store.engine import Store
from hospital_onboard.store.records import Query
from hospital_onboard.work.desk import Desk

LIMIT = 3


def add(store: Store, desk: Desk, *names: str) -> None:
    new = [Party(id=f"party_{name:_>4}", name=name, origin={"*": "form"}) for name in names]
    saving.save(store, [Change(None, party) for party in new], desk.stamp("add"))


def test_a_number_is_kept_until_something_is_written(store: Store, desk: Desk) -> None:
    """By whomever: the trail tells, not the connection."""
    add(store, desk, "a", "b", "c", "d")
    everyone, some = Query(limit=LIMIT), Query(text="a", limit=LIMIT)
    assert (records.page(store, Party, everyone).total, records.page(store, Party, some).total) == (4, 1)
    assert len(store.counted) == 2
    add(Store(store.engine), desk, "e", "aa")
    assert (records.page(store, Party, everyone).total, records.page(store, Party, some).total) == (6, 2)


def test_a_first_page_in_a_hurry_is_the_first_page(store: Store, desk: Desk) -> None:
    """Uncounted only when there is more than it shows and nobody has counted yet."""
    add(store, desk, "a", "b", "c", "d")
    quick = records.page(store, Party, Query(limit=LIMIT, hurry=True))
    whole = records.page(store, Party, Query(limit=LIMIT))
    assert (quick.counted, quick.total, quick.records) == (False, LIMIT, whole.records)
    again = records.page(store, Party, Query(limit=LIMIT, hurry=True))
    assert (again.counted, again.total, again.records) == (True, 4, whole.records)
    short = records.page(store, Party, Query(text="a", limit=LIMIT, hurry=True))
    assert (short.counted, short.total) == (True, 1)
