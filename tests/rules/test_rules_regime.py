"""The regime's files: what is refused, what a day gives, and what every entry must carry."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from hospital_onboard import places
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.plan import UrgentCase
from hospital_onboard.reference.bilingual import Frozen
from hospital_onboard.reference.strict_yaml import SeedError, load
from hospital_onboard.rules import regime as regimes
from hospital_onboard.rules.regime import NothingInForce, Regime, read_regime, regime
from hospital_onboard.text.wording import LANGUAGES, words

BAD = sorted(Path(__file__).with_name("bad").glob("*.yaml"))
SHIPPED = places.seed_data() / "regimes" / "espa"


class Swap(Frozen):
    find: str
    put: str


class Bad(Swap):
    """One change to one file of the shipped regime, and what must be said about it."""

    file: str
    also: Swap | None = None
    says: str


@pytest.fixture
def espa() -> Regime:
    return regime("espa")


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_broken_file_is_refused_with_its_place(path: Path, tmp_path: Path) -> None:
    bad = load(path, Bad)
    folder = tmp_path / "espa"
    shutil.copytree(SHIPPED, folder)
    target = folder / bad.file
    if not bad.find:
        target.unlink()
    else:
        text = target.read_text(encoding="utf-8")
        for swap in (bad, *([bad.also] if bad.also else [])):
            assert swap.find in text
            text = text.replace(swap.find, swap.put, 1)
        target.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        read_regime(folder)
    assert bad.says in str(refused.value)
    assert refused.value.path.name == target.name


def test_the_shipped_regimes_load() -> None:
    assert regimes.shipped_regimes() == ("espa",)
    assert all(read_regime(places.seed_data() / "regimes" / name).id == name for name in regimes.shipped_regimes())


def test_each_value_holds_from_its_first_day(espa: Regime) -> None:
    for parameter in espa.parameters.values():
        first = parameter.values[0]
        before = first.first_day - timedelta(days=1)
        assert parameter.at(before) == NothingInForce(parameter.id, before, first.first_day)
        for value, following in zip(parameter.values, [*parameter.values[1:], None], strict=True):
            assert parameter.at(value.first_day) is value
            last = date(9999, 12, 31) if following is None else following.first_day - timedelta(days=1)
            assert parameter.at(last) is value


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("holder_window", 2),
        ("paper_age", 3),
        ("holder_threshold", 5),
        ("foreign_sales_threshold", 25),
        ("foreign_sales_years", 3),
        ("foreign_sales_cutoff", 2),
        ("business_year", 12),
        ("waiting_period", 30),
    ],
)
def test_values_on_the_day_they_were_last_checked(espa: Regime, parameter: str, value: int) -> None:
    found = espa.value(parameter, espa.checked_on)
    assert not isinstance(found, NothingInForce)
    assert found.value == value


def test_six_months_for_holders_is_only_recommended(espa: Regime) -> None:
    assert [r.value for r in espa.parameters["holder_window"].recommended] == [6]


def test_a_value_from_an_order_carries_its_words(espa: Regime) -> None:
    for parameter in espa.parameters.values():
        for value in parameter.values:
            if espa.instruments[value.source.instrument].kind in ("act", "ministerial_order"):
                assert value.source.quote


def test_nothing_is_called_in_force_for_a_hospital(espa: Regime) -> None:
    assert {r.standing for r in espa.requirements.values()} <= {"promulgated", "assumed", "proposed"}
    promulgated = {r.source.instrument for r in espa.requirements.values() if r.standing == "promulgated"}
    assert promulgated == {"espa"}
    for requirement in espa.requirements.values():
        if requirement.source.instrument == "proposal" and requirement.kind == "equipment":
            assert requirement.standing == requirement.elsewhere == "proposed"
        if requirement.source.instrument == "own":
            assert requirement.source.confidence == "M"


def test_every_requirement_is_put_into_words(espa: Regime) -> None:
    for lang in LANGUAGES:
        say = words(lang)
        missing = [
            f"{table}.{id}"
            for id in espa.requirements
            for table in ("owed", "requirement")
            if not say.has(f"{table}.{id}")
        ]
        assert missing == []
        known = {key.split(".", 1)[1] for key in sorted(say.keys()) if key.startswith(("owed.", "requirement."))}
        # What an urgent notice asks besides (Act Art. 52(11)) is told in the same words by the dossier.
        urgent = {f"urgent_case.{name}" for name in UrgentCase.asked() if name != "plan"}
        assert known == set(espa.requirements) | urgent


def test_requirements_named_after_their_field_read_that_field(espa: Regime) -> None:
    for requirement in espa.requirements.values():
        name = requirement.id.split(".")[1]
        if requirement.field and name in KINDS[requirement.kind].asked():
            assert requirement.field == name


def test_the_digest_changes_with_any_byte(tmp_path: Path, espa: Regime) -> None:
    folder = tmp_path / "espa"
    shutil.copytree(SHIPPED, folder)
    assert read_regime(folder).digest == espa.digest
    with (folder / "parameters" / "paper_age.yaml").open("a", encoding="utf-8") as file:
        file.write("# looked at again\n")
    assert read_regime(folder).digest != espa.digest
