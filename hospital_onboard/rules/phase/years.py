"""When the years of the phase-in end: the proposal says "3年度目までに" and leaves open how it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from hospital_onboard.domain.codes import Wave
from hospital_onboard.rules.duty.views import MedicalPart
from hospital_onboard.text.dates import period_months_counting_first

#: first: the fiscal year of commencement is the first · next: the one after it is · within: years from commencement.
YearReading = Literal["first", "next", "within"]
READINGS: Final[tuple[YearReading, ...]] = get_args(YearReading)
COMMENCEMENT: Final = "commencement"
THIRD_YEAR: Final = "third-year"
_APRIL: Final = 4


def year_end(commencement: date, number: int, reading: YearReading) -> date:
    """Last day of a year of the phase-in; number 0 is the day of commencement itself.

    A Japanese fiscal year runs from 1 April to 31 March.
    """
    if number == 0:
        return commencement
    if reading == "within":
        return period_months_counting_first(commencement, 12 * number)
    fiscal = commencement.year if commencement.month >= _APRIL else commencement.year - 1
    return date(fiscal + number + (reading == "next"), 3, 31)


@dataclass(frozen=True)
class Years:
    """The calendar of the phase-in, as far as it is fixed or assumed."""

    commencement: date | None
    reading: YearReading | None
    #: Assumption keys behind the commencement: none once a Cabinet Order has set the day.
    commencement_assumed: bool

    def end(self, number: int) -> date | None:
        """Last day of a year; None while it cannot be told."""
        if self.commencement is None or (number and self.reading is None):
            return None
        return year_end(self.commencement, number, self.reading or "first")

    def missing(self, number: int) -> tuple[str, ...]:
        """Keys of the assumptions that ``end`` waits for."""
        waits = [COMMENCEMENT] if self.commencement is None else []
        return tuple(waits + [THIRD_YEAR] * (number > 0 and self.reading is None))

    def assumptions(self, number: int) -> tuple[str, ...]:
        """Keys of the assumptions that ``end`` rests on."""
        if self.end(number) is None:
            return ()
        return (COMMENCEMENT,) * self.commencement_assumed + (THIRD_YEAR,) * (number > 0)

    def wave_of(self, day: date) -> Wave | None:
        """The wave in which a day lies; None after the last one, and while the calendar is open."""
        for wave in get_args(Wave):
            end = self.end(wave_number(wave))
            if end is None:
                return None
            if day <= end:
                found: Wave = wave
                return found
        return None


def wave_number(wave: Wave) -> int:
    """year2 -> 2."""
    return int(wave.removeprefix("year"))


def read_years(part: MedicalPart, assumed: Mapping[str, str]) -> Years:
    """The calendar: the law's day where there is one, else the assumed one."""
    day = part.day
    said = assumed.get(COMMENCEMENT)
    if day is None and said is not None:
        day = date.fromisoformat(said)
    reading = next((known for known in READINGS if known == assumed.get(THIRD_YEAR)), None)
    return Years(day, reading, part.day is None)
