"""A line to type in. What is pasted in several lines becomes one line, and nothing of it is lost."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input

from hospital_onboard.text.normalise import without_controls


class LineInput(Input):
    """The toolkit's own keeps the first line of what is pasted and drops the others without a word."""

    @dataclass
    class Joined(Message):
        """So many lines were pasted, and stand in one now."""

        lines: int

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        lines = [line.strip() for line in without_controls(event.text).split("\n") if line.strip()]
        if not lines:
            return
        self.replace(" ".join(lines), *self.selection)
        if len(lines) > 1:
            self.post_message(self.Joined(len(lines)))
