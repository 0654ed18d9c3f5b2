from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospital_onboard.text.dates import (
    DATE_CODES,
    DateError,
    add_months,
    nth_day_counting_first,
    period_months_after,
    period_months_counting_first,
    read_date,
    write_date,
)

APRIL_FIRST = date(2026, 4, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "２０２６／４／１",
        "2026−04−01",
        "2026ー4ー1",
        "20260401",
        "2026年4月1日",
        "2026年04月01日",
        "2026 年 4 月 1 日",
        "二〇二六年四月一日",
        "令和8年4月1日",
        "令和８年４月１日",
        "令和 8年 4月 1日",
        "令和八年四月一日",
        "㋿8年4月1日",
        "R8.4.1",
        "Ｒ８．４．１",
        "R.8.4.1",
        "R08/04/01",
        "r8-4-1",
        "R080401",
        "令8.4.1",
        "R8年4月1日",
        "2026-04-01(水)",
        "2026年4月1日（水曜日）",
        "2026年4月1日 水曜日",
        "2026-04-01 00:00:00",
        "2026-04-01T00:00:00",
        "2026/4/1(水) 0:00",
        " 2026-04-01\u3000",
        date(2026, 4, 1),
        datetime(2026, 4, 1, 9, 30),
        46113,
        46113.0,
        20260401,
    ],
)
def test_one_day_written_in_many_ways(written: str | float | date) -> None:
    day = read_date(written)
    assert day == APRIL_FIRST
    assert type(day) is date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("令和 7年 7月 1日", date(2025, 7, 1)),
        ("昭和45年4月1日", date(1970, 4, 1)),
        ("S45.4.1", date(1970, 4, 1)),
        ("昭45.4.1", date(1970, 4, 1)),
        ("昭和四十五年十二月二十五日", date(1970, 12, 25)),
        ("平成 10年 1月 31日", date(1998, 1, 31)),
        ("H10/1/31", date(1998, 1, 31)),
        ("T5.1.2", date(1916, 1, 2)),
        ("大正5年1月2日", date(1916, 1, 2)),
        ("M40.3.4", date(1907, 3, 4)),
        ("明治40年3月4日", date(1907, 3, 4)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_eras(written: str, day: date) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "not-a-date"),
        ("未定", "not-a-date"),
        ("2026-04/01", "not-a-date"),
        ("0026-04-01", "not-a-date"),
        ("46113", "not-a-date"),
        ("慶応3年1月1日", "not-a-date"),
        (True, "not-a-date"),
        (366, "not-a-date"),
        (2958466, "not-a-date"),
        (46113.5, "not-a-date"),
        (float("nan"), "not-a-date"),
        (float("inf"), "not-a-date"),
        (-1, "not-a-date"),
        ("2026-02-30", "no-such-day"),
        ("2027-02-29", "no-such-day"),
        ("令和8年13月1日", "no-such-day"),
        ("R8.4.31", "no-such-day"),
        ("20261301", "no-such-day"),
        (20260230, "no-such-day"),
        ("2026-00-01", "no-such-day"),
        ("昭和64年1月8日", "outside-era"),
        ("平成31年5月1日", "outside-era"),
        ("令和元年4月30日", "outside-era"),
        ("令和0年5月1日", "outside-era"),
        ("明治5年12月31日", "outside-era"),
        ("4/1/26", "ambiguous-date"),
        ("26/4/1", "ambiguous-date"),
        ("'26.4.1", "ambiguous-date"),
        ("4/1/2026", "ambiguous-date"),
        ("4/1", "ambiguous-date"),
        ("4月1日", "ambiguous-date"),
        ("26年4月1日", "ambiguous-date"),
        ("260401", "ambiguous-date"),
        ("2026年4月", "day-missing"),
        ("2026/4", "day-missing"),
        ("令和8年4月", "day-missing"),
        ("R8.4", "day-missing"),
        ("2026年", "day-missing"),
        ("2026", "day-missing"),
        (2026, "day-missing"),
        (202604, "day-missing"),
    ],
)
def test_days_refused(written: str | float, code: str) -> None:
    with pytest.raises(DateError) as refused:
        read_date(written)
    assert refused.value.code == code
    assert refused.value.args == (code,)
    assert code in DATE_CODES


@pytest.mark.parametrize(
    ("serial", "day"),
    [(367, date(1901, 1, 1)), (45658, date(2025, 1, 1)), (2958465, date(9999, 12, 31))],
)
def test_serials(serial: int, day: date) -> None:
    assert read_date(serial) == day


def test_serials_counted_from_1904() -> None:
    assert read_date(46113 - 1462, date1904=True) == APRIL_FIRST
    assert read_date(2957003, date1904=True) == date(9999, 12, 31)
    with pytest.raises(DateError, match=r"^not-a-date$"):
        read_date(2957004, date1904=True)


