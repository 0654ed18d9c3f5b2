"""Attaching papers: what is kept, what is recognised, what is refused and why."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import EvidenceKind
from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Evidence, Exhibit
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import audit, records, saving
from hospital_onboard.work import attach, officer_keys, paper_files, papers
from hospital_onboard.work.attach import Attached, Order
from hospital_onboard.work.desk import Desk

HOSPITAL = Operator(id="operator_0001", operator_kind="hospital", name="青葉大学病院（架空）")
EMR = Equipment(id="equipment_0001", operator=HOSPITAL.id, group="emr", product="診療録システム（架空）")
NEXT = Equipment(id="equipment_0002", operator=HOSPITAL.id, group="surgery", product="手術部門システム（架空）")
CARE = Entrustment(id="entrustment_0001", equipment=EMR.id, title="保守（架空）")
VENDOR = Party(id="party_0001", name="北斗システム株式会社（架空）")


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def never() -> str:
    raise AssertionError("no passphrase is needed here")


@pytest.fixture
def at(desk: Desk) -> Desk:
    saving.save(desk.store, [Change(None, r) for r in (HOSPITAL, EMR, NEXT, CARE, VENDOR)], desk.stamp("add"))
    return desk


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "受領"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, content: str | bytes = "本文") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def attached(desk: Desk, *given: Path, order: Order | None = None) -> tuple[Attached, ...]:
    return attach.attach(desk, attach.look(given), order or Order(), operator=HOSPITAL.id)


def outcomes(done: tuple[Attached, ...]) -> list[tuple[str, str, str]]:
    return [(one.candidate.name, one.outcome, one.problem) for one in done]


def test_one_file_becomes_a_paper_with_its_file_and_uses(at: Desk, inbox: Path) -> None:
    path = put(inbox, "脆弱性診断報告書 2027.pdf", "%PDF")
    order = Order(
        about=EMR.id,
        kind="test_report",
        issued_on=date(2027, 10, 1),
        valid_until=date(2028, 9, 30),
        subjects=(EMR.id,),
        items=("I-1-1", "I-2-1"),
    )
    [one] = attached(at, path, order=order)
    assert (one.outcome, one.uses) == ("new", 2)
    [paper] = records.select(at.store, Evidence)
    assert paper.says() == {
        "title": "脆弱性診断報告書 2027",
        "evidence_kind": "test_report",
        "about": EMR.id,
        "issued_on": date(2027, 10, 1),
        "valid_until": date(2028, 9, 30),
        "file_name": "脆弱性診断報告書 2027.pdf",
        "file_sha256": one.evidence.file_sha256 if one.evidence else "",
    }
    assert {e.item for e in records.select(at.store, Exhibit, evidence=paper.id)} == {"I-1-1", "I-2-1"}
    assert papers.content(at, paper, never) == b"%PDF"
    assert audit.entries(at.store)[0][0].action == "attach"


def test_a_kind_is_never_taken_from_a_name_unless_the_person_says_so(at: Desk, inbox: Path) -> None:
    put(inbox, "I-1-1 脆弱性診断報告書.pdf")
    [one] = attached(at, inbox)
    assert one.evidence is not None
    assert (one.evidence.evidence_kind, one.candidate.suggestion.kind) == (None, "test_report")
    put(inbox, "I-1-1 脆弱性診断報告書 改.pdf", "改")
    order = Order(subjects=(EMR.id, CARE.id), take_suggestions=True)
    [_, taken] = attached(at, inbox, order=order)
    assert taken.evidence is not None
    assert taken.evidence.evidence_kind == "test_report"
    [use] = records.select(at.store, Exhibit, evidence=taken.evidence.id)
    assert (use.subject, use.item) == (EMR.id, "I-1-1"), "a measure of the introduction is not shown for a contract"


def test_the_same_bytes_again_are_recognised_under_any_name_and_used_for_another_plan(at: Desk, inbox: Path) -> None:
    first = attached(at, put(inbox, "規程.pdf"), order=Order(subjects=(EMR.id,), items=("I-1-1",)))
    again = attached(at, put(inbox, "規程（控え）.pdf"), order=Order(subjects=(NEXT.id,), items=("I-1-1", "I-2-1")))
    assert (again[0].outcome, again[0].uses) == ("known", 2)
    assert first[0].evidence is not None
    assert again[0].evidence is not None
    assert first[0].evidence.id == again[0].evidence.id
    assert len(records.select(at.store, Exhibit)) == 3
    once_more = attached(at, put(inbox, "規程.pdf"), order=Order(subjects=(NEXT.id,), items=("I-1-1",)))
    assert (once_more[0].outcome, once_more[0].uses) == ("known", 0)
    assert len(list(papers.area(at).all())) == 1


def test_a_folder_is_taken_with_what_lies_under_it_and_without_litter(at: Desk, inbox: Path) -> None:
    put(inbox, "a/契約書.pdf", "1")
    put(inbox, "b/契約書（写し）.pdf", "1")
    put(inbox, "b/手順書.docx", "2")
    for litter in (".DS_Store", "Thumbs.db", "~$手順書.docx", ".git/config"):
        put(inbox, litter, "x")
    done = attached(at, inbox)
    assert outcomes(done) == [
        ("契約書.pdf", "new", ""),
        ("契約書（写し）.pdf", "known", ""),
        ("手順書.docx", "new", ""),
    ]


def test_what_cannot_be_taken_is_said_file_by_file_and_the_rest_is_kept(
    at: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_files, "LARGEST", 10)
    put(inbox, "1大きい.pdf", "x" * 11)
    put(inbox, "2空.pdf", "")
    (inbox / "3近道.pdf").symlink_to("/etc/hostname")
    os.mkfifo(inbox / "4管.pdf")
    put(inbox, "5よい.pdf", "x")
    assert outcomes(attached(at, inbox)) == [
        ("1大きい.pdf", "refused", "too-large"),
        ("2空.pdf", "refused", "empty"),
        ("3近道.pdf", "refused", "link"),
        ("4管.pdf", "refused", "not-a-file"),
        ("5よい.pdf", "new", ""),
    ]
    assert len(list(papers.area(at).all())) == len(records.select(at.store, Evidence)) == 1


def test_two_papers_of_one_name_are_kept_apart_by_what_they_are_about(at: Desk, inbox: Path) -> None:
    attached(at, put(inbox, "a/登記事項証明書.pdf", "a"), order=Order(about=VENDOR.id, kind="registry_certificate"))
    other = attached(at, put(inbox, "b/登記事項証明書.pdf", "b"), order=Order(about=EMR.id))
    assert other[0].outcome == "new"
    third = attached(at, put(inbox, "c/登記事項証明書.pdf", "c"), order=Order(about=VENDOR.id))
    assert (third[0].outcome, third[0].problem) == ("refused", "title-taken")


def test_a_paper_that_a_vendor_announced_gets_its_file_and_keeps_what_it_says(at: Desk, inbox: Path) -> None:
    announced = Evidence(
        id="evidence_0001",
        title="ISMS認証登録証",
        about=VENDOR.id,
        evidence_kind="certificate",
        valid_until=date(2028, 3, 31),
        origin={"*": "workbook:0:証跡!4"},
    )
    saving.save(at.store, [Change(None, announced)], at.stamp("import"))
    order = Order(about=VENDOR.id, kind="other", valid_until=date(2029, 1, 1))
    [one] = attached(at, put(inbox, "ISMS認証登録証.pdf"), order=order)
    assert one.outcome == "filled"
    [paper] = records.select(at.store, Evidence)
    assert (paper.id, paper.evidence_kind, paper.valid_until) == (announced.id, "certificate", date(2028, 3, 31))
    assert (paper.origin_of("title"), paper.origin_of("file_name")) == ("workbook:0:証跡!4", "form")


PERSONS = ["住民票の写し.pdf", "passport_scan.jpg", "役員名簿.xlsx"]


@pytest.mark.parametrize("name", PERSONS)
def test_what_looks_like_a_persons_paper_waits_for_a_word(at: Desk, inbox: Path, name: str) -> None:
    assert outcomes(attached(at, put(inbox, name))) == [(name, "refused", "looks-personal")]
    assert list(papers.area(at).all()) == []


def test_an_officers_paper_is_kept_encrypted_and_opening_it_is_written_down(at: Desk, inbox: Path) -> None:
    path, order = put(inbox, "住民票.pdf", "昭和四十五年四月一日生"), Order(about=VENDOR.id, kind="officer_identity")
    with refused("no-officer-key"):
        attached(at, path, order=order)
    assert records.select(at.store, Evidence) == ()
    officer_keys.new(at)
    [one] = attached(at, path, order=order)
    assert one.evidence is not None
    [kept] = papers.area(at).all()
    assert kept.sealed
    assert "昭和" not in kept.path.read_bytes().decode("utf-8", "ignore")
    assert papers.content(at, one.evidence, never).decode() == "昭和四十五年四月一日生"
    assert audit.entries(at.store)[0][0].action == "open_paper"


def test_a_measure_must_belong_to_what_it_is_shown_for(at: Desk, inbox: Path) -> None:
    path = put(inbox, "規程.pdf")
    with refused("measure-elsewhere"):
        attached(at, path, order=Order(subjects=(EMR.id,), items=("M-1",)))
    [one] = attached(at, path, order=Order(subjects=(EMR.id, CARE.id), items=("M-1",)))
    assert one.uses == 1


def test_what_stops_half_way_keeps_neither_records_nor_files(
    at: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        put(inbox, f"規程{n}.pdf", str(n))
    found, asked = attach.look([inbox]), iter([False, False, True])
    with refused("stopped"):
        attach.attach(at, found, Order(), cancelled=lambda: next(asked))
    assert records.select(at.store, Evidence) == ()
    assert list(papers.area(at).all()) == []

    def fails(*_: object, **__: object) -> int:
        raise Refusal("store-full")

    monkeypatch.setattr(saving, "save", fails)
    with refused("store-full"):
        attached(at, inbox)
    assert list(papers.area(at).all()) == []


def test_a_name_from_outside_is_data_and_never_a_path(at: Desk, inbox: Path) -> None:
    put(inbox, "=cmd|' \u202egpj.exe\n[b].pdf")
    raw = os.fsencode(inbox) + b"/\xff\xfe.pdf"
    with open(raw, "wb") as file:  # noqa: PTH123  a name that is no text
        file.write(b"2")
    done = attached(at, inbox)
    names = [one.candidate.name for one in done]
    assert names == ["=cmd|' gpj.exe[b].pdf", "\ufffd\ufffd.pdf"]
    for kept in papers.area(at).all():
        assert kept.path.relative_to(papers.area(at).root).as_posix().isascii()


def test_more_files_than_anybody_means_are_refused_at_once(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_files, "MOST_FILES", 3)
    for n in range(4):
        put(inbox, f"{n}.pdf")
    with refused("too-many-files"):
        attach.look([inbox])
    with refused("not-found"):
        attach.look([inbox / "ない.pdf"])


GUESSES: list[tuple[str, EvidenceKind | None, tuple[str, ...]]] = [
    ("I-1-1 脆弱性診断報告書.pdf", "test_report", ("I-1-1",)),
    ("M-3_保守契約書(案).pdf", "contract", ("M-3",)),
    ("構成図v2.vsdx", "diagram", ()),
    ("ISMS認証登録証.pdf", "certificate", ()),
    ("inspection.pdf", None, ()),
    ("IMG_0001.jpg", None, ()),
    ("I-99.pdf", None, ()),
]


@pytest.mark.parametrize(("name", "kind", "items"), GUESSES)
def test_a_name_suggests(name: str, kind: EvidenceKind | None, items: tuple[str, ...], inbox: Path) -> None:
    [found] = attach.look([put(inbox, name)])
    assert (found.suggestion.kind, found.suggestion.measures) == (kind, items)


def test_the_papers_stay_where_the_store_is(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    assert papers.area(make_desk("青葉")).root == tmp_path / "青葉.db.files"
