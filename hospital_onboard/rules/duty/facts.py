"""Named facts of a case: ``operator.designated_on``, ``supplier.form``, ``transition.first_duty_day``.

``<root>.<field>`` reads a field of the record that the root stands for; everything else is derived (``derived.py``). An
answer of "unknown" is no answer. Values are text: codes, ISO days, digits.
"""

from typing import Final

from hospital_onboard.domain.determination import FactUse, ParameterUse
from hospital_onboard.domain.entrustment import Entrustment, Subcontract
from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice
from hospital_onboard.rules.duty.case import Case
from hospital_onboard.rules.duty.derived import DERIVED, VOCABULARY
from hospital_onboard.rules.duty.told import told

#: What each root stands for. The plan's own records come first, then what a rule is being asked about.
ROOTS: Final[dict[str, str]] = {
    "operator": "operator",
    "plan": "plan",
    "equipment": "equipment",
    "supplier": "party",
    "entrustment": "entrustment",
    "contractor": "party",
    "urgent": "urgent_case",
    "component": "component",
    "product": "component",
    "party": "party",
    "involvement": "involvement",
    "subcontract": "subcontract",
    "subcontractor": "party",
}
#: The same whichever subject is asked about.
_OF_THE_PLAN: Final = frozenset(
    {"operator", "plan", "equipment", "supplier", "entrustment", "contractor", "urgent", "transition"}
)


class Facts:
    """The facts of a case as one subject sees them; facts of the plan itself are found out once for all subjects."""

    def __init__(self, case: Case, subject: Record, item: str = "", shared: dict[str, FactUse] | None = None) -> None:
        self.case = case
        self.subject = subject
        #: The measure asked about, if any.
        self.item = item
        self._shared: dict[str, FactUse] = {} if shared is None else shared
        self._own: dict[str, FactUse] = {}

    def about(self, subject: Record, item: str = "") -> "Facts":
        """The same case seen from another subject."""
        return Facts(self.case, subject, item, self._shared)

    def get(self, name: str) -> FactUse:
        """A fact. Raises ``KeyError`` for a name that is not known."""
        root = name.partition(".")[0]
        cache = self._shared if root in _OF_THE_PLAN else self._own
        if name not in cache:
            derivation = DERIVED.get(name)
            cache[name] = self.read(name) if derivation is None else derivation(self)
        return cache[name]

    def read(self, name: str) -> FactUse:
        """What a record says, without any derivation."""
        root, _, field = name.partition(".")
        record, where, link = self._record(root)
        if record is None:
            return FactUse(name, None, where, link)
        return told(record, field, name)

    def _record(self, root: str) -> tuple[Record | None, str, str]:
        """The record of a root; failing that, the record and field that would have to name it."""
        case = self.case
        match root:
            case "operator":
                return case.inventory.operator, "", ""
            case "plan":
                return case.plan, "", ""
            case "equipment":
                return case.equipment, "", ""
            case "supplier":
                return case.party(case.equipment.supplier), case.equipment.id, "supplier"
            case "entrustment":
                return case.entrustment, case.plan.id, "entrustment"
            case "contractor":
                contract = case.entrustment
                where = (case.plan.id, "entrustment") if contract is None else (contract.id, "contractor")
                return case.party(contract.contractor if contract else None), *where
            case "urgent":
                return case.urgent, case.plan.id, ""
            case "subcontractor":
                assert isinstance(self.subject, Subcontract)
                return case.party(self.subject.subcontractor), self.subject.id, "subcontractor"
            case _:
                return self.subject, "", ""

    def parameter(self, id: str) -> ParameterUse | None:
        """A number of the law on the law day."""
        return self.case.reading.parameter(id)

    def contract_or_equipment(self) -> Equipment | Entrustment:
        """What the plan's measures are about."""
        entrusts = self.case.plan.plan_kind == "entrustment"
        return self.case.entrustment if entrusts and self.case.entrustment is not None else self.case.equipment


class _KnownFacts:
    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        root, _, field = name.partition(".")
        return name in DERIVED or (root in ROOTS and field in KINDS[ROOTS[root]].asked())


#: Answers whether a condition may name a fact.
KNOWN_FACTS: Final = _KnownFacts()


def vocabulary_of(name: str) -> str:
    """The vocabulary of a fact's codes; empty when its value is no code. Also takes ``<kind>.<field>``."""
    if name in VOCABULARY:
        return VOCABULARY[name]
    root, _, field = name.partition(".")
    kind = KINDS.get(ROOTS.get(root, root))
    if kind is None or field not in kind.asked():
        return ""
    shape = shape_of(kind, field)
    return shape.vocabulary if isinstance(shape, Choice) else ""
