"""Which templates a packet or a dossier is written with: the one that is named, else the site's, else the shipped."""

from pathlib import Path
from typing import Final, Literal

from hospital_onboard import places
from hospital_onboard.domain.refusal import INPUT_REFUSED, Refusal
from hospital_onboard.report.packet.files import Layouts
from hospital_onboard.report.word.fill import Template
from hospital_onboard.text.wording import Lang

Thing = Literal["packet", "dossier"]
#: More than this is no page layout.
_MOST_BYTES: Final = 40 << 20


def layouts(lang: Lang, named: Path | None = None, thing: Thing = "packet") -> Layouts:
    """The templates in a language. A site puts its own, under the shipped one's name, into ``places.user_templates()``.

    Raises:
        Refusal: ``template-not-found``, ``template-too-big``, ``template-unreadable``.
    """
    file = f"{thing}.{lang}.docx"
    shipped = (places.templates() / file).read_bytes()
    return Layouts(_chosen(named, file, shipped))


def _chosen(named: Path | None, file: str, shipped: bytes) -> Template:
    if named is not None:
        return Template(named.name, _read(named), shipped)
    own = places.user_templates() / file
    if own.is_file():
        return Template(str(own), _read(own), shipped)
    return Template(file, shipped, shipped)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refusal("template-too-big", INPUT_REFUSED, where=str(path))
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise Refusal("template-not-found", INPUT_REFUSED, where=str(path)) from fault
    except OSError as fault:
        raise Refusal("template-unreadable", INPUT_REFUSED, where=str(path), wanted=".docx") from fault
