"""The sentence of a finding, wherever one is shown."""

from hospital_onboard.domain.issue import Issue
from hospital_onboard.text.wording import Words


def issue_text(words: Words, issue: Issue) -> str:
    """What is wrong, and what is wanted."""
    return _said(words, issue, "issue", "wanted")


def form_issue_text(words: Words, issue: Issue) -> str:
    """The same under a field of a form, where there are no rows and sheets to speak of."""
    in_form = f"form_issue.{issue.code}"
    wanted = f"form_wanted.{issue.code}"
    return _said(
        words, issue, "form_issue" if words.has(in_form) else "issue", "form_wanted" if words.has(wanted) else "wanted"
    )


def _said(words: Words, issue: Issue, wrong: str, wanted: str) -> str:
    said = words(f"{wrong}.{issue.code}", **{"seen": issue.seen, **issue.params})
    way_out = f"{wanted}.{issue.code}"
    return f"{said} {words(way_out, **issue.params)}" if words.has(way_out) else said
