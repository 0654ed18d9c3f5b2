"""A paper in the words of a table row and of the pane under it."""

from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.prose import Part
from hospital_onboard.work.evidence import Paper


def cells_of(paper: Paper, words: Words) -> dict[str, str]:
    """The cells of its row by column."""
    kind = paper.evidence.evidence_kind
    return {
        "title": paper.evidence.title,
        "kind": words.choice("evidence_kind", kind) if kind else "",
        "about": paper.about,
        "file": words(f"evidence.file.{paper.file}"),
        "age": words(f"evidence.age.{paper.age}"),
        "until": _until(paper, words),
        "uses": str(len(paper.uses)),
    }


def detail_of(paper: Paper, words: Words) -> list[Part]:
    """Everything about it: what it is, its file and days, what it is shown for."""
    said = paper.evidence
    kind = words.choice("evidence_kind", said.evidence_kind) if said.evidence_kind else words("papers.no_kind")
    parts: list[Part] = [(f"{said.title}\n", "bold"), f"{kind}  {paper.about}\n"]
    parts.append(f"{words(f'evidence.file.{paper.file}')}  {said.file_name or ''}\n")
    until = _until(paper, words)
    tone = "$text-warning" if paper.age in ("soon", "before_filing", "expired") else ""
    parts.append((f"{words(f'evidence.age.{paper.age}')}  {until}\n", tone))
    if paper.age == "before_filing" and paper.filing is not None:
        parts.append((f"{words('evidence.against_filing', day=paper.filing)}\n", "$text-warning"))
    if said.sent_on is not None or said.receipt is not None:
        parts.append(f"{words('papers.sent', on=said.sent_on or '', receipt=said.receipt or '')}\n")
    if not paper.uses:
        parts.append((words("evidence.unused"), "$text-muted"))
    for item, subject in paper.uses:
        code = "evidence.used" if item else "evidence.used_without"
        parts.append((f"{words(code, item=item, subject=subject)}\n", "$text-muted"))
    return parts


def _until(paper: Paper, words: Words) -> str:
    if paper.until is None:
        return ""
    return words("papers.day_computed" if paper.computed else "papers.day", on=paper.until)
