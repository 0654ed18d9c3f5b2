"""SBOMs of every format: one set of parts, under the right equipment, compared and taken like any other import."""

import json
from pathlib import Path
from typing import Any

import make_sboms as make
import pytest
from cyclonedx.schema import OutputFormat, SchemaVersion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.equipment import Component, Equipment
from hospital_onboard.domain.issue import CODES
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.preview import Preview
from hospital_onboard.intake import sbom_file
from hospital_onboard.intake.sbom import Part, Sbom, offered, placed
from hospital_onboard.intake.unusable import Unusable
from hospital_onboard.intake.workbook import Limits, Unreadable, read_workbook
from hospital_onboard.store import records, saving
from hospital_onboard.work import import_workbook
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.other_formats import Hints

LIMITS = Limits(seconds=60)
CYCLONEDX = [
    (version, form)
    for version in SchemaVersion
    if version.to_version() not in ("1.0", "1.1")
    for form in (OutputFormat.JSON, OutputFormat.XML)
]
EMR = Equipment(id="equipment_emr1", operator="operator_aoba", group="emr", product="ほくと電子カルテ（架空）")
ICU = Equipment(id="equipment_icu1", operator="operator_aoba", group="icu", product="集中治療（架空）")


@pytest.fixture
def at(desk: Desk) -> Desk:
    hospital = Operator(id="operator_aoba", operator_kind="hospital", name="青葉大学病院（架空）")
    put(desk, hospital, EMR, ICU, Party(id="party_linux", name="リナックス例株式会社"))
    return desk


def put(desk: Desk, *found: Any) -> None:
    saving.save(desk.store, [Change(None, record) for record in found], desk.stamp("test"))


def sbom_of(path: Path) -> Sbom:
    found = read_workbook(path, LIMITS).sbom
    assert found is not None
    return found


def look(desk: Desk, path: Path, about: str = "", *, everything: bool = False) -> Preview:
    return import_workbook.preview(desk, path, "operator_aoba", hints=Hints(about=about, everything=everything))


def take(desk: Desk, path: Path, about: str = "", *, everything: bool = False) -> dict[str, Component]:
    import_workbook.commit(desk, look(desk, path, about, everything=everything), operator_id="operator_aoba")
    return {f"{c.product} {c.version or ''}".strip(): c for c in records.select(desk.store, Component)}


def check_parts(found: Sbom) -> None:
    said = {p.name: (p.version, p.type, p.purl, p.cpe, p.supplier) for p in found.parts}
    assert said == {
        "例示リナックス": ("9.1", "operating-system", "", make.OS_CPE, "株式会社リナックス例"),
        "api-server": ("2.3", "application", "", "", "北斗"),
        "org.example/log-core": ("1.2", "library", "pkg:maven/org.example/log-core@1.2", "", ""),
        "zip": ("3.0", "library", "pkg:generic/zip@3.0", "", ""),
    }
    names = {part.ref: part.name for part in found.parts}
    above = {part.name: names.get(part.parent, "") for part in found.parts}
    assert above == {
        "例示リナックス": "",
        "api-server": "",
        "org.example/log-core": "api-server",
        "zip": "org.example/log-core",
    }
    assert (found.name, found.version, found.made_on, found.has_tree) == (make.PRODUCT, "5.0", "2027-10-01", True)


@pytest.mark.parametrize(("version", "form"), CYCLONEDX, ids=str)
def test_cyclonedx_as_its_own_library_writes_it(tmp_path: Path, version: SchemaVersion, form: OutputFormat) -> None:
    found = sbom_of(make.cyclonedx(tmp_path / "sbom", version, form))
    check_parts(found)
    assert found.format.startswith("CycloneDX 1.")


@pytest.mark.parametrize("name", ["sbom.json", "sbom.spdx"])
def test_spdx_2_as_its_own_library_writes_it(tmp_path: Path, name: str) -> None:
    found = sbom_of(make.spdx2(tmp_path / name))
    check_parts(found)
    assert found.format == "SPDX 2.3"


def test_spdx_3(tmp_path: Path) -> None:
    check_parts(sbom_of(make.spdx3(tmp_path / "sbom.json")))


