"""The files of the packet, and their manifest in the form that ``sha256sum -c`` checks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hospital_onboard.report import annex, html, json
from hospital_onboard.report.document import Block, Document, Heading
from hospital_onboard.report.frame import operator_name
from hospital_onboard.report.packet import machine
from hospital_onboard.report.packet.parts import COVER, REQUIRED, Packet, packet_parts
from hospital_onboard.report.packet.tables import tables_document
from hospital_onboard.report.word.fill import Filling, Template, fill
from hospital_onboard.text.wording import Words

READING: Final = "01_packet.docx"
TABLES: Final = "02_annex.xlsx"
PREVIEW: Final = "03_preview.html"
MACHINE: Final = "04_packet.json"
DIAGRAM: Final = "05_system_diagram.svg"
SCHEMA_FILE: Final = "06_packet.schema.json"
MANIFEST: Final = "manifest.sha256"
#: No annex may leave out how the rules stand and what is only assumed.
ANNEX_REQUIRED: Final = frozenset({"standing", "assumptions"})
PREVIEW_SCHEMA: Final = "hospital-onboard/packet-preview/1"


@dataclass(frozen=True)
class Layouts:
    """The templates a packet is written with."""

    word: Template
    annex: annex.AnnexTemplate
    #: The published JSON Schema of the data.
    schema: bytes


def packet_files(packet: Packet, layouts: Layouts, checked_on: date) -> tuple[dict[str, bytes], dict[str, int]]:
    """Name -> bytes of every file, the manifest last; and how many rows each table of the annex has, read back.

    Raises:
        Refusal: a template cannot be used, see ``report.word.layout``.
    """
    scope, tell, frame = packet.scope, packet.tell, packet.frame
    parts = packet_parts(packet)
    tables = tables_document(scope, tell, frame, personal=packet.personal, label=packet.label)
    told = texts(packet, tell.say)
    sheets, counts = annex.write(layouts.annex, tables, annex.Texts(told, ANNEX_REQUIRED))
    data = machine.content(scope, checked_on, frame.assumptions, packet.ruling, personal=packet.personal)
    files = {
        READING: fill(layouts.word, Filling(told, parts, REQUIRED, frame.day), tell.say),
        TABLES: sheets,
        PREVIEW: html.write(preview(packet, parts)),
        MACHINE: json.dump(data),
        DIAGRAM: packet.figure.svg.encode(),
        SCHEMA_FILE: layouts.schema,
    }
    return {**files, MANIFEST: manifest(files)}, counts


def preview(packet: Packet, parts: Mapping[str, tuple[Block, ...]]) -> Document:
    """The packet to look at before it is written: the same parts, numbered in the packet's own order."""
    say = packet.tell.say
    blocks: list[Block] = [*parts["summary"]]
    for number, key in enumerate((key for key in parts if key not in COVER), start=1):
        blocks.append(Heading(f"{number}. {say(f'packet.part.{key}')}"))
        blocks += parts[key]
    title = say("report.packet.title")
    return Document(PREVIEW_SCHEMA, title, say.lang, packet.frame, tuple(blocks), packet.scope.plan.title)


def texts(packet: Packet, say: Words) -> dict[str, str]:
    """What a template may put anywhere, headers and footers too."""
    scope = packet.scope
    return {
        "title": say("report.packet.title"),
        "plan": scope.plan.title,
        "owner": operator_name(scope.inventory.operator, say),
        "corporation": scope.inventory.operator.corporation or say("report.blank"),
        "code": scope.inventory.operator.code or say("report.blank"),
        "equipment": scope.equipment.product,
        "day": packet.frame.day.isoformat(),
        "standing": packet.frame.standing,
        "assumptions": "\n".join(f"{say('report.assumption')}: {item.text}" for item in packet.frame.assumptions),
        "personal": say(f"report.packet.personal-{'in' if packet.personal else 'out'}"),
        "mark": "",
        "footer": say("report.footer"),
    }


def manifest(files: Mapping[str, bytes]) -> bytes:
    """One line per file: digest, two spaces, name."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()
