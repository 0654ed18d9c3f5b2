"""What somebody did, in words: the same in the history and where it is taken back."""

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.naming import title
from hospital_onboard.text.wording import Words
from hospital_onboard.work.trail import Step

#: Fields named in one line.
_MOST_FIELDS = 3


def act(words: Words, action: str) -> str:
    """What an entry of the trail calls what was done."""
    return words(f"action.{action}") if words.has(f"action.{action}") else action


def step_shown(words: Words, step: Step) -> str:
    """``変更 構成設備 HX-900（型番）``; of many records the first is named, and how many more there are."""
    entry = step.entry
    if not step.changes:
        return act(words, entry.action)
    first = step.changes[0]
    subject = f"{words(f'kind.{first.record.kind}')} {title(first.record, step.named.get)}"
    if entry.changes > 1:
        others = f"{entry.changes - 1:,}"
        return words("undo.what_many", act=act(words, entry.action), subject=subject, others=others)
    fields = _fields(words, first)
    return words("undo.what_fields" if fields else "undo.what", act=act(words, entry.action), subject=subject, **fields)


def _fields(words: Words, change: Change) -> dict[str, str]:
    """The changed fields of a record that was there before; of one that came or went it is all of them."""
    if change.before is None or change.after is None:
        return {}
    names = [words(f"field.{change.record.kind}.{name}") for name in change.fields()]
    shown = words("list.comma").join(names[:_MOST_FIELDS]) + ("…" if len(names) > _MOST_FIELDS else "")
    return {"fields": shown} if names else {}