LAST_AND_FIRST_DAYS = [
    ("明治45年7月29日", date(1912, 7, 29), "大正元年7月30日", "明治45年7月30日", "大正元年7月29日"),
    ("大正15年12月24日", date(1926, 12, 24), "昭和元年12月25日", "大正15年12月25日", "昭和元年12月24日"),
    ("昭和64年1月7日", date(1989, 1, 7), "平成元年1月8日", "昭和64年1月8日", "平成元年1月7日"),
    ("平成31年4月30日", date(2019, 4, 30), "令和元年5月1日", "平成31年5月1日", "令和元年4月30日"),
]


@pytest.mark.parametrize(("last", "last_day", "first", "too_late", "too_early"), LAST_AND_FIRST_DAYS)
def test_change_of_era(last: str, last_day: date, first: str, too_late: str, too_early: str) -> None:
    next_day = last_day + timedelta(days=1)
    assert read_date(last) == last_day
    assert write_date(last_day, "era") == last
    assert read_date(first) == next_day
    assert write_date(next_day, "era") == first
    for outside in (too_late, too_early):
        with pytest.raises(DateError, match=r"^outside-era$"):
            read_date(outside)


@pytest.mark.parametrize(
    ("day", "iso", "ja", "era"),
    [
        (date(2026, 4, 1), "2026-04-01", "2026年4月1日", "令和8年4月1日"),
        (date(2019, 12, 31), "2019-12-31", "2019年12月31日", "令和元年12月31日"),
        (datetime(2026, 4, 1, 9, 30), "2026-04-01", "2026年4月1日", "令和8年4月1日"),
    ],
)
def test_write_date(day: date, iso: str, ja: str, era: str) -> None:
    assert (write_date(day), write_date(day, "ja"), write_date(day, "era")) == (iso, ja, era)


def test_before_the_solar_calendar_there_is_no_era_to_write() -> None:
    assert write_date(date(1873, 1, 1), "era") == "明治6年1月1日"
    with pytest.raises(DateError, match=r"^outside-era$"):
        write_date(date(1872, 12, 31), "era")


def test_every_day_written_in_its_era_is_read_back() -> None:
    day = date(1873, 1, 1)
    while day < date(2118, 1, 1):  # 令和99年: a third digit would be a typing mistake
        assert read_date(write_date(day, "era")) == day
        day += timedelta(days=1)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["iso", "ja"]))
def test_every_day_written_is_read_back(day: date, style: str) -> None:
    assert read_date(write_date(day, style)) == day  # type: ignore[arg-type]


@given(st.text() | st.text(alphabet="0123456789年月日令和平成RHS元/.-() :T十二〇"))
def test_a_text_is_read_or_refused_with_a_code(text: str) -> None:
    try:
        read_date(text)
    except DateError as refused:
        assert refused.code in DATE_CODES


@given(st.integers() | st.floats())
def test_a_number_is_read_or_refused_with_a_code(number: float) -> None:
    try:
        read_date(number)
    except DateError as refused:
        assert refused.code in DATE_CODES


@pytest.mark.parametrize(
    ("day", "n", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_add_months(day: date, n: int, wanted: date) -> None:
    assert add_months(day, n) == wanted


def test_thirtieth_day_counting_the_first() -> None:
    assert nth_day_counting_first(date(2026, 4, 1), 30) == date(2026, 4, 30)
    assert nth_day_counting_first(date(2026, 4, 1), 1) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("day", "n", "wanted"),
    [
        (date(2028, 4, 3), 4, date(2028, 8, 2)),
        (date(2026, 4, 1), 1, date(2026, 4, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 30), 6, date(2028, 2, 29)),
        (date(2027, 8, 29), 6, date(2028, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_counting_the_first_day(day: date, n: int, wanted: date) -> None:
    assert period_months_counting_first(day, n) == wanted


@pytest.mark.parametrize(
    ("day", "n", "wanted"),
    [
        pytest.param(date(2023, 11, 16), 6, date(2024, 5, 16), id="the first designations"),
        pytest.param(date(2026, 8, 31), 1, date(2026, 9, 30), id="from the first of a month"),
        pytest.param(date(2026, 1, 30), 1, date(2026, 2, 28), id="no such day in the last month"),
        pytest.param(date(2026, 2, 28), 1, date(2026, 3, 31), id="the whole of March, not until the 28th"),
    ],
)
def test_months_after_a_day(day: date, n: int, wanted: date) -> None:
    assert period_months_after(day, n) == wanted


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 120))
def test_two_periods_in_a_row_leave_no_gap(day: date, n: int) -> None:
    assert period_months_after(day, n) == period_months_counting_first(day + timedelta(days=1), n)
    assert day < period_months_after(day, n) <= add_months(day, n) + timedelta(days=3)


@pytest.mark.parametrize("count", [nth_day_counting_first, period_months_counting_first, period_months_after])
def test_a_period_is_not_empty(count) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="at least one"):
        count(date(2026, 4, 1), 0)
