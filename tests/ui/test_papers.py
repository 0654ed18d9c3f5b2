"""Evidence, packet and consultation at the keyboard: what is pressed is stored, and what is missing can be gone to."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from screen_text import SIZES, Person, at_the_screen

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.plan import Consequence, Consultation, Evidence, Exhibit, Handover, Plan
from hospital_onboard.screens.evidence import EvidenceScreen
from hospital_onboard.screens.packet import PacketScreen
from hospital_onboard.screens.party import PartyScreen
from hospital_onboard.store import audit, records, saving
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.widgets.keys import KeyLine
from hospital_onboard.work import age_keys, attach, consult, officer_keys, papers, who
from hospital_onboard.work.attach import Order
from hospital_onboard.work.desk import Desk

RENEWAL = "電子カルテの更新"
PLAN = ("f10", "down", "enter")
PACKET = (*PLAN, "f6")
LOG = (*PACKET, "f7")


def never() -> str:
    raise AssertionError("no passphrase is needed here")


def plan_of(desk: Desk) -> Plan:
    return records.select(desk.store, Plan, title=RENEWAL)[0]


def emr_of(desk: Desk) -> Equipment:
    found = records.get(desk.store, Equipment, plan_of(desk).equipment)
    assert found is not None
    return found


@pytest.fixture
def kept(filled: Desk, tmp_path: Path) -> Desk:
    """A few papers with files instead of the many that the demo only names."""
    desk, emr = filled, emr_of(filled)
    removed = [Change(r, None) for kind in (Exhibit, Evidence) for r in records.select(desk.store, kind)]
    saving.save(desk.store, removed, desk.stamp("remove"))
    plan = plan_of(desk)
    saving.save(desk.store, [Change(plan, plan.changed(filing_on=date(2028, 4, 3)))], desk.stamp("edit"))
    folder = tmp_path / "received"
    folder.mkdir()
    for name, order in {
        "脆弱性診断報告書.pdf": Order(about=emr.id, kind="test_report", subjects=(emr.id,), items=("I-1-1",)),
        "ISMS認証登録証.pdf": Order(about=emr.supplier, kind="certificate", valid_until=date(2027, 10, 1)),
        "保守契約書.pdf": Order(about=emr.id, kind="contract", valid_until=date(2028, 1, 10)),
    }.items():
        (folder / name).write_text(name, encoding="utf-8")
        attach.attach(desk, attach.look([folder / name]), order, operator=emr.operator)
    return desk


@pytest.fixture
def talked(filled: Desk) -> Desk:
    """A packet handed over, one question answered and carried over, one waiting."""
    for old in records.select(filled.store, Consultation):
        saving.save(filled.store, [Change(old, None)], filled.stamp("remove"))
    plan = plan_of(filled)
    consult.hand_over(filled, plan.id, to="地方厚生局（架空）", on=date(2027, 11, 1))
    answered = consult.ask(filled, plan.id, "購入の前に届出が要るか。", who="地方厚生局（架空）", on=date(2027, 11, 1))
    consult.answer(filled, answered.id, "届け出て受理されてから購入してほしい。", on=date(2027, 11, 10))
    from hospital_onboard.work import carry

    carry.carry(filled, answered.id, "購入を届出の後にする。", {"purchase_on": "2028-07-01"})
    consult.ask(filled, plan.id, "中継サーバーは構成設備に当たるか。")
    return filled


async def to_evidence(person: Person) -> None:
    person.app.go("evidence")
    await person.settle()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_evidence_looks_as_agreed(kept: Desk, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(kept, lang, size, update=update) as person:
        await to_evidence(person)
        assert_whole(person)
        person.sees("evidence", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_packet_looks_as_agreed(talked: Desk, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(talked, lang, size, update=update) as person:
        await person.press(*PACKET)
        assert_whole(person)
        person.sees("packet", size)
        await person.press("f4")
        assert_whole(person)
        person.sees("packet-options", size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_consultation_looks_as_agreed(talked: Desk, lang: Lang, size: str, update: bool) -> None:
    async with at_the_screen(talked, lang, size, update=update) as person:
        await person.press(*LOG)
        assert_whole(person)
        person.sees("consultations", size)


def assert_whole(person: Person) -> None:
    """No wording is missing, no key of the last line is cut off."""
    assert "⟦" not in person.text
    assert person.app.screen.query_one(KeyLine).left_out == 0


# Evidence ----------------------------------------------------------------------------


async def test_a_measure_gets_its_paper_from_the_walk(filled: Desk, tmp_path: Path) -> None:
    """The path is asked at once, the guess is offered, and only Enter takes it."""
    file = tmp_path / "home" / "Documents" / "脆弱性診断報告書 2027.pdf"
    file.write_bytes(b"report")
    emr = emr_of(filled)
    who.remember_place(filled, "walk", f"{emr.id}|measures/{emr.id}/I-1-1")
    async with at_the_screen(filled, size="160x45") as person:
        person.app.go("walk", equipment_id=emr.id, section="measures", record_id=f"{emr.id}/I-1-1")
        await person.settle()
        await person.press("ctrl+o", "ctrl+u")
        assert isinstance(person.app.screen_stack[-2], EvidenceScreen)
        await person.type(str(file))
        await person.press("enter")
        assert "試験・検査の報告" in person.text
        assert records.select(filled.store, Evidence, title=file.stem) == ()
        await person.press("enter")
    [paper] = records.select(filled.store, Evidence, title=file.stem)
    assert (paper.evidence_kind, paper.about) == ("test_report", emr.id)
    assert papers.content(filled, paper, never) == b"report"
    [use] = records.select(filled.store, Exhibit, evidence=paper.id)
    assert (use.subject, use.item) == (emr.id, "I-1-1")


async def test_an_officers_paper_makes_the_key_only_after_the_warning(filled: Desk, tmp_path: Path) -> None:
    file = tmp_path / "home" / "Documents" / "住民票.pdf"
    file.write_bytes(b"born")
    party = emr_of(filled).supplier
    async with at_the_screen(filled, size="160x45") as person:
        person.app.go("party", party_id=party)
        await person.settle()
        await person.press("ctrl+o", "ctrl+u")
        await person.type(str(file))
        await person.press("enter", "enter")
        assert "失うと" in person.text
        await person.press("n")
        assert officer_keys.recipients(filled) == ()
        await person.press("f5", "ctrl+u")
        await person.type(str(file))
        await person.press("enter", "enter", "y")
    assert len(officer_keys.recipients(filled)) == 1
    [paper] = records.select(filled.store, Evidence, file_name="住民票.pdf")
    assert (paper.evidence_kind, paper.about) == ("officer_identity", party)
    [stored] = [one for one in papers.area(filled).all() if one.sha256 == paper.file_sha256]
    assert stored.sealed


async def test_what_needs_care_is_shown_alone_and_a_paper_serves_another_measure(kept: Desk) -> None:
    async with at_the_screen(kept, size="160x45") as person:
        await to_evidence(person)
        assert "期限切れ" in person.text
        assert "届出日に切れている" in person.text
        await person.press("f4")
        assert "脆弱性診断報告書" not in person.text.split("全 2 件")[0]
        await person.press("f2")
        await person.type("I-2-1")
        await person.press("enter")
    assert {use.item for use in records.select(kept.store, Exhibit)} == {"I-1-1", "I-2-1"}


async def test_a_paper_is_taken_out_and_a_removed_one_comes_back(kept: Desk, tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    async with at_the_screen(kept, size="160x45") as person:
        await to_evidence(person)
        await person.press("enter", "ctrl+u")
        await person.type(str(out))
        await person.press("enter", "f8", "y")
        assert "証跡 2 件" in person.text
    assert out.read_text(encoding="utf-8") == "ISMS認証登録証.pdf"
    assert len(records.select(kept.store, Evidence)) == 2
    assert len(list(papers.area(kept).all())) == 3, "undo needs the file"


async def test_the_check_names_a_damaged_file(kept: Desk) -> None:
    next(papers.area(kept).all()).path.write_bytes(b"other")
    async with at_the_screen(kept, size="160x45") as person:
        await to_evidence(person)
        await person.press("f3")
        assert "添付したときと内容が違います" in person.text


# Packet ------------------------------------------------------------------------------


async def test_what_is_missing_is_one_key_away(filled: Desk) -> None:
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*PACKET)
        screen = person.app.screen
        assert isinstance(screen, PacketScreen)
        place = next(k for k, goes in screen._places.items() if goes.screen == "party")
        outline = screen.query_one("Outline")
        outline.highlighted = [line.key for line in outline._shown].index(place)  # type: ignore[attr-defined]
        await person.press("enter")
        assert isinstance(person.app.screen, PartyScreen)
        await person.press("escape")
        assert isinstance(person.app.screen, PacketScreen)


async def test_a_packet_is_written_with_the_chosen_options(filled: Desk, tmp_path: Path) -> None:
    """Encrypted for a key, with personal facts, in English; the trail says so."""
    key = tmp_path / "bureau.key"
    public = age_keys.new_identity(key, filled.clock())
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*PACKET, "f4")
        await person.type("生年")
        await person.press("enter", "escape", "f4")
        await person.type("言語")
        await person.press("enter", "escape", "f4")
        await person.type("暗号")
        await person.press("enter")
        await person.type(public)
        await person.press("enter", "f6", "ctrl+u")
        await person.type(str(tmp_path / "packet.zip"))
        await person.press("enter")
        assert "packet.zip.age" in person.text
    opened = age_keys.unseal((tmp_path / "packet.zip.age").read_bytes(), key, never)
    (tmp_path / "opened.zip").write_bytes(opened)
    with zipfile.ZipFile(tmp_path / "opened.zip") as archive:
        said = next(archive.read(name) for name in archive.namelist() if name.endswith(".html")).decode()
    assert 'lang="en"' in said
    entry = audit.entries(filled.store)[0][0]
    assert (entry.action, public in entry.source) == ("export_personal", True)


async def test_a_dossier_with_something_missing_says_that_it_is_a_draft(filled: Desk, tmp_path: Path) -> None:
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*PACKET, "f4", "enter", "escape", "f6", "ctrl+u")
        await person.type(str(tmp_path / "dossier.zip"))
        await person.press("enter")
        assert "下書きの印" in person.text
    assert (tmp_path / "dossier.zip").is_file()


async def test_the_preview_is_text_where_no_browser_is(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*PACKET, "f2")
        assert RENEWAL in person.text
        assert "■ 1." in person.text
        await person.press("escape", "f3")
        assert isinstance(person.app.screen, PacketScreen)


async def test_what_was_handed_over_is_kept_and_named(filled: Desk) -> None:
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*PACKET, "f5")
        await person.type("厚生局")
        await person.press("enter")
        assert "2027-11-23 に渡した資料から 0 件" in person.text
    [kept] = records.select(filled.store, Handover)
    assert (kept.plan, kept.handed_to) == (plan_of(filled).id, "厚生局")


# Consultation --------------------------------------------------------------------------


async def test_a_question_is_asked_answered_and_carried_over_at_the_keyboard(filled: Desk) -> None:
    for old in records.select(filled.store, Consultation):
        saving.save(filled.store, [Change(old, None)], filled.stamp("remove"))
    async with at_the_screen(filled, size="160x45") as person:
        await person.press(*LOG, "f5")
        await person.type("先に相談が要るか")
        await person.press("enter")
        await person.type("厚生局")
        await person.press("enter")
        assert "回答待ち" in person.text
        await person.press("f3")
        assert records.select(filled.store, Consequence) == (), "nothing follows from no answer"
        await person.press("f2")
        await person.type("要る")
        await person.press("enter", "f3")
        await person.type("延期する")
        await person.press("enter")
        await person.type("購入")
        await person.press("enter")
        await person.type("2028-07-01")
        await person.press("enter")
        assert "延期する" in person.text
    assert plan_of(filled).purchase_on == date(2028, 7, 1)
    [follows] = records.select(filled.store, Consequence)
    assert (follows.field, follows.decision) == ("purchase_on", "延期する")
