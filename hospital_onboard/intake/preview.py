"""What a workbook would do to the store, row by row. Writes nothing and asks the store once per sheet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.finding import Directory, entry_from, owner_field
from hospital_onboard.domain.issue import Issue
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import named
from hospital_onboard.domain.preview import Outcome, Row
from hospital_onboard.domain.record import shape_of
from hospital_onboard.domain.shapes import Ref
from hospital_onboard.domain.sheets import SHEETS, Sheet
from hospital_onboard.intake.columns import Layout
from hospital_onboard.intake.compare import changed_record, conflicts, differences, new_record
from hospital_onboard.intake.matching import Match, Matcher, Stock
from hospital_onboard.intake.rows import ReadRow, missing_fields, named_kinds, read_rows, whole_key_missing
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


@dataclass
class _Pending:
    """A row on its way: read, matched, not decided."""

    read: ReadRow
    values: dict[str, object]
    match: Match | None = None


@dataclass
class Comparison:
    """The rows of all sheets of one file, in the order in which what is referred to comes first."""

    context: Context
    needed: set[str]
    _operators: set[str] = field(default_factory=set)
    #: What refused rows are called, so that rows naming them are not told that nobody knows the name.
    _refused: Directory = field(default_factory=Directory)
    #: Id of a refused row's record -> where the row is.
    _dead: dict[str, str] = field(default_factory=dict)

    def sheet(self, layout: Layout, tick: Tick) -> list[Row]:
        """Every row of one sheet with its outcome."""
        context = self.context
        pending: list[_Pending] = []
        for read in read_rows(layout, context.directory, context.file, date1904=context.date1904):
            chosen = context.same.get((layout.raw.name, read.number))
            if chosen is not None:
                read.record_id = chosen
                read.values.pop("name", None)  # the file's spelling is understood, not taken over
            pending.append(_Pending(read, read.values))
            if len(pending) % 1000 == 0:
                tick(1000)
        if layout.sheet.key == "equipment":
            self._default_operator(pending)
        matcher = Matcher(layout.sheet, context.stock)
        matcher.prepare([one.read for one in pending])
        for one in pending:
            self._identify(layout, matcher, one)
        for one in pending:
            self._resolve_later(layout, one)
        self._refuse_what_hangs_on_refused(layout, pending)
        return [self._decide(layout, one) for one in pending]

    def _default_operator(self, pending: list[_Pending]) -> None:
        """An equipment whose row does not say whose it is belongs to the operator whose file this is."""
        operator = self.context.operator_id or (next(iter(self._operators)) if len(self._operators) == 1 else None)
        for one in pending:
            if operator is not None and "operator" not in one.read.wrong:
                one.values.setdefault("operator", operator)

    def _identify(self, layout: Layout, matcher: Matcher, one: _Pending) -> None:
        """Find where the row belongs and make it findable for the rows that name it."""
        sheet, read = layout.sheet, one.read
        if read.record_id or not any(name in read.wrong for name in sheet.identity):
            one.match = matcher.match(read, one.values)
            self._check_identity(layout, one, one.match)
        if sheet.key == "operator" and one.match and not read.refused:
            self._operators.add(one.match.record_id)
        if sheet.record.kind in self.needed:
            self._make_findable(layout, one)

    def _check_identity(self, layout: Layout, one: _Pending, match: Match) -> None:
        read = one.read
        if match.stored is None:
            self._check_complete(layout, one)
        if match.earlier is not None:
            self._issue(layout, read, "duplicate-row", "", read.shown, {"row": str(match.earlier)})
        elif match.similar and not read.refused and not read.remove:
            params = dict(zip(("candidate_id", "candidate"), match.similar, strict=True))
            self._issue(layout, read, "similar-party", "name", read.shown, params)
        if self._is_elsewhere(layout.sheet, one, match):
            self._issue(layout, read, "other-operator", owner_field(layout.sheet.record) or "name", read.shown)

    def _check_complete(self, layout: Layout, one: _Pending) -> None:
        read, sheet = one.read, layout.sheet
        blank = [] if read.remove else missing_fields(sheet, read, one.values)
        if len(blank) > 1 and whole_key_missing(sheet, read):
            self._issue(layout, read, "whole-row-missing-key", sheet.identity[0], "")
            return
        for name in blank:
            follows = name not in layout.columns and name != "operator"  # then the header's finding says it once
            self._issue(layout, read, "missing", name, "", follows=follows)

    def _is_elsewhere(self, sheet: Sheet, one: _Pending, match: Match) -> bool:
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

    def _make_findable(self, layout: Layout, one: _Pending) -> None:
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
            entry = entry_from(kind, record_id, one.values, self._linked)
            self._refused.add(replace(entry, also=(*entry.also, read.shown)))
            self._dead[record_id] = f"{layout.raw.name}!{read.number}"

    def _resolve_later(self, layout: Layout, one: _Pending) -> None:
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

    def _owner_of(self, one: _Pending, name: str) -> object:
        stored = one.match.stored if one.match else None
        return one.values.get(name) or (stored.__dict__[name] if stored else None)

    def _refuse_what_hangs_on_refused(self, layout: Layout, pending: list[_Pending]) -> None:
        """A row that names a refused row cannot be taken; and so on down to the last that names it."""
        for one in pending:
            if any(issue.code == "unknown-reference" for issue in one.read.issues):
                one.read.issues = [self._explained(layout, issue) for issue in one.read.issues]
            self._note_dead(layout, one)
        references = [n for n in layout.sheet.fields if isinstance(shape_of(layout.sheet.record, n), Ref)]
        again = bool(self._dead)
        while again:
            again = False
            for one in pending:
                cause = next((n for n in references if one.values.get(n) in self._dead), None)
                if cause is None or one.read.refused:
                    continue
                row = self._dead[str(one.values[cause])]
                self._issue(layout, one.read, "refused-reference", cause, row, {"row": row}, follows=True)
                again = self._note_dead(layout, one) or again

    def _note_dead(self, layout: Layout, one: _Pending) -> bool:
        match = one.match
        if match is None or match.stored is not None or match.earlier is not None or not one.read.refused:
            return False
        self._dead.setdefault(match.record_id, f"{layout.raw.name}!{one.read.number}")
        return True

    def _explained(self, layout: Layout, issue: Issue) -> Issue:
        """ "Refused above" in the place of "unknown" when a refused row has that name."""
        name = next((n for n in layout.columns if layout.place("", 1, n).column == issue.place.column), "")
        shape = shape_of(layout.sheet.record, name) if name else None
        if issue.code != "unknown-reference" or not isinstance(shape, Ref):
            return issue
        found = self._refused.find(shape.kinds, issue.seen)
        if not found.ids:
            return issue
        return Issue("refused-reference", issue.place, issue.seen, {"row": self._dead[found.ids[0]]}, follows=True)

    def _decide(self, layout: Layout, one: _Pending) -> Row:
        read, kind, match = one.read, layout.sheet.record.kind, one.match
        change: Change | None = None
        outcome: Outcome = "refused"
        called = ""
        if not read.refused and match is not None:
            outcome, change = self._change(layout, one, match)
            said = {**(match.stored.__dict__ if match.stored else {}), **one.values}
            called = named(kind, said, self._linked)
        return Row(layout.raw.name, read.number, kind, outcome, called or read.shown, change, tuple(read.issues))

    def _change(self, layout: Layout, one: _Pending, match: Match) -> tuple[Outcome, Change | None]:
        read, stored, sheet = one.read, match.stored, layout.sheet
        source = f"workbook:{self.context.sha256}:{layout.raw.name}!{read.number}"
        if read.remove:
            return ("changed", Change(stored, None)) if stored else ("same", None)
        if stored is None:
            return "new", new_record(sheet.record, match.record_id, one.values, source)
        changes = differences(stored, one.values, by_key=read.record_id != stored.id)
        if not changes:
            return "same", None
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


def kinds_needed(layouts: Iterable[Layout]) -> set[str]:
    """Kinds of records that must be findable: what cells refer to, and what rows hang on."""
    needed: set[str] = set()
    for layout in layouts:
        owner = owner_field(layout.sheet.record)
        shape = shape_of(layout.sheet.record, owner) if owner else None
        needed |= named_kinds(layout) | set(shape.kinds if isinstance(shape, Ref) else ())
    return needed


def sole_operator(layouts: Iterable[Layout], operators: Directory, file: str) -> str | None:
    """The stored operator whose file this is, when the file itself names one and no other."""
    rows = [
        row
        for layout in layouts
        if layout.sheet.key == "operator"
        for row in read_rows(layout, operators, file, date1904=False)
    ]
    if len(rows) != 1:
        return None
    said = rows[0].values
    names = (rows[0].record_id, str(said.get("code", "")), str(said.get("name", "")))
    found = (operators.find(("operator",), name).ids for name in names if name)
    return next((ids[0] for ids in found if len(ids) == 1), None)


def in_order(layouts: Iterable[Layout]) -> list[Layout]:
    """What is referred to before what refers to it; two sheets of a kind in the file's order."""
    order = list(SHEETS)
    return sorted(layouts, key=lambda layout: order.index(layout.sheet.key))
