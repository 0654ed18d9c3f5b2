"""One row of a file, told whole: what is wrong with it, then what it changes; and who a similar party is."""

from dataclasses import replace

from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.preview import Row
from hospital_onboard.screens.host import Host
from hospital_onboard.screens.issues import issue_text
from hospital_onboard.widgets.prose import Part
from hospital_onboard.work import browse, edit, show

_COMPARED = ("name", "corporate_number", "address", "country", "contact")


def row_parts(host: Host, row: Row) -> list[Part]:
    """The whole of one row: what is wrong with it, then what it changes."""
    words = host.words
    parts: list[Part] = [(f"{words(f'kind.{row.kind}')} {row.title}\n", "bold")]
    for issue in row.issues:
        parts += issue_parts(host, issue)
    change = row.change
    if change is None:
        return parts
    named = {**(show.named_by(host.desk, change.before) if change.before else {})}
    named |= show.named_by(host.desk, change.after) if change.after else {}
    for name in change.fields():
        label = words(f"field.{row.kind}.{name}")
        new = edit.shown(change.after, name, host.lang, named.get) if change.after else words("audit.blank")
        if change.before is None:
            parts.append(f"{label}: {new}\n")
        else:
            old = edit.shown(change.before, name, host.lang, named.get) or words("audit.blank")
            parts.append(f"{label}: {old} -> {new or words('audit.blank')}\n")
    return parts


def issue_parts(host: Host, issue: Issue) -> list[Part]:
    """Where, what was seen, what is wrong and wanted."""
    seen = host.words("preview.seen", seen=issue.seen) if issue.seen else ""
    tone = "$text-warning" if issue.severity == "check" else "$text-error"
    place = replace(issue.place, file="") if issue.place.sheet else issue.place
    return [(f"{place} {issue.place.header} ", "bold"), (f"{seen}{issue_text(host.words, issue)}\n", tone)]


def candidate_of(row: Row) -> str:
    """Id of the recorded party that the row may mean; empty when there is none."""
    return next((issue.params["candidate_id"] for issue in row.issues if "candidate_id" in issue.params), "")


def side_by_side(host: Host, row: Row) -> list[Part]:
    """The new party of a row beside the recorded one that it may be. Runs in a worker."""
    detail = browse.party_detail(host.desk, candidate_of(row))
    new = row.change.after if row.change else None
    parts: list[Part] = []
    for title, party in (
        (host.words("preview.recorded"), detail.party if detail else None),
        (host.words("preview.in_file"), new),
    ):
        parts.append((f"{title}\n", "bold"))
        if not isinstance(party, Party):
            continue
        for name in _COMPARED:
            value = edit.shown(party, name, host.lang, lambda _: None)
            if value:
                parts.append(f"  {host.words(f'field.party.{name}')}: {value}\n")
    return parts
