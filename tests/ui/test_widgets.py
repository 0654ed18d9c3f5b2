"""The pieces by themselves: windows on long lists, wrapped text, bars, paths as people paste them."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from hospital_onboard.screens.paths import in_short, path_of
from hospital_onboard.text.width import cells
from hospital_onboard.text.wording import words
from hospital_onboard.widgets.bar import bar
from hospital_onboard.widgets.card import in_two_lines
from hospital_onboard.widgets.dialogs import NEW, Choose
from hospital_onboard.widgets.pager import PAGE, Column, Pager, Rows
from hospital_onboard.widgets.plain import visible
from hospital_onboard.widgets.prose import laid

TOTAL = 3 * PAGE + 45


class LongList(App[None]):
    """A pager over numbers; remembers which pages were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.opened: list[object] = []

    def compose(self) -> ComposeResult:
        yield Pager(words("en"), (Column("n", "number", 10),), empty="nothing")

    def on_mount(self) -> None:
        self.query_one(Pager).table.focus()
        self.give(0)

    def give(self, offset: int) -> None:
        numbers = tuple(range(offset, min(offset + PAGE, TOTAL)))
        self.query_one(Pager).show(Rows(numbers, tuple({"n": str(n)} for n in numbers), TOTAL, offset))

    def on_pager_needs(self, event: Pager.Needs) -> None:
        self.asked.append(event.offset)
        self.give(event.offset)

    def on_pager_opened(self, event: Pager.Opened) -> None:
        self.opened.append(event.item)


async def test_the_end_is_found_once_it_is_known() -> None:
    """End on a list that is not counted yet: as soon as the number is there, its last page is asked for."""
    app = LongList()
    async with app.run_test(size=(40, 20)) as pilot:
        pager = app.query_one(Pager)
        numbers = tuple(range(PAGE))
        shown = tuple({"n": str(n)} for n in numbers)
        pager.show(Rows(numbers, shown, PAGE, counted=False))
        assert pager.query_one(".range").render().plain == "1–100 of …"  # type: ignore[union-attr]
        await pilot.press("end")
        assert app.asked == []
        pager.show(Rows(numbers, shown, TOTAL), keep=True)
        await pilot.pause()
        assert (app.asked, pager.item) == ([300], TOTAL - 1)


async def test_a_long_list_is_walked_page_by_page() -> None:
    """End jumps to the very last row, Home to the first; the arrows cross from page to page and no further."""
    app = LongList()
    async with app.run_test(size=(40, 20)) as pilot:
        pager = app.query_one(Pager)
        assert pager.query_one(".range").render().plain == "1–100 of 345"  # type: ignore[union-attr]
        await pilot.press("up")
        assert (app.asked, pager.item) == ([], 0)
        await pilot.press("end")
        assert (app.asked, pager.item) == ([300], TOTAL - 1)
        await pilot.press("down", "pagedown")
        assert (app.asked, pager.item) == ([300], TOTAL - 1)
        await pilot.press("home")
        assert (app.asked, pager.item) == ([300, 0], 0)
        pager.table.move_cursor(row=PAGE - 1)
        await pilot.press("down")
        assert (app.asked, pager.item) == ([300, 0, 100], 100)
        await pilot.press("up")
        assert (app.asked, pager.item) == ([300, 0, 100, 0], 99)
        await pilot.press("enter")
        assert app.opened == [99]


async def test_an_empty_list_says_what_to_do() -> None:
    """Instead of an empty table."""
    app = LongList()
    async with app.run_test(size=(40, 20)) as pilot:
        app.query_one(Pager).show(Rows((), (), 0))
        await pilot.pause()
        assert app.query_one(".empty").display
        assert not app.query_one(Pager).table.display


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("", "a"), ("ダイガク", None), ("大学", "b"), ("DAI", "c"), ("なし", None)],
)
async def test_a_choice_is_narrowed_by_typing(typed: str, answer: str | None) -> None:
    """Enter takes the first that is left; nothing left, nothing taken."""
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        options = [("a", "病院"), ("b", "架空大学"), ("c", "Ｄａｉ")]
        app.push_screen(Choose(words("ja"), "どれ", options), answers.append)
        await pilot.pause()
        await pilot.press(*typed, "enter")
        assert answers == ([answer] if answer else [])


