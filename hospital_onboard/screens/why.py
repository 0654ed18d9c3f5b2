"""Why a field is asked, on what basis, and where its present value came from."""

from datetime import date

from hospital_onboard.domain.readiness import Source
from hospital_onboard.domain.record import WITHHELD, Record
from hospital_onboard.screens.sheet import Sheet
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.prose import Part
from hospital_onboard.work import edit


def why_line(words: Words, kind: type[Record], name: str, on: date) -> tuple[Part, ...]:
    """What stands under the form: the reason and its source."""
    question = edit.question(kind, name, on)
    return (
        (words("why.why"), "bold"),
        f" {question.why.of(words.lang)}\n",
        (words("why.source"), "bold"),
        f" {source_shown(words, question.source)}",
    )


def why_text(words: Words, sheet: Sheet, name: str, on: date) -> list[Part]:
    """Everything known about why the field is asked, and where its present value came from."""
    question = edit.question(sheet.kind, name, on)
    parts: list[tuple[str, str]] = [
        ("why.why", question.why.of(words.lang)),
        ("why.source", source_shown(words, question.source)),
        ("why.example", question.example),
    ]
    if question.hint is not None:
        parts.append(("why.hint", question.hint.of(words.lang)))
    record = sheet.record
    origin = None if record is None else record.origin_of(name)
    if record is not None and getattr(record, name) is None and origin != WITHHELD:
        origin = None
    if origin is not None:
        parts.append(("why.origin", origin_shown(words, origin)))
    return [piece for label, text in parts for piece in ((words(label), "bold"), f" {text}\n\n")]


def source_shown(words: Words, source: Source) -> str:
    """Document and article, how sure we are, and whether it is in force."""
    return words(
        "why.cited",
        document=source.document,
        article=source.article,
        confidence=words(f"confidence.{source.confidence}"),
        standing=words(f"standing.{source.standing}"),
    )


def origin_shown(words: Words, origin: str) -> str:
    """Where a value came from, in words."""
    kind, _, rest = origin.partition(":")
    if kind == "workbook":
        sha256, _, place = rest.partition(":")
        return words("why.from_workbook", sha256=sha256[:12], place=place)
    if kind == "list":
        name, day, *_ = rest.split(":")
        return words(f"public_list.{name}", as_of=day or words("public_list.no_day"))
    if kind == "reference":
        return words(f"why.from_reference_{rest}")
    return words(f"why.from_{kind}")