def test_the_parts_that_stand_alone_come_under_the_equipment_of_that_name(at: Desk, tmp_path: Path) -> None:
    path = make.cyclonedx(tmp_path / "sbom.json", SchemaVersion.V1_5, OutputFormat.JSON)
    found = look(at, path)
    assert [(row.kind, row.outcome, row.title) for row in found.rows] == [
        ("party", "new", "北斗"),
        ("party", "same", "株式会社リナックス例"),
        ("component", "new", "api-server"),
        ("component", "new", "例示リナックス"),
        ("evidence", "new", "SBOM ほくと電子カルテ（架空） 5.0 2027-10-01"),
    ]
    assert [(i.code, dict(i.params)) for i in found.issues] == [
        ("parts-left-out", {"left": "2", "taken": "2", "all": "4"})
    ]
    taken = take(at, path)
    system = taken["例示リナックス 9.1"]
    assert (system.equipment, system.layer, system.listed, system.cpe) == (EMR.id, "os", "unknown", make.OS_CPE)
    assert (system.supplier, system.parent) == ("party_linux", None)
    paper = records.select(at.store, Evidence)[0]
    assert (paper.evidence_kind, paper.about, paper.file_name) == ("sbom", EMR.id, "sbom.json")
    assert paper.file_sha256 == found.sha256


def test_all_of_it_hangs_as_the_file_says(at: Desk, tmp_path: Path) -> None:
    taken = take(at, make.spdx2(tmp_path / "sbom.json"), everything=True)
    assert taken["zip 3.0"].parent == taken["org.example/log-core 1.2"].id
    assert taken["org.example/log-core 1.2"].parent == taken["api-server 2.3"].id
    assert taken["org.example/log-core 1.2"].purl == "pkg:maven/org.example/log-core@1.2"


def test_the_same_again_and_the_next_version(at: Desk, tmp_path: Path) -> None:
    part = {"type": "library", "name": "log", "bom-ref": "a", "purl": "pkg:generic/log@1", "version": "1"}
    old = make.written(tmp_path / "old.json", [part])
    taken = take(at, old, EMR.id)
    again = look(at, old, EMR.id)
    assert {row.outcome for row in again.rows} == {"same"} and again.seen_before
    new = make.written(tmp_path / "new.json", [{**part, "version": "2", "purl": "pkg:generic/log@2"}])
    found = look(at, new, EMR.id)
    changed = next(row.change for row in found.rows if row.kind == "component")
    assert changed is not None and changed.fields() == ("version", "purl")
    assert changed.record.id == taken["log 1"].id


def test_undo_takes_the_parts_and_the_paper_back(at: Desk, tmp_path: Path) -> None:
    found = look(at, make.spdx3(tmp_path / "sbom.json"), everything=True)
    receipt = import_workbook.commit(at, found, operator_id="operator_aoba")
    assert receipt.counts["new"] == len(found.changes) == 6
    import_workbook.undo_import(at, receipt.id)
    assert not records.select(at.store, Component) and not records.select(at.store, Evidence)


def test_two_versions_of_one_library_are_two_components(at: Desk, tmp_path: Path) -> None:
    parts = [
        {"type": "library", "name": "log", "bom-ref": v, "purl": f"pkg:generic/log@{v}", "version": v}
        for v in ("1", "2")
    ]
    path = make.written(tmp_path / "x.json", parts)
    taken = take(at, path, EMR.id)
    assert sorted(c.model or "" for c in taken.values()) == ["1", "2"]
    assert {row.outcome for row in look(at, path, EMR.id).rows} == {"same"}


def test_the_same_part_twice_is_one_and_that_is_said(at: Desk, tmp_path: Path) -> None:
    parts = [{"type": "library", "name": "log", "version": "1", "bom-ref": ref} for ref in ("a", "b", "a")]
    found = look(at, make.written(tmp_path / "x.json", parts), EMR.id)
    assert [i.params["count"] for i in found.issues if i.code == "parts-repeated"] == ["2"]
    assert found.counts["new"] == 2  # the part and the paper


def test_what_a_person_registered_is_found_by_name_and_kept(at: Desk, tmp_path: Path) -> None:
    own = Component(
        id="component_linux", equipment=EMR.id, layer="os", product="例示 リナックス", listed="yes", version="9.0"
    )
    put(at, own)
    path = make.spdx2(tmp_path / "x.json")
    found = look(at, path)
    row = next(row for row in found.rows if row.change and row.change.record.id == own.id)
    assert row.change is not None and row.change.fields() == ("version", "supplier", "cpe")


def test_a_part_called_like_a_header_is_a_part(at: Desk, tmp_path: Path) -> None:
    parts = [
        {"type": "application", "name": name, "supplier": {"name": "名称"}} for name in ("製品名", "component.product")
    ]
    found = look(at, make.written(tmp_path / "x.json", parts), EMR.id)
    assert [row.title for row in found.rows] == ["名称", "製品名", "component.product", "SBOM x.json"]


