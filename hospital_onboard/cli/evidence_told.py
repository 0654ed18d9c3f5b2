"""Papers in words and as JSON: the lines of a list, what became of attached files, what a check found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hospital_onboard.cli.context import say
from hospital_onboard.cli.inventory import table
from hospital_onboard.text.wording import Words

if TYPE_CHECKING:
    from hospital_onboard.domain.record import Record
    from hospital_onboard.work.attach import Attached, Order
    from hospital_onboard.work.evidence import Paper
    from hospital_onboard.work.paper_check import Finding


def tell(done: Sequence["Attached"], order: "Order", words: Words) -> None:
    table([told(one, words) for one in done])
    counts = {name: sum(one.outcome == name for one in done) for name in ("new", "filled", "known", "refused")}
    say(words("attach.done", **counts))
    guessed = any(one.candidate.suggestion.kind or one.candidate.suggestion.measures for one in done)
    if guessed and not order.take_suggestions and order.kind is None:
        say(words("attach.hint"))


def told(one: "Attached", words: Words) -> tuple[str, ...]:
    outcome = words(f"attach.outcome.{one.outcome}")
    if one.problem:
        return (outcome, one.candidate.name, words(f"attach.problem.{one.problem}"))
    notes = [words("attach.uses", count=one.uses)] if one.uses else []
    suggestion, paper = one.candidate.suggestion, one.evidence
    if suggestion.kind and paper is not None and paper.evidence_kind is None:
        notes.append(words("attach.maybe_kind", kind=words.choice("evidence_kind", suggestion.kind)))
    if suggestion.measures and not one.uses:
        notes.append(words("attach.maybe_measures", items=" ".join(suggestion.measures)))
    return (outcome, one.candidate.name, words("list.comma").join(notes))


def line(paper: "Paper", words: Words) -> tuple[str, ...]:
    kind = paper.evidence.evidence_kind
    return (
        paper.evidence.id,
        words.choice("evidence_kind", kind) if kind else "",
        paper.evidence.title,
        paper.about,
        words(f"evidence.file.{paper.file}"),
        age(paper, words),
        words("attach.uses", count=len(paper.uses)),
    )


def age(paper: "Paper", words: Words) -> str:
    if paper.until is None:
        return words(f"evidence.age.{paper.age}")
    until = words("evidence.until_computed" if paper.computed else "evidence.until", day=paper.until)
    return f"{words(f'evidence.age.{paper.age}')} {until}"


def use_lines(paper: "Paper", words: Words) -> list[str]:
    """What a paper is shown for, and whether it lasts until the filing; for people."""
    shown = [
        words("evidence.used" if item else "evidence.used_without", item=item, subject=s) for item, s in paper.uses
    ]
    if not shown:
        shown = [words("evidence.unused")]
    if paper.age == "before_filing" and paper.filing is not None:
        shown.append(words("evidence.against_filing", day=paper.filing))
    return shown


def to_json(paper: "Paper") -> dict[str, Any]:
    """A paper in version 1: its fields, then ``{file, age, until?, computed, uses[{item?, subject}], needs_care}``."""
    uses = [{"subject": subject, **({"item": item} if item else {})} for item, subject in paper.uses]
    until = {} if paper.until is None else {"until": paper.until}
    state = {"file": paper.file, "age": paper.age, **until, "computed": paper.computed, "needs_care": paper.needs_care}
    return {**plain(paper.evidence), **state, "uses": uses}


def plain(record: "Record") -> dict[str, Any]:
    return {"id": record.id, **record.says()}


def attached(one: "Attached") -> dict[str, Any]:
    suggestion = one.candidate.suggestion
    return {
        "file": str(one.candidate.path),
        "outcome": one.outcome,
        "problem": one.problem or None,
        "evidence": None if one.evidence is None else plain(one.evidence),
        "uses": one.uses,
        "suggested": {"kind": suggestion.kind, "measures": list(suggestion.measures)},
    }


def finding(one: "Finding") -> dict[str, Any]:
    paper = None if one.evidence is None else one.evidence.id
    return {"code": one.code, "sha256": one.sha256, "evidence": paper, "size": one.size}
