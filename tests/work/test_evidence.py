"""Papers at hand: how they stand, more uses, taking out, checking, keys, direct submissions."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party, Snapshot
from hospital_onboard.domain.plan import Evidence, Exhibit, Plan
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.store import audit, records, saving
from hospital_onboard.work import (
    age_keys,
    attach,
    check,
    deadlines,
    evidence,
    import_workbook,
    officer_keys,
    paper_check,
    papers,
    sent_directly,
    trail,
)
from hospital_onboard.work.attach import Order
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints
from hospital_onboard.work.paper_files import safe_name
from hospital_onboard.work.sent_directly import Sent

HOSPITAL = Operator(id="operator_0001", operator_kind="hospital", name="青葉大学病院（架空）")
VENDOR = Party(id="party_0001", name="北斗システム株式会社（架空）", form="stock_company", registered_in_japan="no")
OTHER = Party(id="party_0002", name="南電子株式会社（架空）", form="stock_company")
EMR = Equipment(id="equipment_0001", operator=HOSPITAL.id, group="emr", product="診療録（架空）", supplier=VENDOR.id)
CARE = Entrustment(id="entrustment_0001", equipment=EMR.id, title="保守（架空）", contractor=VENDOR.id)
BELOW = Subcontract(id="subcontract_0001", entrustment=CARE.id, subcontractor=OTHER.id)
RENEWAL = Plan(id="plan_0001", equipment=EMR.id, plan_kind="introduction", title="更新", filing_on=date(2028, 4, 3))
CONTRACT = Plan(
    id="plan_0002",
    equipment=EMR.id,
    plan_kind="entrustment",
    title="保守の更新",
    entrustment=CARE.id,
    filing_on=date(2028, 6, 1),
)


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def never() -> str:
    raise AssertionError("no passphrase is needed here")


@pytest.fixture
def at(desk: Desk) -> Desk:
    everything = (HOSPITAL, VENDOR, OTHER, EMR, CARE, BELOW, RENEWAL, CONTRACT)
    saving.save(desk.store, [Change(None, r) for r in everything], desk.stamp("add"))
    return desk


def attached(desk: Desk, path: Path, order: Order, content: bytes = b"paper") -> Evidence:
    path.write_bytes(content)
    [one] = attach.attach(desk, attach.look([path]), order, operator=HOSPITAL.id)
    assert one.evidence is not None
    return evidence.one(desk, one.evidence.id)


def standing(desk: Desk, paper: Evidence) -> evidence.Paper:
    return next(p for p in evidence.all_papers(desk, HOSPITAL.id, "ja") if p.evidence.id == paper.id)


ENDS = [
    (None, "lasting"),
    (date(2027, 11, 22), "expired"),
    (date(2027, 11, 23), "before_filing"),
    (date(2028, 4, 2), "before_filing"),
    (date(2028, 4, 3), "usable"),
]


@pytest.mark.parametrize(("until", "age"), ENDS)
def test_a_paper_is_held_against_the_planned_filing(at: Desk, tmp_path: Path, until: date | None, age: str) -> None:
    paper = attached(at, tmp_path / "認証書.pdf", Order(about=EMR.id, kind="certificate", valid_until=until))
    at_entrustment = at.store  # the maintenance plan files later and concerns the same equipment
    plan = records.get(at_entrustment, Plan, CONTRACT.id)
    assert plan is not None
    saving.save(at.store, [Change(plan, plan.changed(filing_on=None))], at.stamp("edit"))
    found = standing(at, paper)
    assert (found.age, found.until, found.computed) == (age, until, False)


def test_a_registry_paper_ages_by_the_rule_and_says_that_the_day_is_computed(at: Desk, tmp_path: Path) -> None:
    order = Order(about=VENDOR.id, kind="registry_certificate", issued_on=date(2027, 10, 20))
    found = standing(at, attached(at, tmp_path / "登記.pdf", order))
    assert (found.until, found.computed, found.age) == (date(2028, 1, 20), True, "before_filing")


def test_a_paper_about_a_subcontract_is_watched_too(at: Desk, tmp_path: Path) -> None:
    order = Order(about=BELOW.id, kind="exemption_proof", valid_until=date(2028, 5, 31))
    paper = attached(at, tmp_path / "証明.pdf", order)
    shown = attached(
        at, tmp_path / "監査.pdf", Order(valid_until=date(2028, 5, 30), subjects=(BELOW.id,)), content=b"audit"
    )
    days = {d.deadline.subject: d.date for d in deadlines.of_operator(at, HOSPITAL.id, "ja").days}
    assert days[paper.id] == date(2028, 5, 31)
    assert days[shown.id] == date(2028, 5, 30)
    assert standing(at, paper).age == "before_filing"


def test_one_paper_serves_several_measures_and_plans_and_readiness_counts_it(at: Desk, tmp_path: Path) -> None:
    from hospital_onboard.domain.plan import MeasureAnswer

    answers = [
        MeasureAnswer(id=f"measure_000{n}", subject=subject, item=item, state="done")
        for n, (subject, item) in enumerate([(EMR.id, "I-2-1"), (EMR.id, "I-2-2"), (CARE.id, "M-1")])
    ]
    saving.save(at.store, [Change(None, a) for a in answers], at.stamp("add"))
    paper = attached(at, tmp_path / "規程.pdf", Order(about=EMR.id, kind="procedure"))

    def open_evidence() -> int:
        lines = check.readiness(at, HOSPITAL.id).lines
        return sum(line.id == "measure.evidence" and line.state == "missing" for line in lines)

    assert open_evidence() == 3
    assert evidence.show_for(at, paper, (EMR.id,), ("I-2-1", "I-2-2")) == 2
    assert evidence.show_for(at, paper, (EMR.id, CARE.id), ("I-2-1", "M-1")) == 1
    assert open_evidence() == 0
    assert standing(at, paper).uses == (
        ("I-2-1", "診療録（架空）"),
        ("I-2-2", "診療録（架空）"),
        ("M-1", "保守（架空）"),
    )


def test_a_removed_paper_comes_back_with_undo_and_without_its_file_only_when_that_was_asked(
    at: Desk, tmp_path: Path
) -> None:
    paper = attached(at, tmp_path / "規程.pdf", Order(subjects=(EMR.id,), items=("I-1-1",)))
    trail.undo(at, evidence.remove(at, paper))
    [back] = records.select(at.store, Evidence)
    assert papers.content(at, back, never) == b"paper"
    assert len(records.select(at.store, Exhibit)) == 1
    evidence.remove(at, back, with_file=True)
    assert list(papers.area(at).all()) == []


def test_a_file_that_another_paper_names_is_not_deleted(at: Desk, tmp_path: Path) -> None:
    first = attached(at, tmp_path / "規程.pdf", Order())
    twin = first.changed(id="evidence_twin", title="別の名称", revision=0)
    saving.save(at.store, [Change(None, twin)], at.stamp("add"))
    evidence.remove(at, first, with_file=True)
    assert papers.content(at, twin, never) == b"paper"


def test_a_copy_is_written_for_its_owner_only_and_never_over_a_file(at: Desk, tmp_path: Path) -> None:
    paper = attached(at, tmp_path / "規程.pdf", Order())
    (tmp_path / "out").mkdir()
    written = evidence.take_out(at, paper, tmp_path / "out", never)
    assert (written.name, written.read_bytes()) == ("規程.pdf", b"paper")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    with refused("file-exists"):
        evidence.take_out(at, paper, tmp_path / "out", never)


NAMES = [
    ("../../etc/passwd", "_.._etc_passwd"),
    ("C:\\Windows\\x.pdf", "C__Windows_x.pdf"),
    ("CON.pdf", "_CON.pdf"),
    ("...", "_"),
    ("$(rm -rf ~).pdf", "_(rm -rf ~).pdf"),
    ("改\n行.pdf", "改_行.pdf"),
]


@pytest.mark.parametrize(("kept", "written"), NAMES)
def test_a_kept_name_becomes_a_harmless_one(kept: str, written: str) -> None:
    assert safe_name(kept) == written


def test_a_long_name_is_cut_between_letters_and_keeps_its_suffix() -> None:
    name = safe_name("規" * 150 + ".pdf")
    assert name.endswith("規.pdf")
    assert len(name.encode()) <= 200


def test_an_imported_bill_of_materials_is_kept_as_the_paper_it_is(at: Desk, tmp_path: Path) -> None:
    file = tmp_path / "診療録.cdx.json"
    parts = [{"type": "library", "name": "openssl", "version": "3.0.13", "bom-ref": "a"}]
    content = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}
    file.write_text(json.dumps(content), encoding="utf-8")
    found = import_workbook.preview(at, file, HOSPITAL.id, hints=Hints(about=EMR.id))
    file.write_text(json.dumps({**content, "version": 2}), encoding="utf-8")
    with refused("file-changed"):
        import_workbook.commit(at, found, operator_id=HOSPITAL.id)
    file.write_text(json.dumps(content), encoding="utf-8")
    import_workbook.commit(at, found, operator_id=HOSPITAL.id)
    [paper] = records.select(at.store, Evidence)
    assert papers.content(at, paper, never) == file.read_bytes()
    assert codes(at) == []


# Checking ---------------------------------------------------------------------------


def codes(desk: Desk) -> list[str]:
    return sorted(finding.code for finding in paper_check.check(desk).findings)


def test_the_check_names_what_is_missing_damaged_left_over_and_readable(at: Desk, tmp_path: Path) -> None:
    kept = {name: attached(at, tmp_path / f"{name}.pdf", Order(), name.encode()) for name in ("a", "b", "c", "d")}
    assert codes(at) == []
    area = papers.area(at)
    area.drop(str(kept["a"].file_sha256))
    next(one for one in area.all() if one.sha256 == kept["b"].file_sha256).path.write_bytes(b"changed")
    evidence.remove(at, kept["c"])
    changed = kept["d"].changed(evidence_kind="officer_identity")
    saving.save(at.store, [Change(kept["d"], changed)], at.stamp("edit"))
    assert codes(at) == ["damaged", "missing", "orphan", "unsealed"]
    assert standing(at, changed).file == "unsealed"


def test_mending_encrypts_and_deletes_only_what_it_was_asked_to(at: Desk, tmp_path: Path) -> None:
    left = attached(at, tmp_path / "a.pdf", Order())
    officer = attached(at, tmp_path / "b.pdf", Order(), b"passport")
    evidence.remove(at, left)
    changed = officer.changed(evidence_kind="officer_identity")
    saving.save(at.store, [Change(officer, changed)], at.stamp("edit"))
    with refused("no-officer-key"):
        paper_check.mend(at, paper_check.check(at).findings)
    officer_keys.new(at)
    assert paper_check.mend(at, paper_check.check(at).findings) == 1
    assert codes(at) == ["orphan"]
    assert paper_check.mend(at, paper_check.check(at).findings, delete_orphans=True) == 1
    assert codes(at) == []
    [kept] = papers.area(at).all()
    assert kept.sealed
    assert papers.content(at, evidence.one(at, officer.id), never) == b"passport"


# Keys -------------------------------------------------------------------------------


@pytest.fixture
def officer(at: Desk, tmp_path: Path) -> Evidence:
    officer_keys.new(at)
    return attached(at, tmp_path / "住民票.pdf", Order(about=VENDOR.id, kind="officer_identity"), b"born 1970-04-01")


def test_a_colleague_can_be_let_in_and_kept_out(
    at: Desk, officer: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = officer_keys.identity_file(), tmp_path / "taro.key"
    public = age_keys.new_identity(theirs, at.clock())
    monkeypatch.setenv("HOSPITAL_ONBOARD_KEY", str(theirs))
    with refused("sealed-for-others"):
        papers.content(at, officer, never)
    monkeypatch.setenv("HOSPITAL_ONBOARD_KEY", str(mine))
    assert officer_keys.change(at, papers.area(at), never, add=[public]) == 1
    monkeypatch.setenv("HOSPITAL_ONBOARD_KEY", str(theirs))
    assert papers.content(at, officer, never) == b"born 1970-04-01"
    assert officer_keys.change(at, papers.area(at), never, drop=[age_keys.public_keys(mine, never)[0]]) == 1
    monkeypatch.setenv("HOSPITAL_ONBOARD_KEY", str(mine))
    with refused("sealed-for-others"):
        papers.content(at, officer, never)
    assert [e.action for e in audit.entries(at.store)[0]][:3] == ["officer_keys", "open_paper", "officer_keys"]


def test_the_last_key_stays_while_papers_need_it(at: Desk, officer: Evidence) -> None:
    [key] = officer_keys.recipients(at)
    with refused("last-officer-key"):
        officer_keys.change(at, papers.area(at), never, drop=[key])
    assert officer_keys.recipients(at) == (key,)


def test_without_the_secret_key_nothing_changes_and_the_way_out_is_said(at: Desk, officer: Evidence) -> None:
    officer_keys.identity_file().unlink()
    with refused("no-identity"):
        papers.content(at, officer, never)
    other = age_keys.new_identity(officer_keys.identity_file().with_name("new.key"), at.clock())
    with refused("no-identity"):
        officer_keys.change(at, papers.area(at), never, add=[other])
    assert other not in officer_keys.recipients(at)


def test_the_key_is_kept_away_from_the_store_and_its_copies(at: Desk, officer: Evidence, tmp_path: Path) -> None:
    from hospital_onboard.work import back_up

    secret = officer_keys.identity_file().read_bytes().splitlines()[-1]
    copied = back_up.back_up(at, tmp_path / "copy.bak")
    assert (copied.papers.sealed, copied.key) == (1, officer_keys.identity_file())
    for path in tmp_path.rglob("*"):
        if path.is_file() and path != officer_keys.identity_file():
            assert secret not in path.read_bytes(), path


# Sent directly ----------------------------------------------------------------------


def test_a_direct_submission_is_kept_with_its_day_and_receipt_and_readiness_knows(at: Desk, tmp_path: Path) -> None:
    mail = tmp_path / "送付連絡.pdf"
    mail.write_bytes(b"sent")
    things = ("holders", "officers", "foreign_sales", "registry_certificate", "officer_identity")
    receipt = sent_directly.record(at, Sent(VENDOR.id, things, date(2027, 11, 20), "受付 R9-001（架空）", mail), "ja")
    assert receipt.evidence_kind == "direct_receipt"
    assert papers.content(at, receipt, never) == b"sent"
    [snapshot] = records.select(at.store, Snapshot, party=VENDOR.id)
    assert (snapshot.holders, snapshot.officers, snapshot.foreign_sales) == ("declared_direct",) * 3
    assert (snapshot.as_of, snapshot.declared_on) == (date(2027, 11, 20),) * 2
    states = {line.id: line.state for line in check.readiness(at, HOSPITAL.id).lines if line.subject == VENDOR.id}
    for name in ("holders", "officers", "foreign_sales", "registry_certificate", "officer_papers"):
        assert states[f"party.{name}"] == "declared_direct", name
    [identity] = records.select(at.store, Evidence, evidence_kind="officer_identity")
    assert (identity.sent_on, identity.receipt) == (date(2027, 11, 20), "受付 R9-001（架空）")
    assert standing(at, identity).file == "direct"


def test_an_answer_of_that_day_and_an_announced_paper_are_completed_not_doubled(at: Desk) -> None:
    day = date(2027, 11, 20)
    snapshot = Snapshot(id="snapshot_0001", party=VENDOR.id, as_of=day, foreign_sales="none")
    announced = Evidence(id="evidence_0001", title="旅券の写し", evidence_kind="officer_identity", about=VENDOR.id)
    saving.save(at.store, [Change(None, snapshot), Change(None, announced)], at.stamp("import"))
    sent_directly.record(at, Sent(VENDOR.id, ("officers", "officer_identity"), day, "電話で確認"), "ja")
    [after] = records.select(at.store, Snapshot)
    assert (after.officers, after.foreign_sales, after.holders) == ("declared_direct", "none", None)
    [paper] = records.select(at.store, Evidence, evidence_kind="officer_identity")
    assert (paper.id, paper.direct_to_minister, paper.receipt) == (announced.id, "yes", "電話で確認")


REFUSED = [
    (Sent(VENDOR.id, (), date(2027, 11, 20), "x"), "nothing-sent"),
    (Sent(VENDOR.id, ("plan",), date(2027, 11, 20), "x"), "unknown-thing"),
    (Sent(VENDOR.id, ("officers",), date(2027, 11, 24), "x"), "sent-later"),
    (Sent(VENDOR.id, ("officers",), date(2027, 11, 20), " "), "receipt-needed"),
    (Sent("party_none", ("officers",), date(2027, 11, 20), "x"), "no-such-party"),
    (Sent(VENDOR.id, ("officers",), date(2027, 11, 20), "x", Path("/")), "attach-one"),
]


@pytest.mark.parametrize(("sent", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_a_direct_submission_without_its_proof_is_refused(at: Desk, sent: Sent, code: str) -> None:
    if code == "attach-one":
        Path(at.store.place.removeprefix("sqlite:///")).parent.joinpath("empty").mkdir()
        sent = Sent(
            sent.party,
            sent.things,
            sent.on,
            sent.receipt,
            Path(at.store.place.removeprefix("sqlite:///")).parent / "empty",
        )
    with refused(code):
        sent_directly.record(at, sent, "ja")
    assert records.select(at.store, Snapshot) == ()
