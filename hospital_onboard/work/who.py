"""Saying who you are: choosing your hospital or the agency, your language, and where you left off."""

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.refusal import Refusal
from hospital_onboard.reference.hospitals import ReferenceHospital, agency, find_hospitals
from hospital_onboard.store import receipts, records, saving
from hospital_onboard.text.wording import LANGUAGES, Lang
from hospital_onboard.work.desk import Desk


def operators(desk: Desk) -> tuple[Operator, ...]:
    """Everyone whose inventory this store holds, by name."""
    return records.select(desk.store, Operator)


def find_operator(desk: Desk, said: str) -> Operator:
    """The operator with this institution code, id or name; the only one when nothing is said.

    Raises:
        Refusal: ``no-such-operator``, ``which-operator``, ``no-operator-yet``.
    """
    known = operators(desk)
    if not known:
        raise Refusal("no-operator-yet")
    if not said:
        likely = likely_operator(desk)
        if likely is not None:
            return likely
        raise Refusal("which-operator", where=", ".join(_handle(o) for o in known[:5]))
    found = [o for o in known if said in (o.code, o.id, o.name, o.name_en)]
    if len(found) != 1:
        raise Refusal("no-such-operator", where=said)
    return found[0]


def likely_operator(desk: Desk) -> Operator | None:
    """Whom a person means who says nothing: the one last worked on, or the only one."""
    known = operators(desk)
    return current(desk) or (known[0] if len(known) == 1 else None)


def search_reference(text: str, limit: int = 20) -> tuple[ReferenceHospital, ...]:
    """Hospitals of the shipped list by name, prefecture or code."""
    return find_hospitals(text, limit)


def register_hospital(desk: Desk, chosen: ReferenceHospital) -> Operator:
    """Register a hospital from the shipped list; each filled value keeps how far it may be trusted.

    Raises:
        Refusal: ``operator-exists``.
    """
    return _register(desk, operator_of(chosen))


def operator_of(chosen: ReferenceHospital) -> Operator:
    """A new operator with what the shipped list says; each value keeps how far it may be trusted."""
    values: dict[str, tuple[object, str]] = {
        "name": (chosen.name_ja, chosen.listed.confidence),
        "name_en": (chosen.name_en or None, chosen.name_en_from.confidence),
        "code": (chosen.code, chosen.code_from.confidence),
        "corporation": (chosen.operator or None, chosen.operator_from.confidence),
        "prefecture": (chosen.prefecture, chosen.listed.confidence),
        "beds": (chosen.beds, chosen.beds_from.confidence),
        "emergency": (_known(chosen.emergency), chosen.emergency_from.confidence),
        "disaster": (_known(chosen.disaster), chosen.disaster_from.confidence),
    }
    answered = {name: value for name, (value, _) in values.items() if value is not None}
    origin = {name: f"reference:{values[name][1]}" for name in answered}
    return Operator.model_validate(
        {
            "id": new_id("operator"),
            "operator_kind": "hospital",
            "origin": {"*": "form", **origin},
            **answered,
        }
    )


def register_agency(desk: Desk) -> Operator:
    """Register the national agency.

    Raises:
        Refusal: ``operator-exists``.
    """
    named = agency().name.value
    return _register(
        desk,
        Operator(
            id=new_id("operator"),
            operator_kind="agency",
            name=named.ja,
            name_en=named.en,
            origin={"*": "reference:sourced", "name_en": f"reference:{agency().name_en_provenance.confidence}"},
        ),
    )


def register_other(desk: Desk, name: str) -> Operator:
    """Register a hospital that is not on the shipped list, by name alone; the rest is asked later.

    Raises:
        Refusal: ``operator-exists``, ``name-needed``.
    """
    if not name.strip():
        raise Refusal("name-needed")
    return _register(
        desk,
        Operator(
            id=new_id("operator"),
            operator_kind="hospital",
            name=name.strip(),
            origin={"*": "form"},
        ),
    )


def current(desk: Desk) -> Operator | None:
    """Whose inventory this person worked on last."""
    chosen = receipts.preference(desk.store, desk.who, "operator")
    return records.get(desk.store, Operator, chosen) if chosen else None


def choose(desk: Desk, operator_id: str) -> None:
    """Work on this operator's inventory from now on."""
    receipts.set_preference(desk.store, desk.who, "operator", operator_id)


def language(desk: Desk) -> Lang:
    """The person's language; Japanese until they say otherwise."""
    said = receipts.preference(desk.store, desk.who, "language", "ja")
    return next((lang for lang in LANGUAGES if lang == said), "ja")


def set_language(desk: Desk, lang: Lang) -> None:
    """Speak this language to this person from now on."""
    receipts.set_preference(desk.store, desk.who, "language", lang)


def place(desk: Desk, key: str) -> str:
    """Where the person left off; empty when they never were there."""
    return receipts.preference(desk.store, desk.who, f"place.{key}")


def remember_place(desk: Desk, key: str, value: str) -> None:
    """Keep where the person is, to resume there."""
    receipts.set_preference(desk.store, desk.who, f"place.{key}", value)


def _register(desk: Desk, operator: Operator) -> Operator:
    for known in operators(desk):
        if known.name == operator.name or (known.code and known.code == operator.code):
            raise Refusal("operator-exists", where=_handle(known))
    saving.save(desk.store, [Change(None, operator)], desk.stamp("register", operator=operator.id))
    choose(desk, operator.id)
    return records.get(desk.store, Operator, operator.id) or operator


def _known(value: str) -> str | None:
    return None if value == "unknown" else value


def _handle(operator: Operator) -> str:
    return f"{operator.code or operator.id} {operator.name}"
