"""What the packet would contain: the counts are those of the check, and every open line has a place to go to."""

from pathlib import Path
from types import ModuleType

import pytest

from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.text.wording import LANGUAGES
from hospital_onboard.work import check
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_dossier import write_dossier
from hospital_onboard.work.packet_contents import dossier_contents, packet_contents


@pytest.fixture
def filled(desk: Desk, sample: ModuleType) -> Desk:
    sample.fill(desk)
    return desk


def test_every_open_line_is_counted_once_and_has_a_place(filled: Desk, sample: ModuleType) -> None:
    found = packet_contents(filled, sample.PLAN, "ja")
    result = check.readiness(filled, sample.OPERATOR)
    lines = [*result.by_equipment[""], *result.by_equipment["equipment_emr1"]]
    owed = sum(line.state in ("missing", "stale", "unclear") for line in lines)
    own = sum(found.part(key).owed for key in ("milestones", "duties"))
    assert found.owed - own == owed > 0
    for part in found.parts:
        assert sum(place.owed for place in part.places) == part.owed, part.key
        assert (part.mood == "open") == bool(part.owed), part.key
    parties = {place.arguments["party_id"]: place.owed for place in found.part("parties").places}
    assert set(parties) == {"party_hokuto", "party_minato", "party_kumo", "party_hoshi"}
    walk = found.part("data").places[0]
    assert (walk.screen, walk.arguments) == ("walk", {"equipment_id": "equipment_emr1", "section": "data"})
    assert walk.owed == 3
    assert [place.arguments for place in found.part("milestones").places] == [{"plan_id": sample.PLAN}]
    assert found.part("milestones").owed == 2  # no consultation and no contract is dated
    assert (found.part("questions").items, found.part("consultations").items) == (1, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_has_a_title(filled: Desk, sample: ModuleType, lang: str) -> None:
    found = packet_contents(filled, sample.PLAN, lang)  # type: ignore[arg-type]
    said = [part.title for part in found.parts] + [place.label for part in found.parts for place in part.places]
    assert len(found.parts) == 13 and not any("⟦" in text or not text for text in said)


def test_a_plan_that_is_not_there(filled: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        packet_contents(filled, "plan_nowhere", "ja")
    assert refused.value.code == "no-such-plan"


def test_a_dossier_counts_what_its_form_asks_for(filled: Desk, sample: ModuleType, tmp_path: Path) -> None:
    found = dossier_contents(filled, sample.PLAN, "ja")
    made = write_dossier(filled, sample.PLAN, tmp_path / "d", "ja")
    assert found.owed == len(made.open) < packet_contents(filled, sample.PLAN, "ja").owed
    assert "maintenance" not in [part.key for part in found.parts]
    assert all(sum(place.owed for place in part.places) == part.owed for part in found.parts)
    assert dossier_contents(filled, sample.PLAN, "ja", urgent=True).owed == found.owed + 12
