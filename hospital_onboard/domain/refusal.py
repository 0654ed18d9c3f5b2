"""The one exception with which any room says no to a person, with a way out."""

from typing import Final

FINDINGS: Final = 1
USAGE: Final = 2
INPUT_REFUSED: Final = 3
STORE_REFUSED: Final = 4
OUR_FAULT: Final = 70


class Refusal(Exception):
    """Something a person asked cannot be done, and nothing was changed.

    The sentence is looked up by ``refusal.<code>`` in the person's language; ``where`` names the place
    (a file, a cell, an option). ``exit_code`` is what the command line ends with.
    """

    def __init__(self, code: str, exit_code: int = USAGE, *, where: str = "", **params: object) -> None:
        super().__init__(code, where, params)
        self.code = code
        self.exit_code = exit_code
        self.where = where
        self.params = params
