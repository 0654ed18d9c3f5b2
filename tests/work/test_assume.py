"""Assumptions: strict keys, audited, taken back."""

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.text.wording import LANGUAGES
from hospital_onboard.work import assume, trail
from hospital_onboard.work.desk import Desk


def test_assumptions_are_kept_in_one_form_whatever_was_typed(desk: Desk) -> None:
    kept = assume.assume(desk, ["commencement=令和9年10月1日", "region-scheme=bureau", "ministry-extension=３"])
    assert kept == {"commencement": "2027-10-01", "region-scheme": "bureau", "ministry-extension": "3"}
    assert assume.assumed(desk) == kept
    entries, total = trail.entries(desk)
    assert (total, entries[0].action, entries[0].changes) == (1, "assume", 3)


def test_a_second_value_replaces_the_first_and_the_same_one_writes_nothing(desk: Desk) -> None:
    assume.assume(desk, ["designation=2027-12-01"])
    assume.assume(desk, ["designation=2028-01-01"])
    assume.assume(desk, ["designation=R10.1.1"])
    assert assume.assumed(desk) == {"designation": "2028-01-01"}
    assert trail.entries(desk)[1] == 2


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("commencement=2026-06-16", "bad-assumption"),
        ("commencement=2027-12-17", "bad-assumption"),
        ("commencement=soon", "bad-assumption"),
        ("commencement=", "bad-assumption"),
        ("region-scheme=prefecture", "bad-assumption"),
        ("ministry-extension=0", "bad-assumption"),
        ("ministry-extension=5", "bad-assumption"),
        ("ministry-shortening=31", "bad-assumption"),
        ("ministry-shortening=-1", "bad-assumption"),
        ("Commencement=2027-10-01", "no-such-assumption"),
        ("commencement", "no-such-assumption"),
        ("phase=1", "no-such-assumption"),
    ],
)
def test_what_means_nothing_is_refused_and_nothing_is_kept(desk: Desk, setting: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        assume.assume(desk, ["region-scheme=eight", setting])
    assert refused.value.code == code
    assert assume.assumed(desk) == {}


@pytest.mark.parametrize("setting", ["commencement=2026-06-17", "commencement=2027-12-16", "ministry-shortening=0"])
def test_the_ends_of_a_range_are_allowed(desk: Desk, setting: str) -> None:
    assert len(assume.assume(desk, [setting])) == 1


def test_they_are_taken_back_one_by_one_and_that_can_be_undone(desk: Desk) -> None:
    assume.assume(desk, ["commencement=2027-10-01", "third-year=first"])
    assert assume.clear(desk, ["commencement", "designation"]) == ("commencement",)
    assert assume.assumed(desk) == {"third-year": "first"}
    assert assume.clear(desk, ["commencement"]) == ()
    trail.undo_last(desk)
    assert assume.assumed(desk) == {"commencement": "2027-10-01", "third-year": "first"}
    with pytest.raises(Refusal) as refused:
        assume.clear(desk, ["phase"])
    assert refused.value.code == "no-such-assumption"


def test_every_key_is_explained_in_both_languages(desk: Desk) -> None:
    assume.assume(desk, ["region-scheme=eight"])
    for lang in LANGUAGES:
        listed = {one.key: one for one in assume.listed(desk, lang)}
        assert all(one.label and one.meaning for one in listed.values())
        assert listed["region-scheme"].said in ("八地方区分", "Eight regions")
        assert listed["commencement"].value is None
    shape = assume.to_json(desk, "en")
    assert shape["schema"] == "hospital-onboard/assume/1"
    assert {one["key"]: one["value"] for one in shape["assumptions"]}["region-scheme"] == "eight"
