"""Japanese days in and out, and the counting of periods by a stated rule.

What cannot be read raises `DateError` with one of `DATE_CODES`:

    not-a-date       nothing like a day was seen
    no-such-day      written like a day, but the calendar has none (2026-02-30, 令和8年13月1日)
    outside-era      the day exists, the era was not running (昭和64年1月8日, 平成31年5月1日)
    ambiguous-date   could be more than one day (26/4/1, 4/1/26, 4月1日)
    day-missing      a month or a year only (2026年4月, 令和8年)
"""

import calendar
import re
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal, NamedTuple

from hospital_onboard.text.normalise import clean

DATE_CODES: Final = frozenset({"not-a-date", "no-such-day", "outside-era", "ambiguous-date", "day-missing"})

DateStyle = Literal["iso", "ja", "era"]

#: Times are kept in UTC and shown in Japan's, which has no summer time; so no table of time zones is needed.
JAPAN: Final = timezone(timedelta(hours=9), "JST")


class DateError(ValueError):
    """A day that could not be read or written; `code` is one of `DATE_CODES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def in_japan(at: datetime | str) -> datetime:
    """A moment (or one in ISO form, as the store keeps it) on the clock of those who use this program."""
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(JAPAN)


def moment(at: datetime | str) -> str:
    """A moment as it is shown: ``2027-11-23 12:00``, in Japan."""
    return f"{in_japan(at):%Y-%m-%d %H:%M}"


class _Era(NamedTuple):
    name: str
    short: str
    letter: str
    first: date
    last: date
    year_before: int
    """The Gregorian year before year 1 of the era."""


# Meiji is read from Meiji 6 only: until then its months were lunar. The day an era was proclaimed on belongs to
# the new era where the proclamation said so (大正, 昭和); 平成 and 令和 began on the next day.
_ERAS: Final = (
    _Era("令和", "令", "R", date(2019, 5, 1), date.max, 2018),
    _Era("平成", "平", "H", date(1989, 1, 8), date(2019, 4, 30), 1988),
    _Era("昭和", "昭", "S", date(1926, 12, 25), date(1989, 1, 7), 1925),
    _Era("大正", "大", "T", date(1912, 7, 30), date(1926, 12, 24), 1911),
    _Era("明治", "明", "M", date(1873, 1, 1), date(1912, 7, 29), 1867),
)
_ERA_BY_SIGN: Final = {sign: era for era in _ERAS for sign in (era.name, era.short, era.letter)}

_SERIAL_ZERO: Final = date(1899, 12, 30)  # one day early: the 1900 system counts a 29 February 1900 that never was
_SERIAL_ZERO_1904: Final = date(1904, 1, 1)
_FIRST_SERIAL: Final = 367  # smaller numbers are counts and ages, not days of 1900
_EARLIEST_YEAR: Final = 1000  # below it a year has lost a digit

_WEEKDAY = re.compile(r"\s*(?:\(\s*[月火水木金土日](?:曜日?)?\s*\)|[月火水木金土日]曜日?)(?=$|\s)")
_TIME = re.compile(r"(?:T|\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$", re.I)
_DASH = re.compile("[−‐‑‒–—―ー]")
_KANJI_NUMBER = re.compile("[〇零一二三四五六七八九十]+(?=[年月日])")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_SIGN: Final = "(?P<era>令和|平成|昭和|大正|明治|[令平昭大明RHSTM])"
_YEAR: Final = f"(?:(?P<year>[0-9]{{4}})|{_SIGN}[.]?(?P<era_year>元|[0-9]{{1,2}}))"
_DAY_FORMS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR + r"年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日?",
        _YEAR + r"(?P<sep>[-/.・])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<era>)(?P<era_year>)(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>)(?P<era>[RHSTM])(?P<era_year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)
_MONTH_ONLY = re.compile(_YEAR + r"(?:年(?:[0-9]{1,2}月?)?|[-/.・][0-9]{1,2})?")
_AMBIGUOUS = re.compile(
    r"'?[0-9]{1,2}([-/.・])[0-9]{1,2}(?:\1[0-9]{1,4})?"
    r"|(?:'?[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日?"
    r"|[0-9]{6}"
)


def read_date(raw: str | int | float | date | datetime, *, date1904: bool = False) -> date:
    """The day a person or a spreadsheet meant. A time of day and a weekday after it are passed over.

    date1904: whole numbers are counted from 1904 (old Mac workbooks). Raises `DateError`.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool):
        raise DateError("not-a-date")
    if isinstance(raw, (int, float)):
        return _from_number(raw, date1904)
    return _from_text(raw)


