"""Numbers of the law with their units, as texts name them: ``{waiting_period}`` becomes 30日 or 30 days."""

from hospital_onboard.domain.determination import Label, ParameterUse
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.rules.duty.case import Reading
from hospital_onboard.text.wording import Lang, words


def amount(parameter: ParameterUse | None, lang: Lang) -> str:
    """A number of the law with its unit; a dash before there was one."""
    if parameter is None:
        return "—"
    return words(lang)(f"unit.{parameter.unit}", value=parameter.value)


def filled(text: Bilingual, reading: Reading) -> Label:
    """A text of a rule file with its numbers, as of the law day."""
    return Label(
        text.ja.format_map(_Amounts(reading, "ja")),
        text.en.format_map(_Amounts(reading, "en")),
    )


class _Amounts(dict[str, str]):
    """Parameter id -> its value on the law day with its unit."""

    def __init__(self, reading: Reading, lang: Lang) -> None:
        super().__init__()
        self._reading, self._lang = reading, lang

    def __missing__(self, id: str) -> str:
        return amount(self._reading.parameter(id), self._lang)
