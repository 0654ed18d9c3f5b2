"""Prefectures, hospitals and the agency: counts, check digits, sources, and finding them."""

import pytest

from hospital_onboard.domain.codes import AGENCY_GROUPS
from hospital_onboard.domain.identifiers import institution_code_is_valid
from hospital_onboard.reference import table
from hospital_onboard.reference.hospitals import ReferenceHospital, agency, all_hospitals, find_hospitals
from hospital_onboard.reference.prefectures import all_prefectures, find_prefecture, prefecture
from hospital_onboard.reference.strict_yaml import SeedError


def test_47_prefectures_in_8_bureaus_and_8_regions() -> None:
    every = all_prefectures()
    assert [p.code for p in every] == [f"{n:02}" for n in range(1, 48)]
    assert len({p.bureau_ja for p in every}) == len({p.bureau_en for p in every}) == 8
    assert len({p.region_ja for p in every}) == len({p.region_en for p in every}) == 8


def test_no_two_prefectures_share_a_tile() -> None:
    assert len({(p.tile_row, p.tile_col) for p in all_prefectures()}) == 47


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            ("13", "13"),
            ("１３", "13"),
            ("1", "01"),
            ("JP-13", "13"),
            ("東京", "13"),
            ("東京都", "13"),
            ("Tokyo", "13"),
        ],
        *[(" tokyo ", "13"), ("東京都港区虎ノ門1-1", "13"), ("〒105-0001 東京都港区", "13"), ("東京都府中市", "13")],
        *[("京都", "26"), ("京都府京都市", "26"), ("北海道", "01"), ("Hokkaidō", "01"), ("Osaka-fu", "27")],
        *[("Mie Prefecture", "24")],
    ],
)
def test_a_prefecture_is_found_however_written(text: str, code: str) -> None:
    assert find_prefecture(text) == prefecture(code)


@pytest.mark.parametrize("text", ["", " ", "0", "48", "130", "石川町", "広島市", "Kyo", "都", "-"])
def test_what_is_no_prefecture_finds_none(text: str) -> None:
    assert find_prefecture(text) is None


def test_every_name_finds_its_own_prefecture() -> None:
    for p in all_prefectures():
        for text in (p.code, p.name_ja, p.name_short_ja, p.name_en, p.name_ja + "中央区"):
            assert find_prefecture(text) == p


def test_88_hospitals_one_or_more_in_every_prefecture() -> None:
    assert len(all_hospitals()) == 88
    assert {h.prefecture for h in all_hospitals()} == {p.code for p in all_prefectures()}
    assert len({h.name_ja for h in all_hospitals()}) == 88


@pytest.mark.parametrize("hospital", all_hospitals(), ids=lambda h: h.name_ja)
def test_a_known_code_passes_its_check_digit_and_fits_the_prefecture(hospital: ReferenceHospital) -> None:
    if hospital.code is None:
        assert hospital.code_from.confidence == "unknown"
        assert "code not sourced" in hospital.note
        return
    assert institution_code_is_valid(hospital.code)
    assert hospital.code[:2] == hospital.prefecture
    assert hospital.code_from.confidence == "sourced"


def test_only_one_code_is_unknown_and_none_is_shared() -> None:
    codes = [h.code for h in all_hospitals()]
    assert codes.count(None) == 1
    assert len(set(codes)) == 88


@pytest.mark.parametrize("hospital", all_hospitals(), ids=lambda h: h.name_ja)
def test_every_fact_says_where_it_comes_from(hospital: ReferenceHospital) -> None:
    facts = ("listed", "code_from", "name_en_from", "operator_from", "beds_from", "emergency_from", "disaster_from")
    for fact in facts:
        provenance = getattr(hospital, fact)
        if provenance.confidence != "unknown":
            assert provenance.source and provenance.as_of, fact
    assert hospital.name_ja and hospital.name_en and hospital.operator and hospital.beds >= 400


def test_an_unknown_disaster_role_is_not_told_as_none() -> None:
    for hospital in all_hospitals():
        assert (hospital.disaster == "unknown") == (hospital.disaster_from.confidence == "unknown")


def test_hospitals_are_found_by_name_prefecture_and_code() -> None:
    assert [h.name_ja for h in find_hospitals("東京大学")] == ["東京大学医学部附属病院"]
    assert find_hospitals("tokyo")[0].prefecture == "13"
    assert {h.prefecture for h in find_hospitals("沖縄県")} == {"47"}
    assert {h.prefecture for h in find_hospitals("47")} == {"47"}
    assert [h.name_ja for h in find_hospitals("01-1801-0016")] == ["北海道大学病院"]
    assert [h.name_ja for h in find_hospitals("１３１８８１４７７４")] == ["東京科学大学病院"]


def test_names_that_begin_with_the_text_come_first_and_the_limit_holds() -> None:
    found = find_hospitals("大阪", limit=5)
    assert len(found) == 5
    assert found[0].name_ja.startswith("大阪")
    assert find_hospitals("") == find_hospitals("存在しない病院") == ()


def test_the_agency_has_its_three_services_each_with_a_source() -> None:
    found = agency()
    assert found.name.value.of("ja") == "医療情報基盤・診療報酬審査支払機構"
    assert tuple(service.group for service in found.services) == AGENCY_GROUPS
    assert found.standing == "proposed"
    assert all(service.source.title and service.source.as_of for service in found.services)


def test_a_broken_table_says_file_and_line(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table.places, "seed_data", lambda: tmp_path)
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")
    with pytest.raises(SeedError, match=r"t\.csv:3: the row does not have as many cells"):
        table.read_table("t.csv", dict)
    with pytest.raises(SeedError, match=r"t\.csv:2: KeyError"):
        table.read_table("t.csv", lambda cells: cells["c"])
    with pytest.raises(SeedError, match=r"gone\.csv:0: "):
        table.read_table("gone.csv", dict)
    (tmp_path / "sjis.csv").write_bytes("a\n東京\n".encode("cp932"))
    with pytest.raises(SeedError, match=r"sjis\.csv:0: "):
        table.read_table("sjis.csv", dict)
