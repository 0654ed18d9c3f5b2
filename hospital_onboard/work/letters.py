"""The mail that asks a vendor again: what is still owed, in Japanese and in English, ready to paste."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from hospital_onboard.report.written import write_file
from hospital_onboard.text.dates import write_date
from hospital_onboard.text.wording import LANGUAGES, Lang, Words, words
from hospital_onboard.work import asking
from hospital_onboard.work.asking import Ask
from hospital_onboard.work.chase import Chase, Chased, day_of, item_of

#: Facts of one kind are listed one by one up to so many.
_ONE_BY_ONE: Final = 3
_BETWEEN: Final[Mapping[Lang, str]] = {"ja": "、", "en": ", "}


def write(out: Path, text: str, *, replace: bool = False) -> int:
    """Write a text that a mail program opens; returns how many lines it has.

    Raises:
        Refusal: ``out-is-folder``, ``file-exists``, ``cannot-write``.
    """
    # Windows' own editor takes a text without this mark for the local code page.
    write_file(out, text.replace("\n", "\r\n").encode("utf-8-sig"), replace=replace)
    return text.count("\n") + 1


def to_mail(found: Chase) -> str:
    """One letter to each vendor that owes something, Japanese then English, ready to paste; a line between letters."""
    letters = [letter(found, one) for one in found.vendors if one.owed]
    return f"\n\n{'=' * 60}\n\n".join(letters) or words("ja")("chase.none")


def letter(found: Chase, one: Chased) -> str:
    """The letter to one vendor, in both languages."""
    return f"\n\n{'-' * 40}\n\n".join(_in_language(found, one, lang) for lang in LANGUAGES)


def _in_language(found: Chase, one: Chased, lang: Lang) -> str:
    say = words(lang)
    names = _names(found, one.operators, lang)
    name = (one.party.name_en if lang == "en" else None) or one.party.name
    person = one.party.form == "individual"
    paragraphs = [
        [say("mail.subject", operators=names)],
        [say("mail.to_person" if person else "mail.to", name=name)],
        [say("mail.hello", operators=names), say("mail.purpose")],
        [*_came(one, say), _asked(one, say), *_items(found, one, say)],
        [say("mail.request"), say("mail.direct")],
        [say("mail.closing")],
        [names],
    ]
    return "\n\n".join("\n".join(line.rstrip() for line in lines) for lines in paragraphs)


def _names(found: Chase, operators: Iterable[str], lang: Lang) -> str:
    known = {result.inventory.operator.id: result.inventory.operator for result in found.results}
    names = [(known[one].name_en if lang == "en" else None) or known[one].name for one in operators]
    return _BETWEEN[lang].join(names)


def _came(one: Chased, say: Words) -> list[str]:
    return [say("mail.partly", day=_said(day_of(one.came[0]), say))] if one.came else []


def _asked(one: Chased, say: Words) -> str:
    if not one.asked:
        return say("mail.not_sent", count=len(one.owed))
    latest = one.asked[0]
    return say("mail.sent", day=_said(latest.asked_on, say), file=latest.file_name or "", count=len(one.owed))


def _items(found: Chase, one: Chased, say: Words) -> Iterable[str]:
    """Numbered; many of one kind are one line."""
    titles = asking.titles_of(found.results)
    several = len(one.operators) > 1

    def subject_of(ask: Ask) -> str:
        """What it is about; with several operators also whose."""
        title = titles(ask.line.subject)
        whose = _names(found, ask.operators, say.lang) if several and ask.line.section != "parties" else ""
        return f"{title}{_BETWEEN[say.lang]}{whose}" if whose else title

    groups: dict[tuple[str, str], list[Ask]] = defaultdict(list)
    for ask in one.owed:
        groups[ask.line.id, ask.line.state].append(ask)
    number = 0
    for (_, state), asks in groups.items():
        told = {"state": "" if state == "missing" else say("mail.state", state=say(f"vendor.state_{state}"))}
        if len(asks) <= _ONE_BY_ONE:
            for ask in asks:
                number += 1
                item, subject = item_of(ask, say), subject_of(ask)
                yield say("mail.item", number=number, item=item, subject=subject, **told)
            continue
        number += 1
        subjects = list(dict.fromkeys(titles(ask.line.subject) for ask in asks))
        shown = _BETWEEN[say.lang].join(subjects[:_ONE_BY_ONE]) + (
            f" {say('mail.and_more')}" if len(subjects) > _ONE_BY_ONE else ""
        )
        item = say(f"owed.{asks[0].line.id}")
        yield say("mail.item_many", number=number, item=item, count=len(asks), subjects=shown, **told)


def _said(day: date, say: Words) -> str:
    return write_date(day, "ja" if say.lang == "ja" else "iso")
