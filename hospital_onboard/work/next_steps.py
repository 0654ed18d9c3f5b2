"""Who owes how much, and how the facts came in, in the words that the screens and the command line share."""

from hospital_onboard.domain.readiness import Burden
from hospital_onboard.text.wording import Words
from hospital_onboard.work.check import NextAction


def owed_said(action: NextAction, say: Words, most: int) -> str:
    """What one party owes, most first: the ``most`` largest kinds by name, the rest as one number."""
    named = list(action.owed.items())[:most]
    said = [f"{say(f'owed.{name}')} {count:,}" for name, count in named]
    rest = len(action.lines) - sum(count for _, count in named)
    if rest:
        said.append(say("home.and_more", count=f"{rest:,}"))
    return say("list.comma").join(said)


def burden_said(burden: Burden, say: Words) -> str:
    """How many of the required facts are known, and how those came in, in whole percent of the known ones."""
    if not burden.known:
        return say("home.burden_none")
    shares = {name: f"{getattr(burden, name) * 100 // burden.known}" for name in ("typed", "from_workbook", "reused")}
    return say("home.burden", required=f"{burden.required:,}", known=f"{burden.known:,}", **shares)
