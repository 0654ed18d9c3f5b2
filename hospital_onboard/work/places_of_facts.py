"""Where each fact of a determination came from, in words: ``一覧.xlsx 設備!C5``, or who typed it and when."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from hospital_onboard.domain.determination import Determination, FactUse
from hospital_onboard.store import origins, receipts
from hospital_onboard.store.origins import Written
from hospital_onboard.store.receipts import Receipt
from hospital_onboard.text.dates import moment
from hospital_onboard.text.wording import Lang, words
from hospital_onboard.work.assume import assumed
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.refresh_from_list import origin_told

_WORKBOOK: Final = re.compile(r"workbook:(?P<sha>[^:]+):(?P<sheet>.*)!(?P<row>[0-9]+)")


class Places:
    """The places of the facts of some determinations, or of facts alone; the store is asked once for all of them."""

    def __init__(
        self, desk: Desk, lang: Lang, determinations: Iterable[Determination] = (), facts: Iterable[FactUse] = ()
    ) -> None:
        self._desk, self._say = desk, words(lang)
        self._typed = {
            (fact.record, fact.asked)
            for determination in determinations
            for step in determination.steps
            for top in step.facts
            for fact in leaves(top)
            if fact.origin == "form"
        } | {(fact.record, fact.asked) for fact in facts if fact.origin == "form"}
        self._receipts: dict[str, Receipt | None] = {}

    def of(self, fact: FactUse) -> str:
        """Where a fact came from; empty for one that is derived or not answered."""
        origin = fact.origin
        if origin is None:
            return ""
        if origin == "assumption":
            key = next(iter(fact.assumed))
            return self._say("place.assumption", key=key, value=self._assumed.get(key, fact.value))
        if origin.startswith("workbook:"):
            return self._cell(origin, fact.asked)
        if origin.startswith("list:"):
            return origin_told(origin, self._say.lang)
        if origin != "form":
            return self._say(f"place.{origin.partition(':')[0]}")
        written = self._written.get((fact.record, fact.asked))
        if written is None:
            return self._say("place.form_unknown")
        return self._say("place.form", who=written.who, at=moment(written.at))

    def _cell(self, origin: str, field: str) -> str:
        found = _WORKBOOK.fullmatch(origin)
        if found is None:
            return origin
        sha, sheet, row = found["sha"], found["sheet"], found["row"]
        receipt = self._receipt(sha)
        column = None if receipt is None else receipt.columns.get(sheet, {}).get(field)
        if receipt is None or column is None:
            return self._say("place.workbook_row", sha=sha[:12], sheet=sheet, row=row)
        return self._say("place.workbook", file=receipt.file, sheet=sheet, cell=f"{column}{row}")

    def _receipt(self, sha: str) -> Receipt | None:
        if sha not in self._receipts:
            found = receipts.receipts(self._desk.store, sha256=sha, limit=1)
            self._receipts[sha] = found[0] if found else None
        return self._receipts[sha]

    @cached_property
    def _written(self) -> dict[tuple[str, str], Written]:
        return origins.last_written(self._desk.store, self._typed)

    @cached_property
    def _assumed(self) -> dict[str, str]:
        return dict(assumed(self._desk))


def leaves(fact: FactUse) -> Iterator[FactUse]:
    """The fact and everything underneath."""
    yield fact
    for below in fact.of:
        yield from leaves(below)
