"""What a workbook would do to the store, row by row. Writes nothing and asks the store once per sheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.finding import Directory, entry_from, owner_field
from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import named
from hospital_onboard.domain.preview import Outcome, Row
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.scope import Scope
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import REMOVE, Sheet
from hospital_onboard.intake.columns import Layout
from hospital_onboard.intake.compare import changed_record, conflicts, differences, new_record
from hospital_onboard.intake.filling import fill_in_day, fill_in_operator, fill_in_party
from hospital_onboard.intake.hanging import Hanging, Pending
from hospital_onboard.intake.matching import Match, Matcher, Stock
from hospital_onboard.intake.rows import (
    ReadRow,
    is_open_question,
    missing_fields,
    read_rows,
    whole_key_missing,
)
from hospital_onboard.intake.scoping import beyond, may_remove
from hospital_onboard.intake.showing import kinds_shown

#: Told how many more rows were looked at.
Tick = Callable[[int], None]
#: Sheets whose records belong to one operator through what they hang on.
_OF_OPERATOR = frozenset({"component", "site", "entrustment", "subcontract", "plan", "involvement", "measure"})


@dataclass(frozen=True)
class Context:
    """What is the same for the whole file. ``operator_id``: whose file it is, None when nobody said."""

    file: str
    sha256: str
    date1904: bool
    stock: Stock
    directory: Directory
    operator_id: str | None
    #: (sheet, row) -> id of the stored party that a person says it is, under another name.
    same: Mapping[tuple[str, int], str] = field(default_factory=dict)
    #: What the vendors of a vendor's file have to do with.
    scope: Scope | None = None
    #: Sheet -> the owners all of whose rows our template had.
    whole: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class Comparison:
    """The rows of all sheets of one file, in the order in which what is referred to comes first."""

    context: Context
    needed: set[str]
    _operators: set[str] = field(default_factory=set)
    _hanging: Hanging = field(init=False)
    #: Records that the file brings: id -> kind.
    _made: dict[str, str] = field(default_factory=dict)
    #: Party -> the newest day of the answers that the file brings.
    _days: dict[str, date] = field(default_factory=dict)
    #: Parties and the names by which a person says that the file means them.
    spelled: list[tuple[str, str]] = field(default_factory=list)
    #: Sheet -> what is stored where the file speaks, and the ids of what came back.
    known: dict[str, Mapping[str, Record]] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._hanging = Hanging(self.context.file)

    def sheet(self, layout: Layout, tick: Tick) -> list[Row]:
        """Every row of one sheet with its outcome."""
        context = self.context
        pending: list[Pending] = []
        for read in read_rows(layout, context.directory, context.file, date1904=context.date1904):
            chosen = context.same.get((layout.raw.name, read.number))
            if chosen is not None:
                read.record_id = chosen
                # The file's spelling is understood, not taken over.
                self.spelled.append((chosen, str(read.values.pop("name", read.shown))))
            pending.append(Pending(read, read.values, is_open_question(layout.sheet, read)))
            if len(pending) % 1000 == 0:
                tick(1000)
        speaking = [one for one in pending if not one.unanswered]
        self._fill_in(layout.sheet, [one.read for one in speaking])
        matcher = Matcher(layout.sheet, context.stock)
        matcher.prepare([one.read for one in pending], context.whole.get(layout.sheet.key, ()))
        for one in speaking:
            self._identify(layout, matcher, one)
        for one in speaking:
            self._resolve_later(layout, one)
        self._keep_within(layout, speaking)
        self._hanging.refuse(layout, speaking)
        self._note(layout.sheet.key, matcher.known, pending)
        return [self._decide(layout, one) for one in pending]

    def _fill_in(self, sheet: Sheet, rows: list[ReadRow]) -> None:
        if sheet.key == "equipment":
            known = self.context.operator_id or (next(iter(self._operators)) if len(self._operators) == 1 else None)
            fill_in_operator(rows, known)
        fill_in_party(sheet, rows, self.context.scope)
        fill_in_day(sheet, rows, self._days)

    def _note(self, key: str, known: Mapping[str, Record], pending: list[Pending]) -> None:
        """Which stored records the sheet speaks of; the newest day of each party's answers in it."""
        self.known[key] = {**self.known.get(key, {}), **known}
        seen = self.seen.setdefault(key, set())
        for one in pending:
            seen.add(one.read.record_id)
            if one.match is not None:
                seen.add(one.match.record_id)
            party, day = one.values.get("party"), one.values.get("as_of")
            new = key == "snapshot" and one.match is not None and one.match.stored is None and not one.read.refused
            if new and isinstance(day, date):
                self._days[str(party)] = max(day, self._days.get(str(party), day))

    def _identify(self, layout: Layout, matcher: Matcher, one: Pending) -> None:
        """Find where the row belongs and make it findable for the rows that name it."""
        sheet, read = layout.sheet, one.read
        if read.record_id or not any(name in read.wrong for name in sheet.identity):
            one.match = matcher.match(read, one.values)
            stored = one.match.stored
            if stored is not None and "name" in one.values and matcher.is_spelling(stored.id, one.values["name"]):
                one.values.pop("name")
            self._check_identity(layout, one, one.match)
        if sheet.key == "operator" and one.match and not read.refused:
            self._operators.add(one.match.record_id)
        if sheet.record.kind in self.needed:
            self._make_findable(layout, one)

    def _check_identity(self, layout: Layout, one: Pending, match: Match) -> None:
        read = one.read
        if match.stored is None:
            self._check_complete(layout, one)
        if match.earlier is not None and (one.values or read.later or match.stored is None):
            self._issue(layout, read, "duplicate-row", "", read.shown, {"row": str(match.earlier)})
        elif match.similar and not read.refused and not read.remove:
            params = dict(zip(("candidate_id", "candidate"), match.similar, strict=True))
            self._issue(layout, read, "similar-party", "name", read.shown, params)
        if self._is_elsewhere(layout.sheet, one, match):
            self._issue(layout, read, "other-operator", owner_field(layout.sheet.record) or "name", read.shown)

    def _check_complete(self, layout: Layout, one: Pending) -> None:
        read, sheet = one.read, layout.sheet
        blank = [] if read.remove else missing_fields(sheet, read, one.values)
        if len(blank) > 1 and whole_key_missing(sheet, read):
            self._issue(layout, read, "whole-row-missing-key", sheet.identity[0], "")
            return
        for name in blank:
            follows = name not in layout.columns and name != "operator"  # then the header's finding says it once
            self._issue(layout, read, "missing", name, "", follows=follows)

    def _is_elsewhere(self, sheet: Sheet, one: Pending, match: Match) -> bool:
        """Whether the row is about another operator than the one whose file this is."""
        mine, stored = self.context.operator_id, match.stored
        if mine is None or (stored is None and sheet.key not in ("operator", "equipment")):
            return False  # a new row can only name what is findable, and that is the operator's own
        if sheet.key == "operator":
            return match.record_id != mine
        owner = stored.__dict__.get(owner_field(sheet.record)) if stored else None
        if sheet.key == "equipment":
            return one.values.get("operator", mine) != mine or owner not in (None, mine)
        return sheet.key in _OF_OPERATOR and owner not in self.context.directory

    def _make_findable(self, layout: Layout, one: Pending) -> None:
        read, kind, match = one.read, layout.sheet.record, one.match
        if match and match.stored:
            entry = entry_from(kind, match.record_id, {**match.stored.__dict__, **one.values}, self._linked)
            if (layout.raw.name, read.number) in self.context.same:
                entry = replace(entry, also=(*entry.also, read.shown))
            self.context.directory.add(entry)
        elif match and not read.refused:
            self.context.directory.add(entry_from(kind, match.record_id, one.values, self._linked))
        elif read.shown:
            record_id = match.record_id if match else f"{layout.raw.name}!{read.number}"
            self._hanging.add(entry_from(kind, record_id, one.values, self._linked), layout, read)

    def _resolve_later(self, layout: Layout, one: Pending) -> None:
        """References under the same owner, once every row of the sheet can be found."""
        for name, text in one.read.later.items():
            shape = shape_of(layout.sheet.record, name)
            assert isinstance(shape, Ref)
            owner = self._owner_of(one, owner_field(KINDS[shape.kinds[0]]))
            found = self.context.directory.find(shape.kinds, text).ids
            ids = [i for i in found if owner is None or self.context.directory.owner_of(i) == owner]
            if len(ids) == 1:
                one.values[name] = ids[0]
            elif ids:
                params = {"titles": " / ".join(map(self._title, ids)), "count": str(len(ids))}
                self._issue(layout, one.read, "ambiguous-reference", name, text, params)
            else:
                self._issue(layout, one.read, "unknown-reference", name, text, {"kinds": kinds_shown(shape.kinds)})

    def _owner_of(self, one: Pending, name: str) -> object:
        stored = one.match.stored if one.match else None
        return one.values.get(name) or (stored.__dict__[name] if stored else None)

    def _keep_within(self, layout: Layout, pending: list[Pending]) -> None:
        """A vendor's file adds only where its vendors have to do with."""
        kind = layout.sheet.record.kind
        new = [one for one in pending if one.match and one.match.stored is None and not one.read.refused]
        self._made.update((one.match.record_id, kind) for one in new if one.match)
        for one in new if self.context.scope else ():
            self._beyond(layout, one, None, one.values)

    def _beyond(self, layout: Layout, one: Pending, stored: Record | None, says: Mapping[str, object]) -> None:
        scope = self.context.scope
        code = "" if scope is None else beyond(scope, layout.sheet.record.kind, stored, says, self._made)
        if scope is not None and code:
            column = next((name for name in says if name not in scope.own.get(stored.id if stored else "", ())), "")
            self._issue(layout, one.read, code, column, one.read.shown, {"parties": scope.called})

    def _decide(self, layout: Layout, one: Pending) -> Row:
        read, kind, match = one.read, layout.sheet.record.kind, one.match
        change: Change | None = None
        outcome: Outcome = "same" if one.unanswered else "refused"
        if not read.refused and match is not None:
            outcome, change = self._change(layout, one, match)
            if read.refused:
                outcome, change = "refused", None
        stored = match.stored if match is not None else None
        called = named(kind, {**(stored.__dict__ if stored else {}), **one.values}, self._linked)
        return Row(layout.raw.name, read.number, kind, outcome, called or read.shown, change, tuple(read.issues))

    def _change(self, layout: Layout, one: Pending, match: Match) -> tuple[Outcome, Change | None]:
        read, stored, sheet = one.read, match.stored, layout.sheet
        source = f"workbook:{self.context.sha256}:{layout.raw.name}!{read.number}"
        if read.remove:
            scope = self.context.scope
            if stored is not None and scope is not None and not may_remove(scope, stored):
                self._issue(layout, read, "not-yours", REMOVE, read.shown, {"parties": scope.called})
            return ("changed", Change(stored, None)) if stored else ("same", None)
        if stored is None:
            return "new", new_record(sheet.record, match.record_id, one.values, source)
        changes = differences(stored, one.values, by_key=read.record_id != stored.id)
        if not changes:
            return "same", None
        self._beyond(layout, one, stored, changes)
        read.issues += conflicts(
            stored, changes, lambda name: layout.place(self.context.file, read.number, name), self._title
        )
        return "changed", changed_record(stored, changes, source)

    def _issue(
        self,
        layout: Layout,
        read: ReadRow,
        code: str,
        column: str,
        seen: str,
        params: Mapping[str, str] | None = None,
        *,
        follows: bool = False,
    ) -> None:
        place = layout.place(self.context.file, read.number, column)
        read.issues.append(Issue(code, place, seen, params or {}, follows))

    def _title(self, record_id: str) -> str:
        return self.context.directory.title_of(record_id)

    def _linked(self, record_id: str) -> str | None:
        return self.context.directory.known_title(record_id)
