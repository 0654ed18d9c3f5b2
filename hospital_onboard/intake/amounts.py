"""Numbers as people write them: how many, which business year, how many percent."""

import re
from datetime import date
from decimal import Decimal

from hospital_onboard.intake.showing import as_text
from hospital_onboard.intake.understood import Understood
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.normalise import clean, number, percent

MOST_COUNT = 10_000_000
_NOT_A_NUMBER = {"not-whole": "not-whole", "too-large": "out-of-range"}
_YEAR_END = re.compile("年度?$|FY$", re.IGNORECASE)


def count(raw: object) -> Understood:
    """How many there are."""
    if isinstance(raw, bool):
        return Understood(None, "not-a-number")
    try:
        value = number(as_text(raw))
    except ValueError as fault:
        code = _NOT_A_NUMBER.get(str(fault), "not-a-number")
        return Understood(None, code, bounds(0, MOST_COUNT))
    if not 0 <= value <= MOST_COUNT:
        return Understood(None, "out-of-range", bounds(0, MOST_COUNT))
    return Understood(value)


def year(raw: object) -> Understood:
    """A business year: 2025, 2025年度, 令和7年度, R7."""
    if isinstance(raw, date):
        return Understood(None, "not-a-number")
    text = _YEAR_END.sub("", clean(as_text(raw)))
    for day in ("12月31日", "4月1日", "1月7日"):  # the last year of an era has not every day
        if text and not text.isdigit():
            try:
                return Understood(read_date(f"{text}年{day}").year)
            except DateError:
                continue
    found = count(text)
    if found.code or (isinstance(found.value, int) and 1900 <= found.value <= 2200):
        return found
    return Understood(None, "out-of-range", bounds(1900, 2200))


def share(raw: object) -> Understood:
    """A percentage, taken as it stands."""
    if isinstance(raw, (bool, date)):
        return Understood(None, "not-a-number")
    text = as_text(raw)
    try:
        value = percent(text, as_number=raw if isinstance(raw, (int, float)) else None)
    except ValueError as fault:
        return Understood(None, _NOT_A_NUMBER.get(str(fault), "not-a-number"), bounds(0, 100))
    if not 0 <= value <= 100:
        return Understood(None, "out-of-range", bounds(0, 100))
    bare = clean(text)[-1:].isdigit()
    if bare and Decimal(0) < value < 1:
        return Understood(value, "maybe-fraction", {"read": f"{value:f}"})
    return Understood(value)


def share_in_sheet(raw: object) -> Understood:
    """``0.12`` is 12 % here."""
    found = share(raw)
    if found.code != "maybe-fraction" or not isinstance(found.value, Decimal):
        return found
    value = Decimal(f"{(found.value * 100).normalize():f}")
    return Understood(value, found.code, {"read": f"{value:f}"})


def bounds(low: int, high: int) -> dict[str, str]:
    """Parameters of the sentence that says which values are wanted."""
    return {"low": f"{low:,}" if low > 9999 else str(low), "high": f"{high:,}" if high > 9999 else str(high)}
