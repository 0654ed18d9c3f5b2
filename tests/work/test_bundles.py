"""Handing data on: what leaves, who may open it, what is refused, what the receiver keeps."""

import io
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyrage
import pytest
from bundle_world import NUMBERS, World, change, content, hospital, merge, put, remove

from hospital_onboard import places
from hospital_onboard.domain.bundle import HANGS_ON, STAYS
from hospital_onboard.domain.entrustment import Entrustment
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Officer, Party
from hospital_onboard.domain.record import WITHHELD
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.domain.vendor import Alias
from hospital_onboard.report import bundle_file as writing
from hospital_onboard.store import audit, inventory, records
from hospital_onboard.work import bundle_conflicts, bundle_keys, export_bundle, merge_bundle, trail
from hospital_onboard.work import merge as joining
from hospital_onboard.work.desk import Desk


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def refused(job: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        job()
    return refusal.value.code


# Keys -----------------------------------------------------------------------------


def test_keys_are_made_once_and_are_nobody_elses_to_read(desk: Desk) -> None:
    first, second = bundle_keys.keys(desk), bundle_keys.keys(desk)
    assert (first.made, second.made) == (True, False)
    assert (first.recipient, first.fingerprint) == (second.recipient, second.fingerprint)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in first.folder.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(first.folder.stat().st_mode) == 0o700


def test_the_age_program_could_read_our_identity(desk: Desk) -> None:
    kept = bundle_keys.keys(desk)
    lines = (kept.folder / "bundle-receiving.txt").read_text().splitlines()
    assert lines[1] == f"# public key: {kept.recipient}"
    assert str(pyrage.x25519.Identity.from_str(lines[2]).to_public()) == kept.recipient


BAD_RECIPIENTS = {
    "nobody": ([], "bundle-no-recipient"),
    "no key": (["age1nonsense"], "bundle-bad-recipient"),
    "no file": (["/nowhere"], "bundle-bad-recipient"),
    "the secret half": (["AGE-SECRET-KEY-1XXXX"], "bundle-secret-recipient"),
}


@pytest.mark.parametrize(("said", "code"), BAD_RECIPIENTS.values(), ids=BAD_RECIPIENTS.keys())
def test_a_bad_recipient_writes_nothing(world: World, said: list[str], code: str) -> None:
    desk, me = hospital(world, 0)
    leaving = export_bundle.preview(desk, [me])
    out = world.folder / "x.hob"
    assert refused(lambda: export_bundle.write(desk, leaving, out, said)) == code
    assert not out.exists()


def test_the_secret_half_in_a_file_is_not_taken_for_a_recipient(world: World) -> None:
    desk, me = hospital(world, 0)
    file = str(places.user_data() / "keys" / "bundle-receiving.txt")
    leaving = export_bundle.preview(desk, [me])
    code = refused(lambda: export_bundle.write(desk, leaving, world.folder / "x.hob", [file]))
    assert code == "bundle-secret-recipient"


# What leaves ------------------------------------------------------------------------


def test_every_kind_of_record_is_either_handed_on_or_stays() -> None:
    assert {"operator", "party", *HANGS_ON} | STAYS == set(KINDS)


def test_what_leaves_is_said_before_and_is_what_arrives(world: World) -> None:
    desk, me = hospital(world, 0)
    leaving = export_bundle.preview(desk, [me])
    assert leaving.counts == {
        "operator": 1,
        "party": 3,
        "snapshot": 2,
        "holder": 1,
        "officer": 2,
        "equipment": 1,
        "component": 3,
    }
    assert (leaving.personal, leaving.withheld) == (4, 0)
    path = world.bundle(desk, "a")
    bureau = world.desk("bureau")
    merge(bureau, path)
    assert sum(leaving.counts.values()) == len(content(bureau))
    last = audit.entries(desk.store)[0][0]
    assert (last.action, last.changes, last.operator) == ("export-bundle", 0, me.id)
    assert "personal" in last.source


def test_another_operators_things_stay(world: World) -> None:
    desk, me = hospital(world, 0)
    other = Operator(id="operator_other1", operator_kind="hospital", name="若葉病院（架空）")
    vendor = Party(id="party_other1", name="よその商会（架空）")
    put(desk, other, vendor)
    put(desk, Equipment(id="equipment_other1", operator=other.id, group="icu", product="y", supplier=vendor.id))
    sent = {version.id for version in export_bundle.preview(desk, [me]).versions}
    assert not {"operator_other1", "equipment_other1", "party_other1"} & sent
    removed = records.get(desk.store, Equipment, "equipment_other1")
    assert removed is not None
    remove(desk, removed)
    assert "equipment_other1" not in {version.id for version in export_bundle.preview(desk, [me]).versions}


def test_without_personal_data_none_is_in_the_file(world: World) -> None:
    desk, me = hospital(world, 0)
    leaving = export_bundle.preview(desk, [me], without_personal=True)
    assert (leaving.personal, leaving.withheld) == (0, 4)
    identity = bundle_keys.identities()
    path = world.bundle(desk, "a", personal=False)
    plain = pyrage.decrypt(path.read_bytes(), identity)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        text = archive.read("records.jsonl").decode()
        manifest = json.loads(archive.read("manifest.json"))
    assert "1970-01" not in text
    assert "架空 花子" in text
    assert manifest["personal"] is False
    assert [part["kind"] for part in manifest["parts"]] == ["records"]


def test_what_is_withheld_is_not_owed_and_clears_nothing(world: World) -> None:
    from hospital_onboard.work import check

    desk, me = hospital(world, 0)
    full, bare = world.desk("full"), world.desk("bare")
    merge(full, world.bundle(desk, "full"))
    officer = records.select(desk.store, Officer)[0]
    change(desk, officer, title="代表取締役")
    path = world.bundle(desk, "bare", personal=False)
    for at in (full, bare):
        merge(at, path)
    known, hidden = (records.select(at.store, Officer, title="代表取締役")[0] for at in (full, bare))
    assert (known.birth_date, known.nationality) == (date(1970, 1, 1), "JP")
    assert (hidden.birth_date, hidden.origin_of("birth_date")) == (None, WITHHELD)
    for at in (full, bare):
        operator = records.select(at.store, Operator)[0]
        lines = check.readiness(at, operator.id).lines
        owed = [line for line in lines if line.field in ("birth_date", "nationality") and line.state != "satisfied"]
        assert owed == []
    assert me.code == "0118010016"


def test_personal_data_that_come_later_fill_what_was_withheld(world: World) -> None:
    desk, _ = hospital(world, 0)
    bureau = world.desk("bureau")
    merge(bureau, world.bundle(desk, "bare", personal=False))
    assert {officer.birth_date for officer in records.select(bureau.store, Officer)} == {None}
    merge(bureau, world.bundle(desk, "full"))
    found = records.select(bureau.store, Officer)
    assert {officer.birth_date for officer in found} == {date(1970, 1, 1), date(1970, 1, 2)}
    assert WITHHELD not in {source for officer in found for source in officer.origin.values()}


# Merging ------------------------------------------------------------------------------


def test_a_party_of_two_hospitals_is_one_party(world: World) -> None:
    bureau = world.desk("bureau")
    for number in range(2):
        desk, _ = hospital(world, number)
        merge(bureau, world.bundle(desk, f"h{number}"))
    numbered = [p for p in records.select(bureau.store, Party) if p.corporate_number]
    assert sorted(p.corporate_number or "" for p in numbered) == sorted(NUMBERS[:2])
    assert len(records.select(bureau.store, Party)) == 4
    for operator in records.select(bureau.store, Operator):
        held = inventory.load(bureau.store, operator.id)
        assert {p.id for p in numbered} <= {p.id for p in held.parties}
        assert len(held.components) == 3


def test_the_bureaus_own_hospital_and_party_keep_their_ids(world: World) -> None:
    bureau = world.desk("bureau")
    own = Operator(id="operator_own1", operator_kind="hospital", name="青葉病院", code="0118010016", beds=500)
    vendor = Party(id="party_own1", name="北斗", corporate_number=NUMBERS[0], address="東京都")
    put(bureau, own, vendor)
    desk, _ = hospital(world, 0)
    merge(bureau, world.bundle(desk, "a"))
    operator = records.select(bureau.store, Operator)
    assert [(o.id, o.name, o.beds) for o in operator] == [("operator_own1", "青葉病院0（架空）", 500)]
    kept = records.get(bureau.store, Party, "party_own1")
    assert kept is not None
    assert (kept.name, kept.address) == ("北斗0株式会社（架空）", "東京都")
    assert {e.supplier for e in records.select(bureau.store, Equipment)} == {"party_own1"}
    assert [alias.name for alias in records.select(bureau.store, Alias)] == ["北斗"]


def test_two_that_disagree_are_both_kept_until_somebody_settles_it(world: World) -> None:
    bureau = world.desk("bureau")
    for number, address in enumerate(("東京都", "大阪府")):
        desk, _ = hospital(world, number)
        party = records.select(desk.store, Party, corporate_number=NUMBERS[0])[0]
        change(desk, party, address=address)
        merging = merge(bureau, world.bundle(desk, f"h{number}"))
    assert [(c.field, c.kept, c.other) for c in merging.conflicts if c.field == "address"] == [
        ("address", "大阪府", "東京都")
    ]
    standing = [one.conflict for one in bundle_conflicts.conflicts(bureau)]
    assert ("address", "大阪府", "東京都", "青葉病院0（架空）") in [(c.field, c.kept, c.other, c.who) for c in standing]
    birth = [c for c in standing if c.field == "birth_date"]
    assert {(c.kept, c.other) for c in birth} <= {("●●●", "●●●")}
    party = records.select(bureau.store, Party, corporate_number=NUMBERS[0])[0]
    change(bureau, party, address="京都府")
    assert "address" not in [one.conflict.field for one in bundle_conflicts.conflicts(bureau)]


def test_an_edit_at_the_bureau_and_one_at_the_hospital_are_both_kept(world: World) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    merge(bureau, world.bundle(desk, "a"))
    part = records.select(desk.store, Component)[0]
    change(bureau, part, version="bureau")
    change(desk, part, version="hospital")
    merging = merge(bureau, world.bundle(desk, "b"))
    assert [(c.kept, c.other, c.who) for c in merging.conflicts] == [("hospital", "bureau", "この保存先")]
    assert records.get(bureau.store, Component, part.id).version == "hospital"  # type: ignore[union-attr]
    assert [one.conflict.other for one in bundle_conflicts.conflicts(bureau)] == ["bureau"]


def test_an_edit_at_the_bureau_stays_while_the_hospital_says_nothing_new(world: World) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    merge(bureau, world.bundle(desk, "a"))
    part = records.select(desk.store, Component)[0]
    change(bureau, part, version="bureau")
    merging = merge(bureau, world.bundle(desk, "b"))
    assert merging.unchanged
    assert records.get(bureau.store, Component, part.id).version == "bureau"  # type: ignore[union-attr]


def test_a_removal_is_told_and_taken_back_with_the_merge(world: World) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    merge(bureau, world.bundle(desk, "a"))
    part = records.select(desk.store, Component)[0]
    remove(desk, part)
    before = content(bureau)
    path = world.bundle(desk, "b")
    merging = merge_bundle.look(bureau, path)
    receipt = merge_bundle.commit(bureau, merging)
    assert receipt.counts["removed"] == 1
    assert records.get(bureau.store, Component, part.id) is None
    trail.undo(bureau, receipt.seq or 0)
    assert content(bureau) == before
    merge(bureau, path)
    assert records.get(bureau.store, Component, part.id) is None
    assert trail.verify(bureau) is None


def test_parties_joined_at_the_bureau_stay_joined(world: World) -> None:
    bureau = world.desk("bureau")
    desks = [hospital(world, number)[0] for number in range(2)]
    for desk in desks:
        merge(bureau, world.bundle(desk, f"{desk.who}-a"))
    keep, drop = (records.select(bureau.store, Party, name=f"{n}号商会（架空）")[0] for n in range(2))
    joining.merge(bureau, keep, drop)
    part = records.select(desks[1].store, Component, product="p2")[0]
    change(desks[1], part, version="2")
    merge(bureau, world.bundle(desks[1], "b"))
    found = records.get(bureau.store, Component, part.id)
    assert found is not None
    assert (found.supplier, found.version) == (keep.id, "2")
    assert records.get(bureau.store, Party, drop.id) is None


def test_from_bureau_to_ministry_is_as_good_as_from_the_hospitals(world: World) -> None:
    bureau, through, straight = (world.desk(name) for name in ("bureau", "through", "straight"))
    for number in range(3):
        desk, _ = hospital(world, number)
        put(desk, Entrustment(id=f"entrustment_h{number}001", equipment=_equipment(desk), title="保守"))
        path = world.bundle(desk, f"h{number}")
        merge(bureau, path)
        merge(straight, path)
    merge(through, world.bundle(bureau, "bureau", sender="北局"))
    assert content(through) == content(straight)
    assert merge(straight, world.bundle(bureau, "again", sender="北局")).unchanged


def _equipment(desk: Desk) -> str:
    return records.select(desk.store, Equipment)[0].id


def test_merging_ones_own_bundle_changes_nothing(world: World) -> None:
    desk, _ = hospital(world, 0)
    before = content(desk)
    assert merge(desk, world.bundle(desk, "a")).unchanged
    assert merge(desk, world.bundle(desk, "b", personal=False)).unchanged
    assert content(desk) == before


# Refused --------------------------------------------------------------------------------


def _resigned(path: Path, world: World, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """The bundle with its parts altered and encrypted anew, as somebody on the way could who knows the public key."""
    plain = pyrage.decrypt(path.read_bytes(), bundle_keys.identities())
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edit(parts)
    out = path.with_name("altered.hob")
    out.write_bytes(
        writing.encrypted(writing.pack(parts, date(2027, 11, 23)), bundle_keys.recipients([world.recipient]))
    )
    return out


def _truncated(path: Path, world: World) -> Path:
    path.write_bytes(path.read_bytes()[:-100])
    return path


def _half(path: Path, world: World) -> Path:
    path.write_bytes(path.read_bytes()[:20])
    return path


def _flipped(path: Path, world: World) -> Path:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))
    return path


