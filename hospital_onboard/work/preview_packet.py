"""Looking at a packet or a dossier before it is written; birth dates and nationalities are never in a preview."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hospital_onboard.report import html, plain
from hospital_onboard.text.wording import Lang
from hospital_onboard.work.desk import Desk

Kind = Literal["packet", "dossier"]
KINDS: tuple[Kind, ...] = ("packet", "dossier")


@dataclass(frozen=True)
class Preview:
    """The same document as a page in a folder of its own, readable by its owner only, and as text."""

    page: Path
    text: str


def preview(desk: Desk, kind: Kind, plan_id: str, lang: Lang) -> Preview:
    """Make it.

    Raises:
        Refusal: ``no-such-plan``.
    """
    if kind == "packet":
        from hospital_onboard.report.packet import files as packet_files
        from hospital_onboard.report.packet.parts import packet_parts
        from hospital_onboard.work.make_packet import packet_of

        packet, _ = packet_of(desk, plan_id, lang, personal=False)
        document = packet_files.preview(packet, packet_parts(packet))
    else:
        from hospital_onboard.report.dossier import files as dossier_files
        from hospital_onboard.report.dossier.parts import dossier_parts
        from hospital_onboard.work.make_dossier import dossier_of

        dossier, _ = dossier_of(desk, plan_id, lang)
        document = dossier_files.preview(dossier, dossier_parts(dossier))
    page = Path(tempfile.mkdtemp(prefix="hospital_onboard-")) / "preview.html"
    page.write_bytes(html.write(document))
    return Preview(page, plain.write(document))
