"""Numbers of the law with their units, as texts name them: ``{waiting_period}`` becomes 30日 or 30 days."""

from collections.abc import Mapping
from datetime import date

from hospital_onboard.domain.determination import Label, ParameterUse
from hospital_onboard.reference.bilingual import Bilingual
from hospital_onboard.rules.duty.case import Reading
from hospital_onboard.rules.regime import Regime, Value
from hospital_onboard.text.wording import Lang, words


def amount(parameter: ParameterUse | None, lang: Lang) -> str:
    """A number of the law with its unit; a dash before there was one."""
    if parameter is None:
        return "—"
    return amount_of(parameter.unit, parameter.value, lang)


def amount_of(unit: str, value: object, lang: Lang) -> str:
    """A number with its unit: 30日, 1 month."""
    return words(lang)(f"unit.one_{unit}" if str(value) == "1" else f"unit.{unit}", value=value)


def amounts_on(regime: Regime, on: date, lang: Lang) -> Mapping[str, str]:
    """Every number of the law on this day with its unit, by parameter id; a dash before there was one."""
    values = {id: parameter.at(on) for id, parameter in regime.parameters.items()}
    return {
        id: amount_of(regime.parameters[id].unit, value.value, lang) if isinstance(value, Value) else "—"
        for id, value in values.items()
    }


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
