"""The first frame: the program is there, its store is being opened. Needs no words, so it needs no wording files."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class OpeningScreen(Screen[None]):
    """Stands for a moment."""

    DEFAULT_CSS = """
    OpeningScreen { align: center middle; background: $background; }
    OpeningScreen Static { width: auto; color: $text-muted; }
    """

    def compose(self) -> ComposeResult:
        """The program's name."""
        yield Static("hospital_onboard …", markup=False)