def _from_number(raw: float, date1904: bool) -> date:
    if raw != raw or raw in (float("inf"), float("-inf")) or raw != int(raw):
        raise DateError("not-a-date")
    whole = int(raw)
    if 10_000_101 <= whole <= 99_991_231:
        return _from_text(str(whole))
    # As serials these would be days of 1905 or of the 25th century; somebody wrote a year, or a year and month.
    if 1900 <= whole <= 2100 or (1900 <= whole // 100 <= 2100 and 1 <= whole % 100 <= 12):
        raise DateError("day-missing")
    zero = _SERIAL_ZERO_1904 if date1904 else _SERIAL_ZERO
    if not _FIRST_SERIAL <= whole <= (date.max - zero).days:
        raise DateError("not-a-date")
    return zero + timedelta(days=whole)


def _from_text(raw: str) -> date:
    text = _tidy(raw)
    for form in _DAY_FORMS:
        if match := form.fullmatch(text):
            return _from_parts(**{k: match[k] or "" for k in ("year", "era", "era_year", "month", "day")})
    if _MONTH_ONLY.fullmatch(text):
        raise DateError("day-missing")
    raise DateError("ambiguous-date" if _AMBIGUOUS.fullmatch(text) else "not-a-date")


def _tidy(raw: str) -> str:
    text = _DASH.sub("-", clean(raw))
    text = _WEEKDAY.sub("", _TIME.sub("", text))
    text = _KANJI_NUMBER.sub(lambda match: _kanji_number(match[0]), "".join(text.split()))
    return text.upper()


def _kanji_number(text: str) -> str:
    """二〇二六 -> 2026, 十二 -> 12, 三十 -> 30. Nonsense comes out as something no date form accepts."""
    if "十" not in text:
        return text.translate(_KANJI_DIGITS)
    tens, _, ones = text.partition("十")
    return (tens or "一").translate(_KANJI_DIGITS) + (ones or "〇").translate(_KANJI_DIGITS)


def _from_parts(year: str, era: str, era_year: str, month: str, day: str) -> date:
    if not era:
        if int(year) < _EARLIEST_YEAR:
            raise DateError("not-a-date")
        return _existing(int(year), int(month), int(day))
    found = _ERA_BY_SIGN[era]
    number = 1 if era_year == "元" else int(era_year)
    result = _existing(found.year_before + number, int(month), int(day))
    # Year 0 lies before every era's first day, so the bounds refuse it too.
    if not found.first <= result <= found.last:
        raise DateError("outside-era")
    return result


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError("no-such-day") from None


def write_date(day: date, style: DateStyle = "iso") -> str:
    """2026-04-01, 2026年4月1日 (ja) or 令和8年4月1日 (era).

    Style era raises `DateError("outside-era")` before 1873-01-01, when Japan's months were still lunar.
    """
    if style == "iso":
        return f"{day.year:04}-{day.month:02}-{day.day:02}"
    if style == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    # A datetime is a date, but does not compare with one.
    plain = date(day.year, day.month, day.day)
    for era in _ERAS:
        if era.first <= plain:
            year = plain.year - era.year_before
            return f"{era.name}{'元' if year == 1 else year}年{plain.month}月{plain.day}日"
    raise DateError("outside-era")


def add_months(day: date, n: int) -> date:
    """The same-numbered day n months on (or back), else the last day of that month: 民法143条2項's answering day.

    A calendar step, not a period: for a deadline use one of the `period_months_…` functions.
    """
    year, month = _month_after(day, n)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def nth_day_counting_first(day: date, n: int) -> date:
    """The n-th day 「から起算して」: the first day counts, so n = 1 is the day itself.

    A last day that is a holiday (民法142条, 行政機関の休日に関する法律2条) is not moved, here or in any count below.
    """
    if n < 1:
        raise ValueError("a period has at least one day")
    return day + timedelta(days=n - 1)


def period_months_counting_first(day: date, n: int) -> date:
    """Last day of n months when the first day counts (「から起算して」, 民法143条2項).

    The day before the same-numbered day; where the last month has no such day, that month's last day.
    """
    if n < 1:
        raise ValueError("a period has at least one month")
    year, month = _month_after(day, n)
    length = calendar.monthrange(year, month)[1]
    if day.day > length:
        return date(year, month, length)
    return date(year, month, day.day) - timedelta(days=1)


def period_months_after(day: date, n: int) -> date:
    """Last day of n months when the first day does not count (民法140条, then 143条2項 from the next day).

    Not always `add_months`: one month after 28 February runs from 1 March, so it ends on 31 March.
    """
    return period_months_counting_first(day + timedelta(days=1), n)


def _month_after(day: date, n: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + n, 12)
    return day.year + years, month + 1
