"""The map and the screens behind it: what stands there is what ``phase status --json`` says, keys write it down."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from screen_text import SIZES, Person, at_the_screen
from textual.dom import DOMNode

from hospital_onboard.cli.run import run
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.phase import CriterionWeight, PhaseNeed, PhaseProposal, RoleFact, WhatIfChoice
from hospital_onboard.reference.prefectures import all_prefectures, prefecture
from hospital_onboard.screens.area import AreaScreen
from hospital_onboard.screens.home import HomeScreen
from hospital_onboard.screens.region import RegionScreen
from hospital_onboard.store import records
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.widgets.region_map import RegionMap
from hospital_onboard.work import assume, phase_plan, who
from hospital_onboard.work.desk import Desk

MAP = ("f9", "f9")
#: From 北海道 to 徳島: the keys of the map.
TOKUSHIMA = (*MAP, *["down"] * 7, *["left"] * 5, "down", "down")
WAYS: dict[str, tuple[str, ...]] = {
    "region": MAP,
    "region-bureau": (*MAP, "f2", *"shikoku", "enter"),
    "region-help": (*MAP, "f1"),
    "area-prefecture": (*MAP, "down", "enter"),
    "area-region": (*MAP, "f3", "enter"),
    "area-wave": (*MAP, "enter", "f2"),
    "gaps": (*MAP, "f3"),
    "compare": (*MAP, "f6"),
    "compare-weights": (*MAP, "f6", "f2"),
    "compare-rules": (*MAP, "f6", "f3"),
    "waves": (*MAP, "f10"),
    "what-ifs-none": (*MAP, "f7"),
}


@pytest.fixture
def seated(country: Desk) -> Desk:
    """A desk whose person works on one of the hospitals."""
    who.choose(country, who.operators(country)[0].id)
    return country


@pytest.fixture
def trying(seated: Desk) -> Desk:
    """The same with two what-ifs."""
    open_ = [o for o in records.select(seated.store, Operator) if o.prefecture in ("36", "39", "38")]
    phase_plan.add(seated, "四国を先に（架空）", {one.id: "year0" for one in open_}, note="四国に施行時の病院を")
    phase_plan.add(seated, "徳島だけ（架空）", {open_[0].id: "year1"})
    return seated


def agreed(person: Person, name: str, size: str) -> None:
    """No wording is missing, no key of the last line is cut off, and the picture is the agreed one."""
    assert "⟦" not in person.text
    assert person.app.screen.query_one(KeyLine).left_out == 0
    person.sees(name, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
async def test_a_screen_looks_as_agreed(seated: Desk, name: str, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(seated, lang, size, update=update) as person:
        await person.press(*WAYS[name])
        agreed(person, name, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_ifs_look_as_agreed(trying: Desk, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(trying, lang, size, update=update) as person:
        await person.press(*MAP, "f7", "down")
        agreed(person, "what-ifs", size)
        await person.press("f2")
        agreed(person, "what-ifs-adopt", size)
        await person.press("escape", "enter")
        agreed(person, "what-if", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_an_empty_store_looks_as_agreed(
    make_desk: Callable[..., Desk], lang: Lang, size: str, update: bool
) -> None:
    async with at_the_screen(make_desk("empty"), lang, size, update=update) as person:
        await person.press(*MAP)
        agreed(person, "region-empty", size)


@pytest.mark.parametrize("name", WAYS)
async def test_every_key_has_something_to_do(seated: Desk, name: str) -> None:
    """Each binding names an action that exists where it is bound."""
    async with at_the_screen(seated) as person:
        await person.press(*WAYS[name])
        screen: DOMNode = person.app.screen
        for node, binding, _, _ in person.app.screen.active_bindings.values():
            place, _, action = binding.action.partition("(")[0].rpartition(".")
            owner = {"app": person.app, "screen": screen}.get(place, node)
            assert hasattr(owner, f"action_{action}") or hasattr(owner, f"_action_{action}"), f"{binding} of {node}"


def status(tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    """What the command line says of the store."""
    capsys.readouterr()
    run(["--db", str(tmp_path / "inventory.db"), "--on", "2027-11-23", "phase", "status", "--json", *options])
    shape: dict[str, object] = json.loads(capsys.readouterr().out)
    return shape


def tiles(person: Person) -> dict[str, tuple[str, int, int]]:
    """Prefecture -> letter of its state, designated, required, as drawn on the large map."""
    screen = person.app.screen
    assert isinstance(screen, RegionScreen)
    lines, found = person.text.splitlines(), {}
    width, say = (screen.size.width - 2) // 14, words(person.app.lang)
    letters = {say(f"phase_letter.{name}") for name in ("file_ready", "duty", "transition", "designated", "proposed")}
    letters |= {say("phase_letter.candidate"), say("phase_letter.nothing")}
    for place in all_prefectures():
        at, line = place.tile_col * min(width, 11) + 1, lines[place.tile_row * 2 + 2]
        cell = _cells(line, at, 10)
        match = re.fullmatch(r"(\S) (\d+)/(\d+) \S+\s*", cell)
        assert match is not None, (place.name_ja, cell)
        assert match[1] in letters
        found[place.code] = (match[1], int(match[2]), int(match[3]))
    return found


def _cells(line: str, start: int, count: int) -> str:
    """The characters that stand in these cells of a line."""
    from hospital_onboard.text.width import cells

    at, found = 0, ""
    for character in line:
        if start <= at < start + count:
            found += character
        at += cells(character)
    return found


@pytest.mark.parametrize("assumed", [(), ("commencement=2027-12-16", "region-scheme=bureau", "third-year=next")])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_number_on_the_map_is_that_of_the_command_line(
    seated: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang, assumed: tuple[str, ...]
) -> None:
    assume.assume(seated, list(assumed))
    shape = status(tmp_path, capsys)
    say = words(lang)
    targets = {one["id"]: one for one in shape["targets"]}  # type: ignore[attr-defined]
    summary = shape["summary"]
    async with at_the_screen(seated, lang, "160x45") as person:
        await person.press(*MAP)
        drawn = tiles(person)
        for code, (_, designated, required) in drawn.items():
            target = targets[f"third_year:{code}"]
            assert (designated, required) == (target["designated"], target["required"]), prefecture(code).name_ja
        for rule, count in summary["rules"].items():  # type: ignore[index]
            line = say("region.rule", rule=say(f"phase.rule_short.{rule}"), met=count["met"], of=count["targets"])
            assert line in person.text
            due = next(one["due"] for one in targets.values() if one["rule"] == rule)
            assert due in person.text
        assert say("region.counts", **summary) in person.text  # type: ignore[arg-type]


async def test_the_letter_is_that_of_the_hospital_that_is_furthest(
    seated: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shape = status(tmp_path, capsys)
    order = ("candidate", "proposed", "designated", "transition", "duty", "file_ready")
    hospitals = [one for one in shape["operators"] if one["kind"] == "hospital"]  # type: ignore[attr-defined]
    async with at_the_screen(seated, "ja", "160x45") as person:
        await person.press(*MAP)
        for code, (letter, _, _) in tiles(person).items():
            phases = [one["phase"] for one in hospitals if one["prefecture"] == code]
            furthest = max(phases, key=order.index) if phases else "nothing"
            assert letter == words("ja")(f"phase_letter.{furthest}"), prefecture(code).name_ja


async def test_the_arrows_reach_every_prefecture(seated: Desk) -> None:
    """From anywhere to everywhere: a breadth-first walk with the four keys."""
    async with at_the_screen(seated) as person:
        await person.press(*MAP)
        map_ = person.app.screen.query_one(RegionMap)
        seen, open_ = {map_.at}, [map_.at]
        while open_:
            here = open_.pop()
            for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                map_.at = here
                map_.action_move(down, right)
                if map_.at not in seen:
                    seen.add(map_.at)
                    open_.append(map_.at)
        assert seen == {place.code for place in all_prefectures()}


async def test_a_hospital_is_proposed_withdrawn_and_it_shows(seated: Desk) -> None:
    async with at_the_screen(seated) as person:
        await person.press(*MAP, "f3", "down", "enter")
        assert isinstance(person.app.screen, AreaScreen)
        assert "岩手県" in person.text
        (one,) = records.select(seated.store, Operator, prefecture="03")
        await person.press("f2", "down", "down", "enter")
        (kept,) = records.select(seated.store, PhaseProposal, operator=one.id)
        assert kept.wave == "year2"
        assert "見込みあり" in person.text
        await person.press("f8")
        assert not records.select(seated.store, PhaseProposal, operator=one.id)
        assert "要対応" in person.text
        await person.press("ctrl+z")
        assert words("ja")("undo.many") in person.text, "the proposal and the state of the hospital"
        await person.press("y")
        assert records.select(seated.store, PhaseProposal, operator=one.id) == (kept,)


async def test_facts_and_needs_are_written_down(seated: Desk) -> None:
    async with at_the_screen(seated, size="160x45") as person:
        await person.press(*MAP, "down", "enter", "f5", "down", "enter")
        await person.type("はい | 県の医療計画 | 2026-10")
        await person.press("enter")
        made = [f for f in records.select(seated.store, RoleFact) if f.as_of == "2026-10"]
        assert [(f.criterion, f.said, f.source) for f in made] == [("last_resort", "yes", "県の医療計画")]
        assert "地域の最後の砦: はい" in person.text
        await person.press("f5", "enter")
        await person.type("たくさん | どこか")
        await person.press("enter")
        assert len(records.select(seated.store, RoleFact)) == len(made) + 80
        await person.press("f4")
        await person.type("２")
        await person.press("enter")
        assert {n.prefecture: n.hospitals for n in records.select(seated.store, PhaseNeed)}["02"] == 2
        assert "指定 1/2" in person.text


async def test_weights_are_ones_own_and_stand_beside_the_result(seated: Desk) -> None:
    async with at_the_screen(seated, size="160x45") as person:
        await person.press(*MAP, "f6")
        assert words("ja")("compare.no_weights") in person.text
        await person.press("f2", "enter")
        await person.type("3")
        await person.press("enter")
        (kept,) = records.select(seated.store, CriterionWeight)
        assert (kept.who, kept.criterion, kept.weight) == ("hanako", "beds", 3)
        assert "hanako の重み: 病床数 3" in person.text
        await person.press("f2", "enter", "ctrl+u")
        await person.type("0")
        await person.press("enter")
        assert not records.select(seated.store, CriterionWeight)
        assert words("ja")("compare.no_weights") in person.text


async def test_a_what_if_is_made_changed_and_adopted_on_purpose(seated: Desk) -> None:
    async with at_the_screen(seated) as person:
        await person.press(*MAP, "f7", "f5")
        await person.type("案")
        await person.press("enter", "enter", "enter")
        (choice,) = records.select(seated.store, WhatIfChoice)
        assert choice.wave == "year0"
        before = records.select(seated.store, PhaseProposal)
        await person.press("escape", "down", "f2", "n")
        assert records.select(seated.store, PhaseProposal) == before
        await person.press("f2", "y")
        made = {p.operator for p in records.select(seated.store, PhaseProposal)} - {p.operator for p in before}
        assert made == {choice.operator}
        await person.press("ctrl+z")
        assert words("ja")("undo.many") in person.text, "the proposal and the state of the hospital"
        await person.press("y")
        assert records.select(seated.store, PhaseProposal) == before


async def test_an_empty_store_gets_the_listed_hospitals(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk("empty")
    async with at_the_screen(desk) as person:
        await person.press(*MAP, "f5")
        assert len(records.select(desk.store, Operator)) == 88
        assert "候補 88" in person.text


async def test_from_a_prefecture_to_a_hospitals_own_screen(seated: Desk) -> None:
    async with at_the_screen(seated) as person:
        await person.press(*MAP, "down", "enter", "f7")
        assert isinstance(person.app.screen, HomeScreen)
        (one,) = records.select(seated.store, Operator, prefecture="02")
        assert person.app.operator_name == one.name


async def test_no_key_holds_the_screen_up(seated: Desk) -> None:
    """Moving about the map takes well under 50 ms of CPU a key (the whole loop of the test driver included)."""
    async with at_the_screen(seated, size="160x45") as person:
        await person.press(*MAP)
        map_ = person.app.screen.query_one(RegionMap)
        started = time.process_time()
        for _ in range(20):
            map_.action_move(1, 0)
            map_.action_move(-1, 0)
            map_.render()
        assert (time.process_time() - started) / 20 < 0.05
