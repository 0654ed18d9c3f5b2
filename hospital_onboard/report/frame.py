"""The frame of every document: whose data, which day, how the rules stand, what is only assumed."""

from datetime import date

from hospital_onboard.domain.operator import Operator
from hospital_onboard.report.document import Assumed, Frame
from hospital_onboard.text.dates import write_date
from hospital_onboard.text.wording import Words


def frame_of(owner: str, day: date, checked_on: date, assumptions: tuple[Assumed, ...], say: Words) -> Frame:
    """The frame. ``checked_on`` is the day on which the standing of the rules was last looked up."""
    checked = write_date(checked_on, "ja" if say.lang == "ja" else "iso")
    return Frame(owner, day, say("report.standing", checked=checked), assumptions)


def operator_name(operator: Operator, say: Words) -> str:
    """The operator as the reader knows it; in English the English name first, if there is one."""
    return bilingual(operator.name, operator.name_en, say)


def bilingual(name: str, name_en: str | None, say: Words) -> str:
    """A name; in English with its English form in front."""
    return f"{name_en} ({name})" if say.lang == "en" and name_en and name_en != name else name