def _other_key(path: Path, world: World) -> Path:
    stranger = pyrage.x25519.Identity.generate().to_public()
    path.write_bytes(pyrage.encrypt(b"x", [stranger]))
    return path


def _not_ours(path: Path, world: World) -> Path:
    path.write_bytes("病院,設備\n".encode())
    return path


def _other_age_file(path: Path, world: World) -> Path:
    path.write_bytes(writing.encrypted(b"a letter", bundle_keys.recipients([world.recipient])))
    return path


def _other_zip(path: Path, world: World) -> Path:
    body = writing.pack({"letter.txt": b"x"}, date(2027, 11, 23))
    path.write_bytes(writing.encrypted(body, bundle_keys.recipients([world.recipient])))
    return path


def _altered_records(path: Path, world: World) -> Path:
    return _resigned(path, world, lambda parts: parts.update({"records.jsonl": parts["records.jsonl"] + b"\n"}))


def _altered_manifest(path: Path, world: World) -> Path:
    return _resigned(
        path, world, lambda parts: parts.update({"manifest.json": parts["manifest.json"].replace(b"2027", b"2028")})
    )


def _newer(path: Path, world: World) -> Path:
    newer = lambda parts: parts.update(  # noqa: E731
        {"manifest.json": parts["manifest.json"].replace(b'"version": 1', b'"version": 2')}
    )
    return _resigned(path, world, newer)


