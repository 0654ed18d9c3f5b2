"""One key, one kind of action: the table that every screen keeps to."""

import pytest
from screen_text import SIZES, at_the_screen
from test_screens import _ours
from textual.widget import Widget

from hospital_onboard.screens import catalogue
from hospital_onboard.text.wording import LANGUAGES, Lang, words
from hospital_onboard.widgets.keys import MEANINGS
from hospital_onboard.work.desk import Desk

#: F key -> the actions that may lie on it. What each key means is said in the help (``key_meaning``).
TABLE: dict[str, set[str]] = {
    "f1": {"help", "close"},
    "f2": {
        "next-line", "accept", "accept-bundle", "keep-first", "verify", "first-day", "law-day", "law-view", "determine",
        "show-all", "set-assumption", "use-paper", "preview", "letter", "copy", "answer", "bureau", "propose", "weigh",
        "adopt", "choose-wave",
    },
    "f3": {
        "previous-line", "keep-second", "second-day", "law-differences", "compare-views", "dates", "same-party",
        "chase", "all-letters", "check-files", "open-folder", "carry", "gaps", "into-what-if", "weight-rules",
    },
    "f4": {
        "other-equipment", "filter", "sort", "rule-kind", "assumptions", "only-care", "options", "hospitals-needed",
    },
    "f5": {
        "add", "new", "new-plan", "record-filing", "attach", "handed", "ask", "register-listed", "state-fact",
        "new-what-if",
    },
    "f6": {
        "reveal", "tree", "duplicates", "issue-copy", "packet", "to-files", "rule-standing", "open-paper",
        "write-packet", "ask-all", "save", "compare-candidates",
    },
    "f7": {"open-party", "changes", "details", "consultations", "what-ifs", "open-operator"},
    "f8": {
        "remove", "undo-entry", "undo-import", "clear-assumption", "withdraw", "remove-what-if", "take-out",
    },
    "f9": {"next-mode"},
    "f10": {"all-components", "calendar", "waves"},
    "f12": {"language"},
}  # fmt: skip
#: On the home screen they open the places.
HOME = {"walk", "components", "parties", "import", "write", "audit", "plans"}


def test_a_key_means_the_same_everywhere() -> None:
    """A new action on an F key has to be entered in the table, under what the key means."""
    for name in catalogue.all_names():
        catalogue.load(name)
    from hospital_onboard.app import HospitalApp

    bindings = [*_ours(Widget), *HospitalApp.BINDINGS]
    for binding in bindings:
        for pressed in binding.key.split(","):  # type: ignore[union-attr]
            if pressed in TABLE and binding.id not in HOME:  # type: ignore[union-attr]
                assert binding.id in TABLE[pressed], binding  # type: ignore[union-attr]


def test_what_removes_is_on_one_key() -> None:
    """F8 and no other F key takes something away; a slip cannot remove."""
    for pressed, names in TABLE.items():
        takes = {n for n in names if n.startswith(("remove", "undo", "clear", "withdraw", "take-out"))}
        assert pressed == "f8" or not takes


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_help_shows_every_key(filled: Desk, lang: Lang, size: str) -> None:
    """The keys of the screen with their other spellings, those of the program, and what the F keys mean: to the end."""
    async with at_the_screen(filled, lang, size) as person:
        await person.press("f1")
        seen = ""
        for _ in range(6):
            seen += person.text
            await person.press("pagedown")
        for shown in ("F7 / a", "  b  ", "F12 / Ctrl+L", "F1 / Ctrl+G", "Ctrl+P", "Ctrl+Q", "Tab / Shift+Tab"):
            assert shown in seen, shown
        for name in MEANINGS:
            assert words(lang)(f"key_meaning.{name}") in seen, name