def test_which_equipment_has_to_be_said_when_it_is_not_clear(at: Desk, tmp_path: Path) -> None:
    path = make.written(tmp_path / "x.json", [{"type": "application", "name": "a"}])
    for about in ("", "なし"):
        found = look(at, path, about)
        assert found.refused and [i.code for i in found.issues] == ["which-equipment"]
        assert EMR.product in found.issues[0].params["choices"]
    assert not look(at, path, ICU.id).refused and not look(at, path, "集中治療（架空）").refused


def test_without_equipment_there_is_no_place_for_parts(desk: Desk, tmp_path: Path) -> None:
    path = make.written(tmp_path / "x.json", [{"type": "application", "name": "a"}])
    assert [i.code for i in import_workbook.preview(desk, path).issues] == ["no-equipment"]


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "spaceship"},
        {"type": None, "version": 7, "supplier": "北斗", "components": {"a": 1}},
        {"purl": "not a purl", "cpe": "cpe:/"},
        {"hashes": [{"alg": "MD9", "content": "?"}], "licenses": "?"},
    ],
)
def test_an_odd_part_costs_nothing_else(tmp_path: Path, odd: dict[str, object]) -> None:
    """The formats' own library refuses the whole file for most of these."""
    parts = [{"type": "application", "name": "a", **odd}, {"type": "application", "name": "b"}]
    path = make.written(tmp_path / "x.json", parts, metadata={"timestamp": "gestern"}, dependencies=[{"ref": "?"}, 5])
    assert [part.name for part in sbom_of(path).parts] == ["a", "b"]


def code_of(path: Path) -> str:
    with pytest.raises(Unreadable) as fault:
        read_workbook(path, Limits(seconds=30))
    return fault.value.code


LAUGHS = "<!DOCTYPE bom [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "x"}">' for n in range(10)) + "]>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f'{LAUGHS}<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><x>&l9;</x></bom>', "xml-entities"),
        (
            '<!DOCTYPE bom SYSTEM "file:///etc/passwd"><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
            "xml-entities",
        ),
        ('<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>', "damaged"),
        ('{"bomFormat": "CycloneDX", "components": [', "damaged"),
        ('{"a":' * 200_000, "damaged"),
        ('{"bomFormat": "CycloneDX", "components": [{"name": "\\ud800"}]}', "undecodable"),
        ('{"name": "package.json"}', "not-a-workbook"),
        ("<html><body>エラー</body></html>", "not-a-workbook"),
        ("SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>never closed\n", "damaged"),
    ],
    ids=range(9),
)
def test_refused_by_name(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "x"
    path.write_text(content, encoding="utf-8")
    assert code in CODES and code_of(path) == code


def test_bytes_that_are_no_utf_8_have_a_place(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b'{"bomFormat": "CycloneDX",\n "components": [{"name": "\xff"}]}')
    with pytest.raises(Unreadable) as fault:
        read_workbook(path, LIMITS)
    assert (fault.value.code, fault.value.row) == ("undecodable", 2)


def test_rings_and_loose_ends_end() -> None:
    parts = [Part(ref, ref) for ref in "abcd"]
    found, has_tree = placed(parts, "", {"a": ["b"], "b": ["c"], "c": ["a"], "x": ["y"], "d": ["d"]})
    assert has_tree and len(found) == 4
    assert len(offered(Sbom("", "", "", "", has_tree, found), everything=True)) == 4


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from("abcdef"), unique=True, min_size=1),
    st.dictionaries(st.sampled_from("abcdefr"), st.lists(st.sampled_from("abcdefg"), max_size=4), max_size=7),
    st.booleans(),
)
def test_every_part_taken_hangs_on_a_part_taken_or_on_nothing(
    refs: list[str], needs: dict[str, list[str]], everything: bool
) -> None:
    found, has_tree = placed([Part(ref, ref, type="library") for ref in refs], "r", needs)
    taken = offered(Sbom("", "", "", "", has_tree, found), everything=everything)
    staying = {part.ref: part for part in taken}
    assert not everything or len(taken) == len(refs)
    for part in taken:
        steps = 0
        while part.parent:
            part, steps = staying[part.parent], steps + 1
            assert steps <= len(taken)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "components dependencies metadata name ref dependsOn bom-ref supplier packages relationships "  # noqa: SIM905
                "externalRefs @graph @context type spdxId to from".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, st.sampled_from([{"bomFormat": "CycloneDX"}, {"spdxVersion": "SPDX-2.3"}, {"@context": "spdx"}]))
def test_any_json_gets_an_answer(inner: object, head: dict[str, str]) -> None:
    found = {**(inner if isinstance(inner, dict) else {"components": inner}), **head}
    try:
        messages = list(sbom_file.read(json.dumps(found).encode()))
    except Unusable as fault:
        assert fault.code in ("not-a-workbook", "undecodable")
    else:
        assert [message["k"] for message in messages][:2] == ["book", "sbom"]
