"""The files of the dossier, and their manifest."""

from collections.abc import Mapping
from typing import Any, Final

from hospital_onboard.report import annex, html, json
from hospital_onboard.report.document import Block, Document, Heading, Note
from hospital_onboard.report.dossier.parts import COVER, REQUIRED, Dossier, dossier_parts, keys_of
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.packet.files import ANNEX_REQUIRED, MANIFEST, Layouts, manifest
from hospital_onboard.report.packet.tables import tables_document
from hospital_onboard.report.word.fill import Filling, fill

READING: Final = "01_dossier.docx"
TABLES: Final = "02_annex.xlsx"
PREVIEW: Final = "03_preview.html"
MACHINE: Final = "04_dossier.json"
SCHEMA_FILE: Final = "05_dossier.schema.json"
PREVIEW_SCHEMA: Final = "hospital-onboard/dossier-preview/1"


def dossier_files(
    dossier: Dossier, layouts: Layouts, content: Mapping[str, Any]
) -> tuple[dict[str, bytes], dict[str, int]]:
    """Name -> bytes of every file, the manifest last; and how many rows each table of the annex has, read back.

    Args:
        content: the data, see ``work.make_dossier``.

    Raises:
        Refusal: a template cannot be used.
    """
    say, frame = dossier.tell.say, dossier.frame
    parts, told = dossier_parts(dossier), texts(dossier)
    tables = tables_document(dossier.scope, dossier.tell, frame, personal=dossier.personal, label=dossier.label)
    sheets, counts = annex.write(layouts.annex, tables, annex.Texts(told, ANNEX_REQUIRED, dossier.mark))
    files = {
        READING: fill(layouts.word, Filling(told, parts, REQUIRED, frame.day, dossier.mark), say),
        TABLES: sheets,
        PREVIEW: html.write(preview(dossier, parts)),
        MACHINE: json.dump(content),
        SCHEMA_FILE: layouts.schema,
    }
    return {**files, MANIFEST: manifest(files)}, counts


def preview(dossier: Dossier, parts: Mapping[str, tuple[Block, ...]]) -> Document:
    """The dossier to look at: the mark first, then the parts this filing has, numbered."""
    say = dossier.tell.say
    blocks: list[Block] = [Note(dossier.mark)] if dossier.mark else []
    for key in COVER:
        blocks += parts[key] if key != "standing" else ()
    for number, key in enumerate(keys_of(dossier), start=1):
        blocks.append(Heading(f"{number}. {say(f'dossier.part.{key}')}"))
        blocks += parts[key]
    title = texts(dossier)["title"]
    return Document(PREVIEW_SCHEMA, title, say.lang, dossier.frame, tuple(blocks), dossier.scope.plan.title)


def texts(dossier: Dossier) -> dict[str, str]:
    """What a template may put anywhere; ``kind`` and ``urgent`` are asked by its conditions."""
    say, scope, frame = dossier.tell.say, dossier.scope, dossier.frame
    kind = scope.plan.plan_kind
    return {
        "title": say(f"dossier.title-{'urgent' if dossier.urgent else kind}"),
        "plan": scope.plan.title,
        "owner": operator_name(scope.inventory.operator, say),
        "corporation": scope.inventory.operator.corporation or say("report.blank"),
        "code": scope.inventory.operator.code or say("report.blank"),
        "equipment": scope.equipment.product,
        "day": frame.day.isoformat(),
        "filing": scope.plan.filing_on.isoformat() if scope.plan.filing_on else say("report.blank"),
        "standing": frame.standing,
        "assumptions": "\n".join(f"{say('report.assumption')}: {item.text}" for item in frame.assumptions),
        "personal": say(f"report.packet.personal-{'in' if dossier.personal else 'out'}"),
        "footer": say("report.footer"),
        "mark": dossier.mark,
        "kind": kind,
        "urgent": "yes" if dossier.urgent else "",
    }
