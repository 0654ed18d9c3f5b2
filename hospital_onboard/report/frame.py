"""The frame of every document: whose data, which day, how the rules stand, what is only assumed."""

from collections.abc import Mapping
from datetime import date

from hospital_onboard.domain.operator import Operator
from hospital_onboard.report.document import Frame
from hospital_onboard.text.dates import write_date
from hospital_onboard.text.wording import Words


def frame_of(owner: str, day: date, checked_on: date, assumptions: Mapping[str, str], say: Words) -> Frame:
    """The frame.

    Args:
        checked_on: day on which the standing of the rules was last looked up.
        assumptions: what a person set, as the ``assume`` verb takes it (``commencement`` -> ``2027-10-01``).
    """
    return Frame(
        owner=owner,
        day=day,
        standing=say("report.standing", checked=write_date(checked_on, "ja" if say.lang == "ja" else "iso")),
        assumptions=tuple(_sentence(key, value, say) for key, value in sorted(assumptions.items())),
    )


def operator_name(operator: Operator, say: Words) -> str:
    """The operator as the reader knows it; in English the English name first, if there is one."""
    return bilingual(operator.name, operator.name_en, say)


def bilingual(name: str, name_en: str | None, say: Words) -> str:
    """A name; in English with its English form in front."""
    return f"{name_en} ({name})" if say.lang == "en" and name_en and name_en != name else name


def _sentence(key: str, value: str, say: Words) -> str:
    what = say(f"report.assumed.{key}") if say.has(f"report.assumed.{key}") else key
    return say("report.assumed-value", what=what, value=value)
