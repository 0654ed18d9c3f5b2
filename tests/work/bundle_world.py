"""Small worlds for the tests of bundles: stores of hospitals, bureaus and a ministry, each with its own desk."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Holder, Officer, Party, Snapshot
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import records, saving
from hospital_onboard.store.engine import Store, open_store, sqlite_url
from hospital_onboard.work import bundle_keys, export_bundle, merge_bundle
from hospital_onboard.work.desk import Desk

NUMBERS = ("4011001098993", "7000020310000", "7000012050002")
CODES = ("0118010016", "2719900249", "4718010103", "1318814774")
START = datetime(2027, 11, 23, 3, 0, tzinfo=UTC)


class World:
    """Stores by name in one folder, and a clock that never stands still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ticks = 0
        self._opened: list[Store] = []
        self._ids = 0
        self.recipient = ""

    def clock(self) -> datetime:
        """Each time a second later."""
        self._ticks += 1
        return START + timedelta(seconds=self._ticks)

    def desk(self, name: str, store: Store | None = None) -> Desk:
        """A desk at the store of this name, made on first use."""
        if store is None:
            store = open_store(sqlite_url(self.folder / f"{name}.db"))
            self._opened.append(store)
        desk = Desk(store, name, date(2027, 11, 23), self.clock)
        self.recipient = self.recipient or bundle_keys.keys(desk).recipient
        return desk

    def close(self) -> None:
        """Let go of every store."""
        for store in self._opened:
            store.close()

    def new_id(self, kind: str, owner: str) -> str:
        """Ids that differ between stores."""
        self._ids += 1
        return f"{kind}_{owner}{self._ids:06}"

    def bundle(self, desk: Desk, name: str, *, personal: bool = True, sender: str = "", only: str = "") -> Path:
        """Write a bundle of all (or one) of the desk's operators; its path."""
        operators = export_bundle.operators_of(desk, [only] if only else [])
        leaving = export_bundle.preview(desk, operators, without_personal=not personal, sender=sender)
        out = self.folder / f"{name}.hob"
        export_bundle.write(desk, leaving, out, [self.recipient])
        return out


def put(desk: Desk, *given: Record) -> None:
    saving.save(desk.store, [Change(None, record) for record in given], desk.stamp("add"))


def change(desk: Desk, record: Record, **values: Any) -> None:
    stored = records.get(desk.store, type(record), record.id)
    assert stored is not None
    saving.save(desk.store, [Change(stored, stored.changed(**values))], desk.stamp("edit"))


def remove(desk: Desk, record: Record) -> None:
    stored = records.get(desk.store, type(record), record.id)
    saving.save(desk.store, [Change(stored, None)], desk.stamp("remove"))


def merge(desk: Desk, path: Path, **options: Any) -> merge_bundle.Merging:
    """Look and take."""
    merging = merge_bundle.look(desk, path, **options)
    merge_bundle.commit(desk, merging)
    return merging


def content(desk: Desk) -> dict[str, tuple[Any, Any]]:
    """Everything a store shows, without how often and when it was written."""
    return {
        record.id: (record.says(), record.origin)
        for kind in KINDS.values()
        for record in records.select(desk.store, kind)
    }


def hospital(world: World, number: int, at: Desk | None = None) -> tuple[Desk, Operator]:
    """A hospital with one equipment, three vendors of which two are known elsewhere too, and some parts."""
    name = f"h{number}"
    desk = at or world.desk(name)
    me = Operator(
        id=world.new_id("operator", name),
        operator_kind="hospital",
        name=f"青葉病院{number}（架空）",
        code=CODES[number] if number < len(CODES) else None,
        prefecture="01",
    )
    parties = [
        Party(id=world.new_id("party", name), name=f"北斗{n}株式会社（架空）", corporate_number=NUMBERS[n % 3])
        for n in range(2)
    ]
    parties.append(Party(id=world.new_id("party", name), name=f"{number}号商会（架空）"))
    emr = Equipment(
        id=world.new_id("equipment", name), operator=me.id, group="emr", product="x", supplier=parties[0].id
    )
    parts = [
        Component(id=world.new_id("component", name), equipment=emr.id, product=f"p{n}", supplier=parties[n % 3].id)
        for n in range(3)
    ]
    day = date(2027, 10, 31)
    answers = [
        Snapshot(id=world.new_id("snapshot", name), party=p.id, as_of=day, officers="listed") for p in parties[:2]
    ]
    officers = [
        Officer(
            id=world.new_id("officer", name),
            party=p.id,
            as_of=day,
            name="架空 花子",
            birth_date=date(1970, 1, 1 + n),
            nationality="JP",
        )
        for n, p in enumerate(parties[:2])
    ]
    holder = Holder(
        id=world.new_id("holder", name), party=parties[0].id, as_of=day, name="親会社（架空）", country="JP"
    )
    put(desk, me, *parties, emr, *parts, *answers, *officers, holder)
    return desk, me


def stir(world: World, desk: Desk, chance: random.Random) -> None:
    """One thing that somebody may do at a desk."""
    owner = desk.who
    parties, parts = records.select(desk.store, Party), records.select(desk.store, Component)
    equipment = records.select(desk.store, Equipment)
    what = chance.randrange(8)
    if what == 0 and parts:
        change(desk, chance.choice(parts), version=str(chance.randrange(5)))
    elif what == 1 and parties:
        change(desk, chance.choice(parties), address=chance.choice(["東京都", "大阪府", None]))
    elif what == 2 and parts:
        remove(desk, chance.choice(parts))
    elif what == 3 and equipment:
        new = Component(
            id=world.new_id("component", owner),
            equipment=chance.choice(equipment).id,
            product=f"n{chance.randrange(99)}",
            supplier=chance.choice(parties).id if parties else None,
        )
        put(desk, new)
    elif what == 4 and parts and parties:
        change(desk, chance.choice(parts), supplier=chance.choice(parties).id)
    elif what == 5 and parties:
        change(desk, chance.choice(parties), corporate_number=chance.choice([*NUMBERS, None]))
    elif what == 6:
        holders = records.select(desk.store, Holder)
        if holders:
            change(desk, chance.choice(holders), country=chance.choice(["JP", "US"]))
    elif parties:
        change(desk, chance.choice(parties), name=f"{chance.choice('甲乙丙')}社（架空）")


def merged_in_any_order(world: World, name: str, files: list[Path], chance: random.Random) -> Desk:
    """A new store that takes every bundle twice in some order; one that is older than what it has changes nothing."""
    desk = world.desk(name)
    order = files * 2
    chance.shuffle(order)
    for path in order:
        before = content(desk)
        try:
            merge(desk, path)
        except Refusal as refusal:
            assert refusal.code == "bundle-older"
            assert content(desk) == before
    return desk


def worlds(folder: Path) -> Iterator[Callable[[], World]]:
    """For a fixture: makes worlds and closes their stores."""
    made: list[World] = []

    def make() -> World:
        made.append(World(folder))
        return made[-1]

    yield make
    for world in made:
        world.close()
