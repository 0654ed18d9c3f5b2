"""The concentration report as a bureau asks for it: the same numbers in every format, its own hospitals only."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.vendor import Opinion
from hospital_onboard.rules.nation.concentration import concentration
from hospital_onboard.store import nation, records, saving
from hospital_onboard.work import phase, who
from hospital_onboard.work.demo import fill
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_report import write_concentration

HOSPITALS, COMPONENTS = 6, 240


@pytest.fixture
def filled(desk: Desk) -> Desk:
    fill(desk, hospitals=HOSPITALS, components=COMPONENTS)
    return desk


def everyone(desk: Desk) -> list[str]:
    return [one.id for one in who.operators(desk)]


def test_every_format_has_the_same_numbers(filled: Desk, tmp_path: Path) -> None:
    found = concentration(nation.load(filled.store, everyone(filled)))
    counts = []
    for suffix in (".json", ".xlsx", ".html"):
        counts.append(dict(write_concentration(filled, tmp_path / f"c{suffix}", everyone(filled), "ja").counts))
    assert counts[0] == counts[1] == counts[2]
    assert all(counts[0][dimension] == len(group) > 0 for dimension, group in found.items())
    told = json.loads((tmp_path / "c.json").read_text())["tables"]["party"]
    assert [(row["key"], row["operators"], row["equipment"], row["plans"]) for row in told] == [
        (one.key, len(one.operators), len(one.equipment), len(one.plans)) for one in found["party"]
    ]
    sheet = load_workbook(BytesIO((tmp_path / "c.xlsx").read_bytes()))["相手方"]
    assert [row[1].value for row in sheet.iter_rows(min_row=5)] == [len(one.operators) for one in found["party"]]
    csv = write_concentration(filled, tmp_path / "c.csv", everyone(filled), "ja", top=0)
    assert csv.counts["ways"] == sum(len(one.equipment) for group in found.values() for one in group)


def test_a_bureau_sees_its_own_hospitals_only(filled: Desk, tmp_path: Path) -> None:
    where = phase.within("四国")
    own = [one.id for one in who.operators(filled) if (one.prefecture or "") in where]
    write_concentration(filled, tmp_path / "c.json", own, "ja", least=1)
    facts = json.loads((tmp_path / "c.json").read_text())["facts"]["scope"]
    assert facts["operators"] == len(own) < len(everyone(filled))


def test_opinions_are_gathered_by_group_in_the_vendors_own_words(filled: Desk, tmp_path: Path) -> None:
    party = next(p for p in records.select(filled.store, Party))
    said = [
        Opinion(id="opinion_0001", party=party.id, group="icu", text="=モニターは<b>除く</b>べき"),
        Opinion(id="opinion_0002", party=party.id, group="emr", text="部門システムまで含めるべき"),
    ]
    saving.save(filled.store, [Change(None, one) for one in said], filled.stamp("test"))
    write_concentration(filled, tmp_path / "c.json", everyone(filled), "ja")
    told = json.loads((tmp_path / "c.json").read_text())["tables"]["opinions"]
    assert [(row["group"], row["text"]) for row in told][:2] == [
        ("emr", "部門システムまで含めるべき"),
        ("icu", "=モニターは<b>除く</b>べき"),
    ]
