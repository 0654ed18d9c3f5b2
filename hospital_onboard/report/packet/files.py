"""The files of the packet, and their manifest in the form that ``sha256sum -c`` checks."""

import hashlib
from collections.abc import Mapping
from datetime import date

from hospital_onboard.report import docx, json, xlsx
from hospital_onboard.report.document import Document, Frame
from hospital_onboard.report.packet import machine
from hospital_onboard.report.packet.cover import cover_document
from hospital_onboard.report.packet.scope import Scope
from hospital_onboard.report.packet.tables import tables_document
from hospital_onboard.report.telling import Telling

COVER = "01_cover.docx"
TABLES = "02_plan_tables.xlsx"
MACHINE = "03_packet.json"
MANIFEST = "manifest.sha256"


def packet_files(
    scope: Scope, tell: Telling, frame: Frame, checked_on: date, *, personal: bool
) -> tuple[dict[str, bytes], Document]:
    """Name -> bytes of every file, the manifest last; and the document behind the tables, to count them again."""
    tables = tables_document(scope, tell, frame, personal=personal)
    files = {
        COVER: docx.write(cover_document(scope, tell, frame, personal=personal)),
        TABLES: xlsx.write(tables),
        MACHINE: json.dump(machine.content(scope, checked_on, frame.assumptions, personal=personal)),
    }
    return {**files, MANIFEST: manifest(files)}, tables


def manifest(files: Mapping[str, bytes]) -> bytes:
    """One line per file: digest, two spaces, name."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()
