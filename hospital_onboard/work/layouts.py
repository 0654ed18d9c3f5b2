"""Which templates a packet or a dossier is written with: the one that is named, else the site's, else the shipped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from hospital_onboard import places
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.report.annex import AnnexTemplate
from hospital_onboard.report.packet.files import Layouts
from hospital_onboard.report.word.fill import Template
from hospital_onboard.text.wording import Lang

Thing = Literal["packet", "dossier"]
#: More than this is no page layout.
_MOST_BYTES: Final = 40 << 20


def layouts(lang: Lang, named: Sequence[Path] = (), thing: Thing = "packet") -> Layouts:
    """The templates in a language; ``named`` is at most one for the word processor and one for the annex.

    A site puts its own, under the shipped ones' names, into ``places.user_templates()``.

    Raises:
        Refusal: ``template-kind``, ``template-not-found``, ``template-too-big``, ``template-unreadable``.
    """
    word, sheets = f"{thing}.{lang}.docx", f"annex.{lang}.xlsx"
    shipped = (places.templates() / word).read_bytes()
    by_suffix = {path.suffix.lower(): path for path in named}
    if len(by_suffix) < len(named) or not by_suffix.keys() <= {".docx", ".xlsx"}:
        raise Refusal("template-kind", USAGE, where=" ".join(path.name for path in named))
    return Layouts(
        Template(*_chosen(by_suffix.get(".docx"), word), shipped),
        AnnexTemplate(*_chosen(by_suffix.get(".xlsx"), sheets)),
        (places.templates() / f"{thing}.schema.json").read_bytes(),
    )


def _chosen(named: Path | None, file: str) -> tuple[str, bytes]:
    """What the template is called, and its bytes."""
    own = places.user_templates() / file
    if named is not None or own.is_file():
        path = named or own
        return path.name, _read(path)
    return file, (places.templates() / file).read_bytes()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refusal("template-too-big", INPUT_REFUSED, where=str(path))
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise Refusal("template-not-found", INPUT_REFUSED, where=str(path)) from fault
    except OSError as fault:
        raise Refusal("template-unreadable", INPUT_REFUSED, where=str(path), wanted=path.suffix) from fault
