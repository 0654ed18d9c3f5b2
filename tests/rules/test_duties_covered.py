"""The case files leave no rule, no exception and no change of wording out."""

from datetime import timedelta

from duty_cases import all_cases

from hospital_onboard.rules.duty.law import law

ALL = [case for _, _, case in all_cases()]
RULES = law("espa").rules.values()


def _expected(rule: str) -> set[str]:
    """Every outcome that some case expects of a rule, with its exception after it."""
    said = [(key, value) for case in ALL for key, value in (*case.expect.items(), *case.otherwise.items())]
    return {value for key, value in said if key.split(" ")[0] == rule}


def test_every_rule_is_seen_to_apply_and_not_to() -> None:
    #: Rules whose condition always holds, or that are asked only of those it holds for.
    always = {"prior_consultation", "early_consultation", "paper_omission", "involved_party"}
    for rule in RULES:
        expected = _expected(rule.id)
        assert "applies" in expected, rule.id
        others = {"does_not_apply", "undetermined", "not_in_force"} | {e for e in expected if e.startswith("excepted")}
        assert expected & others or rule.id in always, rule.id


def test_every_exception_is_seen_to_fire() -> None:
    for rule in RULES:
        for version in rule.versions:
            for exception in version.exceptions:
                assert f"excepted {exception.id}" in _expected(rule.id), f"{rule.id} {exception.id}"


def test_every_change_of_wording_has_a_case_before_on_and_after_it() -> None:
    days = {case.on for case in ALL}
    begins = {version.first_day for rule in RULES for version in rule.versions}
    begins |= {value.first_day for p in law("espa").regime.parameters.values() for value in p.values}
    near = {day + timedelta(days=n) for day in begins for n in (-1, 0, 1)}
    assert sorted(near - days) == []