async def test_a_choice_offers_to_register_a_new_one() -> None:
    """By its key, wherever the cursor is."""
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        app.push_screen(Choose(words("ja"), "どれ", [("a", "病院")], new="新しく"), answers.append)
        await pilot.pause()
        await pilot.press("f5")
        assert answers == [NEW]


@pytest.mark.parametrize(
    ("done", "total", "filled"), [(0, 0, 0), (0, 9, 0), (1, 1000, 1), (999, 1000, 9), (5, 10, 5), (10, 10, 10)]
)
def test_a_bar_neither_hides_a_beginning_nor_claims_an_end(done: int, total: int, filled: int) -> None:
    """One of a thousand is seen; 999 of a thousand is not full."""
    assert bar(done, total, 10) == "█" * filled + "░" * (10 - filled)


@pytest.mark.parametrize("room", [8, 12, 21, 40])
def test_counts_stand_on_two_lines_without_overflowing(room: int) -> None:
    """Each on the first line with room; wide letters counted as wide."""
    first, second = in_two_lines(("未 61", "古い 12", "要確認 13"), room)
    assert cells(first) <= room
    assert cells(second) <= room
    assert first.startswith("未 61")


def test_wrapped_text_keeps_its_words_and_styles() -> None:
    """No line begins with a full stop; the style ends where its part ends."""
    content = laid((("なぜ聞くか:", "bold"), " 供給者と製造国を届け出るためです。\n\n次の段落"), 12)
    assert all(cells(line) <= 12 for line in content.plain.split("\n"))
    assert not any(line.startswith("。") for line in content.plain.split("\n"))
    assert content.plain.replace("\n", "").replace(" ", "") == "なぜ聞くか:供給者と製造国を届け出るためです。次の段落"
    assert {span.style for span in content.spans} == {"bold"}
    assert max(span.end for span in content.spans) <= len("なぜ聞くか:")


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("x\ny", "x y"),
        ("\x7f\x85", "��"),
        ("逆\u202e", "逆�"),
        ("葛\U000e0100", "葛\U000e0100"),
    ],
)
def test_control_characters_are_seen_not_obeyed(value: str, seen: str) -> None:
    """What a person's name may need stays."""
    assert visible(value) == seen


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (" '/a b/c.xlsx' ", "/a b/c.xlsx"),
        ("file:///a%20b/%E8%A1%A8.xlsx", "/a b/表.xlsx"),
        ("c.xlsx", "/there/c.xlsx"),
        ("~/c.xlsx", str(Path("~/c.xlsx").expanduser())),
        ("~other/c.xlsx", "/there/~other/c.xlsx"),
    ],
)
def test_a_path_is_taken_as_people_paste_it(typed: str, path: str) -> None:
    """In quotes, as a file address, under the own folder; nobody else's folder is looked up."""
    home_now = path if not typed.startswith("~/") else str(Path("~/c.xlsx").expanduser())
    assert path_of(typed, Path("/there")) == Path(home_now)


def test_a_path_is_shown_as_short_as_it_can_be_typed() -> None:
    """The own home is ``~``, and what is shown is read back as the same path."""
    for path in (Path.home() / "表" / "a.xlsx", Path("/elsewhere/a.xlsx"), Path.home()):
        assert path_of(in_short(path), Path("/there")) == path
    assert in_short(Path.home() / "表" / "a.xlsx") == "~/表/a.xlsx"


@pytest.mark.parametrize("typed", ["", "  ", "a\0b", "''"])
def test_nothing_is_no_path(typed: str) -> None:
    """The person is asked again instead."""
    assert path_of(typed, Path("/there")) is None
