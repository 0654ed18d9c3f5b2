"""The line of time by itself: every day stands at its place, whatever the days, the labels and the width."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hospital_onboard.text.width import cells
from hospital_onboard.widgets.timeline import Mark, Scale, Span, drawn

DAY = date(2027, 11, 23)
days = st.dates(date(2026, 1, 1), date(2031, 12, 31))
labels = st.sampled_from(
    ["届出 12-28", "利用開始 09-01", "today", "届出の最終安全日 04-29［計算］", "Last day to file 07-30"]
)
marks = st.builds(Mark, days, labels, st.booleans())


def text(line: list[tuple[str, str]]) -> str:
    return "".join(part for part, _ in line)


def cell_of(line: str, at: int) -> str:
    """The character that stands in a cell."""
    taken = 0
    for character in line:
        if taken == at:
            return character
        taken += cells(character)
    return " "


@given(st.lists(marks, min_size=1, max_size=9), st.integers(30, 170), st.integers(1, 5))
@settings(max_examples=60)
def test_each_label_points_at_its_day(found: list[Mark], width: int, rows: int) -> None:
    """A pointer stands in the day's cell beside its label, and every line between it and the axis leads there."""
    lines, left_out = drawn(found, [], width, (rows, rows))
    said = [text(line) for line in lines]
    assert all(cells(line) <= width for line in said)
    scale = Scale([mark.on for mark in found], width)
    axis = next(n for n, line in enumerate(lines) if any(style == "on $panel" for _, style in line))
    for mark in found:
        if mark in left_out:
            continue
        pointer, own = ("▾", said[:axis][::-1]) if mark.above else ("▴", said[axis + 1 :])
        at = scale.cell(mark.on)
        line = next(n for n, line in enumerate(own) if cell_of(line, at) == pointer and mark.label in line)
        assert all(cell_of(nearer, at) in f"|{pointer}" for nearer in own[:line])


@given(st.lists(marks, min_size=1, max_size=9), st.integers(40, 170))
@settings(max_examples=40)
def test_no_label_is_cut_or_touched(found: list[Mark], width: int) -> None:
    """What there is no room for is left out whole and named."""
    lines, left_out = drawn(found, [], width, (3, 3))
    said = "\n".join(text(line) for line in lines)
    shown = [mark for mark in found if mark not in left_out]
    for label in {mark.label for mark in shown}:
        assert said.count(label) >= sum(mark.label == label for mark in shown)


@given(st.dates(), st.dates(), st.integers(20, 170))
@settings(max_examples=60)
def test_any_two_days_make_a_line(one: date, other: date, width: int) -> None:
    """From one day to eight thousand years."""
    lines, left_out = drawn([Mark(one, "a", True), Mark(other, "b", True)], [], width, (2, 1))
    assert not left_out
    assert all(cells(text(line)) <= width for line in lines)
    ticks = list(Scale([one, other], width).ticks())
    assert [cell for cell, _ in ticks] == sorted(cell for cell, _ in ticks)


def test_the_first_named_stay() -> None:
    """Where there is no room, the least important is left out."""
    crowd = [Mark(DAY, f"label number {n}", True) for n in range(5)]
    _, left_out = drawn(crowd, [], 60, (2, 1))
    assert left_out == crowd[3:]


def test_windows_stand_alone_in_their_lines() -> None:
    """Shades of doubtful width share their line with nothing that must stand at its day."""
    spans = [Span(DAY, DAY + timedelta(days=29), "▓", "禁止期間"), Span(DAY, DAY + timedelta(days=99), "░", "最長")]
    far = Mark(DAY + timedelta(days=200), "利用開始", True)
    lines, _ = drawn([Mark(DAY, "届出", True), far], spans, 78, (2, 2))
    shaded = [text(line) for line in lines if "▓" in text(line) or "░" in text(line)]
    assert len(shaded) == 2
    assert not any(mark in line for line in shaded for mark in "|▾▴")
    assert shaded[1].count("░") > 3 * shaded[0].count("▓") - 3
