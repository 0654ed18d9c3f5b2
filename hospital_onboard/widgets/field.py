"""One field of a form: its label, its editor, and under it what was understood or what is wrong."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from hospital_onboard.domain.shapes import Choice, Country, Digest, Lines, MeasureItem, Prefecture, Ref, Shape
from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.keys import key
from hospital_onboard.widgets.line import LineInput
from hospital_onboard.widgets.picker import Options, Picker
from hospital_onboard.widgets.plain import content, visible
from hospital_onboard.widgets.prose import Prose

Tone = Literal["understood", "wrong", "quiet"]
_PICKED = (Choice, Country, Prefecture, Ref, MeasureItem)


@dataclass(frozen=True)
class Asked:
    """What a form shows of one field: ``raw`` is the text in the editor (a code or an id where one chooses)."""

    field: str
    label: str
    shape: Shape
    raw: str = ""
    shown: str = ""
    required: bool = False
    #: There is a value, and it is not handed out before the person asks to see it.
    masked: bool = False
    options: Options = ()


class Masked(Static, can_focus=True):
    """Stands where a personal fact is, until it is revealed."""

    DEFAULT_CSS = """
    Masked { height: 1; width: 1fr; background: $surface; color: $text-muted; }
    Masked:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("enter,f6", "reveal", "reveal")]

    @dataclass
    class Wanted(Message):
        """The person asks to see the fact."""

        field: str

    def __init__(self, field: str, prompt: str) -> None:
        super().__init__(content(f"●●● {prompt}"))
        self._field = field

    def action_reveal(self) -> None:
        """Ask for the value; the screen writes down that it was looked at."""
        self.post_message(self.Wanted(self._field))


class LinesArea(TextArea):
    """Several lines. Ctrl+Z takes typing back while there is some, then the person's last step, as everywhere else."""

    def action_undo(self) -> None:
        """Typing first, then steps."""
        row = next((node for node in self.ancestors if isinstance(node, FieldRow)), None)
        if row is not None and not row.dirty:
            self.call_later(self.app.run_action, "undo", self.screen)
        else:
            super().action_undo()


class FieldRow(Vertical):
    """Label, editor, note. Tells ``Left`` when the person leaves the editor with another text than it had."""

    DEFAULT_CSS = """
    FieldRow { height: auto; padding: 0 1; }
    FieldRow > Horizontal { height: auto; }
    FieldRow .label { width: 22; padding-right: 1; color: $text-muted; }
    FieldRow:focus-within .label { color: $foreground; text-style: bold; }
    FieldRow Input { width: 1fr; background: $surface; }
    FieldRow TextArea { height: auto; min-height: 2; max-height: 6; width: 1fr; padding: 0; background: $surface; }
    FieldRow .note { height: auto; margin-left: 22; display: none; }
    FieldRow .note.-shown { display: block; }
    FieldRow .note.-understood { color: $text-success; }
    FieldRow .note.-wrong { color: $text-error; text-style: bold; }
    FieldRow .note.-quiet { color: $text-muted; }
    """

    @dataclass
    class Left(Message):
        """The editor was left with something new in it."""

        row: "FieldRow"

    @dataclass
    class Typing(Message):
        """The text in the editor is not, or not any more, what is stored; time to say how it would be understood."""

        row: "FieldRow"

    @dataclass
    class Entered(Message):
        """The field has the focus now."""

        row: "FieldRow"

    def __init__(self, asked: Asked, words: Words) -> None:
        super().__init__()
        self.asked = asked
        self._words = words
        self._kept = self._text_of(asked)
        self.editor = self._make_editor()
        #: Whether the note under the field says what is wrong with it.
        self.is_wrong = False

    @staticmethod
    def _text_of(asked: Asked) -> str:
        """What the editor shows for the stored value; the comparison later is with this, not with the store."""
        if isinstance(asked.shape, _PICKED):
            return asked.raw
        return visible(asked.raw, one_line=not isinstance(asked.shape, Lines))

    def _make_editor(self) -> Widget:
        asked = self.asked
        if asked.masked:
            return Masked(asked.field, self._words("form.masked"))
        if isinstance(asked.shape, _PICKED):
            return Picker(asked.raw, asked.shown, asked.options, self._words("form.choose"))
        if isinstance(asked.shape, Lines):
            return LinesArea(
                self._kept, compact=True, tab_behavior="focus", highlight_cursor_line=False, soft_wrap=True
            )
        if isinstance(asked.shape, Digest):
            return Static(content(self._kept))
        return LineInput(self._kept, compact=True, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """Label and editor side by side, the note under the editor."""
        mark = " *" if self.asked.required else ""
        with Horizontal():
            yield Prose(self.asked.label + mark, classes="label")
            yield self.editor
        yield Static("", classes="note", markup=False)

    @property
    def text(self) -> str:
        """What the editor holds now."""
        editor = self.editor
        if isinstance(editor, TextArea):
            return editor.text
        if isinstance(editor, (Input, Picker)):
            return editor.value
        return self._kept

    @property
    def dirty(self) -> bool:
        """Whether it holds something else than what is stored."""
        return self.text != self._kept

    def settle(self) -> None:
        """What the editor holds is stored now."""
        self._kept = self.text

    def say(self, text: str, tone: Tone = "quiet") -> None:
        """Put a note under the field; an empty text takes it away."""
        self.is_wrong = bool(text) and tone == "wrong"
        note = self.query_one(".note", Static)
        note.update(content(text))
        note.set_classes(f"note -{tone}" + (" -shown" if text else ""))

    def focus_editor(self) -> None:
        """Go into the field."""
        self.editor.focus()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        if self.dirty or self.is_wrong:
            self.post_message(self.Typing(self))

    @on(LineInput.Joined)
    def _joined(self, event: LineInput.Joined) -> None:
        event.stop()
        self.say(self._words("form.joined", count=event.lines))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field, which leaves this one."""
        event.stop()
        self.screen.focus_next()

    @on(Picker.Picked)
    def _picked(self, event: Picker.Picked) -> None:
        event.stop()
        self.post_message(self.Left(self))

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        """Say why this is asked, elsewhere on the screen."""
        self.post_message(self.Entered(self))

    def on_descendant_blur(self, _: events.DescendantBlur) -> None:
        """Saved as you go."""
        if self.dirty and not isinstance(self.editor, Picker):
            self.post_message(self.Left(self))
