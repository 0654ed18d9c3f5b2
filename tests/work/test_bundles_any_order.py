"""Bundles in any order, any number of times: the same store. Seeded, so that a failure comes again."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_world import World, content, hospital, merge, merged_in_any_order, stir

from hospital_onboard.domain.party import Party
from hospital_onboard.store import records
from hospital_onboard.store.engine import Store
from hospital_onboard.work import trail


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("seed", range(5))
def test_hospitals_in_any_order(world: World, seed: int) -> None:
    chance = random.Random(seed)
    desks = [hospital(world, number)[0] for number in range(3)]
    files = []
    for turn in range(3):
        for desk in desks:
            for _ in range(chance.randrange(4)):
                stir(world, desk, chance)
            files.append(world.bundle(desk, f"{desk.who}-{turn}"))
    first, second = (merged_in_any_order(world, name, files, chance) for name in ("one", "two"))
    assert content(first) == content(second)
    assert trail.verify(first) is None
    numbered = [p.corporate_number for p in records.select(first.store, Party) if p.corporate_number]
    assert len(numbered) == len(set(numbered))


@pytest.mark.parametrize("seed", range(104, 108))
def test_bureaus_that_edit_and_a_ministry_that_hears_from_all(world: World, seed: int) -> None:
    chance = random.Random(seed)
    hospitals = [hospital(world, number)[0] for number in range(3)]
    bureaus = [world.desk("north"), world.desk("south")]
    files = []
    for turn in range(2):
        for desk in hospitals:
            for _ in range(chance.randrange(3)):
                stir(world, desk, chance)
            files.append(world.bundle(desk, f"{desk.who}-{turn}"))
            merge(chance.choice(bureaus), files[-1])
        for number, bureau in enumerate(bureaus):
            for _ in range(chance.randrange(3)):
                stir(world, bureau, chance)
            if content(bureau):
                files.append(world.bundle(bureau, f"b{number}-{turn}", sender=bureau.who))
    first, second = (merged_in_any_order(world, name, files, chance) for name in ("one", "two"))
    assert content(first) == content(second)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_the_nation_in_two_orders_on_two_databases(world: World, store: Store) -> None:
    """88 hospitals with vendors in common, each bundle twice: SQLite in one order, PostgreSQL in another."""
    nation = world.desk("nation")
    everyone = [hospital(world, number, nation)[1] for number in range(88)]
    files = [world.bundle(nation, f"n{n}", only=one.id) for n, one in enumerate(everyone)]
    found = []
    for seed, at in enumerate((world.desk("sqlite"), world.desk("postgresql", store))):
        order = files * 2
        random.Random(seed).shuffle(order)
        assert sum(merge(at, path).unchanged for path in order) == len(files)
        found.append(content(at))
    assert found[0] == found[1]
    assert len([party for party in records.select(store, Party) if party.corporate_number]) == 2
