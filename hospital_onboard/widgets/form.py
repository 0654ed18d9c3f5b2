"""A form: the fields of one record, one under another."""

from collections.abc import Sequence

from textual.containers import VerticalScroll

from hospital_onboard.text.wording import Words
from hospital_onboard.widgets.field import Asked, FieldRow


class Form(VerticalScroll, can_focus=False):
    """Holds at most a section's fields; the screen listens to its rows."""

    DEFAULT_CSS = """
    Form { height: 1fr; scrollbar-size-vertical: 1; }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._rows: dict[str, FieldRow] = {}

    async def put(self, fields: Sequence[Asked]) -> None:
        """Show these fields instead of what was shown."""
        self._rows = {asked.field: FieldRow(asked, self._words) for asked in fields}
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(self._rows.values())
        self.scroll_home(animate=False)

    def row(self, field: str) -> FieldRow | None:
        """The row of a field, if it is shown."""
        return self._rows.get(field)

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """All rows, from the top."""
        return tuple(self._rows.values())

    def dirty(self) -> dict[str, str]:
        """The fields whose text is not stored yet."""
        return {name: row.text for name, row in self._rows.items() if row.dirty}

    def texts(self) -> dict[str, str]:
        """Everything that is filled in."""
        return {name: row.text for name, row in self._rows.items() if row.text and not row.asked.masked}

    @property
    def focused_field(self) -> str:
        """The field the person is in; empty when none."""
        return next((name for name, row in self._rows.items() if row.has_focus_within), "")

    def enter(self, field: str = "") -> None:
        """Go into this field, or the first one."""
        row = self._rows.get(field) or next(iter(self._rows.values()), None)
        if row is not None:
            row.focus_editor()
