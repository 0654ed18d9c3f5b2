"""The sample hospital in a store, the documents about it, and a way to read a document as plain text."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from hospital_onboard.report.document import Bullets, Document, Fields, Figure, Heading, Note, Paragraph, Table, shown
from hospital_onboard.report.frame import frame_of, operator_name
from hospital_onboard.report.packet.files import preview
from hospital_onboard.report.packet.parts import packet_parts
from hospital_onboard.report.packet.tables import tables_document
from hospital_onboard.report.readiness_report import OperatorPart, readiness_document
from hospital_onboard.report.telling import Telling
from hospital_onboard.rules.regime import REGIME, regime
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work import check
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.make_packet import packet_of, scope_of
from hospital_onboard.work.make_report import assumptions

HERE = Path(__file__).parent


@pytest.fixture
def filled(desk: Desk, sample: ModuleType) -> Desk:
    sample.fill(desk)
    return desk


@pytest.fixture
def documents(filled: Desk, sample: ModuleType) -> Callable[[str, Lang], Document]:
    """Makes the document of a name (``readiness``, ``cover``, ``tables``) in a language."""

    def make(name: str, lang: Lang) -> Document:
        say = words(lang)
        scope = scope_of(filled, sample.PLAN)
        owner = operator_name(scope.inventory.operator, say)
        frame = frame_of(owner, filled.on, regime(REGIME).checked_on, assumptions(filled, lang), say)
        tell = Telling(scope.inventory, say)
        if name == "cover":
            packet, _ = packet_of(filled, sample.PLAN, lang, personal=False)
            return preview(packet, packet_parts(packet))
        if name == "tables":
            return tables_document(scope, tell, frame, personal=False)
        found = check.readiness(filled, sample.OPERATOR)
        return readiness_document([OperatorPart(found.inventory, found.readiness, found.by_equipment)], frame, lang)

    return make


@pytest.fixture
def as_text() -> Callable[[Document], str]:
    """Everything a document says, long tables cut to their beginning."""
    return _as_text


_ROWS = 6


def _as_text(document: Document) -> str:
    frame = document.frame
    lines = [document.title, document.subtitle, f"{frame.owner} {frame.day}", frame.standing]
    lines += [f"* {item.id}: {item.text}" for item in frame.assumptions]
    for block in document.blocks:
        match block:
            case Heading(text=text, level=level):
                lines += ["", f"{'#' * level} {text}"]
            case Paragraph(text=text):
                lines.append(text)
            case Note(text=text):
                lines.append(f"! {text}")
            case Bullets(items=items):
                lines += [f"- {item}" for item in items]
            case Fields(facts=facts):
                lines += [f"{fact.label}: {_one_line(shown(fact.value, '？'))}" for fact in facts]
            case Figure(title=title, alt=alt):
                lines += [f"<{title}> {alt}"]
            case Table():
                lines += _table(block)
    return "\n".join(line for line in lines if line is not None) + "\n"


def _table(table: Table) -> list[str]:
    lines = [f"[{table.key}] {table.title} ({len(table.rows)})"]
    lines += [f"  ({table.note})"] if table.note else []
    if not table.rows:
        return [*lines, f"  {table.empty}"]
    lines.append("  " + " | ".join(column.title for column in table.columns))
    lines += ["  " + " | ".join(_one_line(shown(cell, "？")) for cell in row) for row in table.rows[:_ROWS]]
    return [*lines, "  …"] if len(table.rows) > _ROWS else lines


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " / " if c == "\n" else f"<{ord(c):X}>" for c in text)
