"""What a row leaves out because the file says it elsewhere: whose equipment, whose answer, as of which day."""

from collections.abc import Iterable, Mapping
from datetime import date

from hospital_onboard.domain.scope import OF_PARTY, Scope
from hospital_onboard.domain.sheets import Sheet
from hospital_onboard.intake.answers import LISTED
from hospital_onboard.intake.rows import ReadRow


def fill_in_operator(rows: Iterable[ReadRow], operator: str | None) -> None:
    """An equipment whose row does not say whose it is belongs to the operator whose file this is."""
    for row in rows:
        if operator is not None and "operator" not in row.wrong:
            row.values.setdefault("operator", operator)


def fill_in_party(sheet: Sheet, rows: Iterable[ReadRow], scope: Scope | None) -> None:
    """In a workbook made for one party, its answers need not say whose they are, nor its papers whom they are about."""
    name = "party" if sheet.key in OF_PARTY else "about" if sheet.key == "evidence" else ""
    if not name or scope is None or len(scope.parties) != 1:
        return
    (only,) = scope.parties
    for row in rows:
        if name not in row.wrong and not row.record_id:
            row.values.setdefault(name, only)


def fill_in_day(sheet: Sheet, rows: Iterable[ReadRow], days: Mapping[str, date]) -> None:
    """Holders, officers and sales without a day are those of the answer that the same file brings."""
    if sheet.key not in LISTED:
        return
    for row in rows:
        day = days.get(str(row.values.get("party")))
        if day is not None and "as_of" not in row.wrong and not row.record_id:
            row.values.setdefault("as_of", day)
