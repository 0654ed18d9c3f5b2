"""How the reading process says that a file cannot be used."""

from typing import Any


class Unusable(Exception):
    """The file cannot be read: a code of ``domain.issue``, and where and on what it came to that, when it is known.

    ``row`` counts from 1, ``column`` from 0; ``params`` fill the sentences of the code.
    """

    def __init__(
        self, code: str, *, row: int | None = None, column: int | None = None, seen: str = "", **params: str
    ) -> None:
        super().__init__(code)
        self.code, self.row, self.column, self.seen, self.params = code, row, column, seen, params

    def told(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "seen": self.seen,
            "params": dict(self.params),
        }
