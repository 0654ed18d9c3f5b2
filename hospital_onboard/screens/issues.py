"""The sentence of a finding, wherever one is shown."""

from hospital_onboard.domain.issue import Issue
from hospital_onboard.text.wording import Words


def issue_text(words: Words, issue: Issue) -> str:
    """What is wrong, and what is wanted."""
    wanted = f"wanted.{issue.code}"
    said = words(f"issue.{issue.code}", **issue.params)
    return f"{said} {words(wanted, **issue.params)}" if words.has(wanted) else said