REFUSED = {
    "truncated": (_truncated, "bundle-damaged"),
    "cut in its first line": (_half, "bundle-damaged"),
    "one bit flipped": (_flipped, "bundle-damaged"),
    "for another key": (_other_key, "bundle-wrong-key"),
    "a table": (_not_ours, "bundle-foreign"),
    "somebody else's encrypted file": (_other_age_file, "bundle-foreign"),
    "somebody else's encrypted zip": (_other_zip, "bundle-foreign"),
    "records altered": (_altered_records, "bundle-forged"),
    "manifest altered": (_altered_manifest, "bundle-forged"),
    "of a newer program": (_newer, "bundle-newer"),
}


@pytest.mark.parametrize(("spoil", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_changes_nothing(world: World, spoil: Callable[[Path, World], Path], code: str) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    merge(bureau, world.bundle(desk, "good"))
    before = content(bureau)
    path = spoil(world.bundle(desk, "bad"), world)
    assert refused(lambda: merge_bundle.look(bureau, path)) == code
    assert content(bureau) == before


def test_an_older_bundle_says_so_and_changes_nothing(world: World) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    old = world.bundle(desk, "old")
    change(desk, records.select(desk.store, Component)[0], version="2")
    merge(bureau, world.bundle(desk, "new"))
    before = content(bureau)
    assert refused(lambda: merge_bundle.look(bureau, old)) == "bundle-older"
    assert content(bureau) == before


def test_a_changed_key_is_refused_until_its_fingerprint_is_said(world: World) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    first = merge(bureau, world.bundle(desk, "a"))
    assert [issue.code for issue in first.preview.file_issues] == ["bundle-first-key"]
    change(desk, records.select(desk.store, Component)[0], version="2")
    assert merge_bundle.look(bureau, world.bundle(desk, "b")).preview.file_issues == ()
    (places.user_data() / "keys" / "bundle-sending").unlink()
    path = world.bundle(desk, "c")
    with pytest.raises(Refusal) as refusal:
        merge_bundle.look(bureau, path)
    assert refusal.value.code == "bundle-key-changed"
    assert refusal.value.params["known"] == first.fingerprint
    new = str(refusal.value.params["seen"])
    assert new == bundle_keys.keys(desk).fingerprint
    assert refused(lambda: merge_bundle.look(bureau, path, accept_key=first.fingerprint)) == "bundle-key-changed"
    assert merge(bureau, path, accept_key=new).preview.file_issues[0].code == "bundle-new-key"
    change(desk, records.select(desk.store, Component)[0], version="3")
    assert merge_bundle.look(bureau, world.bundle(desk, "d")).preview.file_issues == ()


def test_data_of_a_hospital_from_another_sender_than_before_are_pointed_out(world: World) -> None:
    bureau, (desk, _) = world.desk("bureau"), hospital(world, 0)
    merge(bureau, world.bundle(desk, "a"))
    change(desk, records.select(desk.store, Component)[0], version="2")
    found = merge_bundle.look(bureau, world.bundle(desk, "b", sender="南局"))
    assert [issue.code for issue in found.preview.file_issues] == ["bundle-first-key", "bundle-other-sender"]


def test_nobody_has_a_key_yet(world: World, tmp_path: Path) -> None:
    desk, _ = hospital(world, 0)
    path = world.bundle(desk, "a")
    kept = places.user_data() / "keys" / "bundle-receiving.txt"
    elsewhere = tmp_path / "kept.txt"
    kept.rename(elsewhere)
    bureau = Desk(desk.store, "b", desk.on, desk.clock)
    assert refused(lambda: merge_bundle.look(bureau, path)) == "bundle-no-identity"
    assert merge_bundle.look(bureau, path, identity=elsewhere).unchanged


def test_two_merges_looked_at_side_by_side_do_not_mix(world: World) -> None:
    bureau = world.desk("bureau")
    looked = [merge_bundle.look(bureau, world.bundle(hospital(world, n)[0], f"h{n}")) for n in range(2)]
    merge_bundle.commit(bureau, looked[0])
    before = content(bureau)
    assert refused(lambda: merge_bundle.commit(bureau, looked[1])) == "changed-meanwhile"
    assert content(bureau) == before
