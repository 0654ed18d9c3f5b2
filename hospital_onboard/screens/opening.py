"""The first frame: the program is there, its store is being opened. Needs no words, so it needs no wording files."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

#: Seconds after which the wait is explained; a store opens in a fraction of one unless somebody is writing to it.
_PATIENCE = 1.0


class OpeningScreen(Screen[None]):
    """Stands for a moment; when it stands longer it says what it waits for."""

    DEFAULT_CSS = """
    OpeningScreen { align: center middle; background: $background; }
    OpeningScreen Static { width: auto; max-width: 90%; color: $text-muted; }
    """

    def compose(self) -> ComposeResult:
        """The program's name."""
        yield Static("hospital_onboard …", markup=False)

    def on_mount(self) -> None:
        """Nobody should look at a still screen without knowing why."""
        self.set_timer(_PATIENCE, self.explain)

    def explain(self) -> None:
        """Say it in both languages: which one the person speaks stands in the store."""
        from hospital_onboard.text.wording import LANGUAGES, words

        said = "\n".join(words(lang)("opening.waiting") for lang in LANGUAGES)
        self.query_one(Static).update(f"hospital_onboard …\n\n{said}")
