"""What a bureau writes down about the phase-in: proposals, needs, facts with their source, candidates of the list."""

from typing import Final

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import Criterion, Wave
from hospital_onboard.domain.identifiers import new_id
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.phase import PhaseNeed, PhaseProposal, RoleFact
from hospital_onboard.domain.record import Record
from hospital_onboard.domain.refusal import INPUT_REFUSED, USAGE, Refusal
from hospital_onboard.reference.prefectures import find_prefecture
from hospital_onboard.store import records, saving
from hospital_onboard.text.dates import DateError, read_date
from hospital_onboard.text.normalise import clean, digits
from hospital_onboard.work import edit, who
from hospital_onboard.work.desk import Desk
from hospital_onboard.work.phase import Within
from hospital_onboard.work.phase_compare import CRITERIA

WAVES: Final[tuple[Wave, ...]] = ("year0", "year1", "year2", "year3")
#: Whose form answers a criterion; yes or no is read like any other yes or no.
_READ_AS: Final[dict[Criterion, str]] = {
    "beds": "beds",
    "last_resort": "wide_area",
    "wide_area": "wide_area",
    "emergency": "emergency",
    "disaster": "disaster",
    "back_up": "wide_area",
}
_MOST_NEEDED: Final = 50


def read_wave(text: str) -> Wave:
    """year0 … year3, or the bare number.

    Raises:
        Refusal: ``no-such-wave``.
    """
    wanted = clean(text).removeprefix("year")
    found = next((wave for wave in WAVES if wave.removeprefix("year") == wanted), None)
    if found is None:
        raise Refusal("no-such-wave", USAGE, where=text, known=", ".join(WAVES))
    return found


def propose(desk: Desk, code: str, wave: str, day: str = "", reason: str = "") -> PhaseProposal:
    """Propose a hospital for a wave; says so in its designation status too.

    Raises:
        Refusal: ``no-such-operator``, ``no-such-wave``, ``already-designated``, ``not-a-hospital``, ``bad-date``.
    """
    operator = hospital(desk, code)
    if operator.designation_status == "designated":
        raise Refusal("already-designated", where=operator.name)
    proposed_on = _day(day) if day else desk.on
    values = {
        "wave": read_wave(wave),
        "proposed_on": proposed_on,
        "reason": as_typed(desk, PhaseProposal, "reason", reason),
    }
    known = records.select(desk.store, PhaseProposal, operator=operator.id)
    before = known[0] if known else None
    if before is None:
        id = new_id("phase_proposal")
        made = PhaseProposal.model_validate({"id": id, "operator": operator.id, "origin": {"*": "form"}, **values})
    else:
        made = before.changed(**values)
    changes = [Change(before, made), *status_change(operator, "proposed")]
    saving.save(desk.store, changes, desk.stamp("propose", operator=operator.id))
    return made


def withdraw(desk: Desk, code: str) -> None:
    """Take a proposal back; the hospital is a candidate again.

    Raises:
        Refusal: ``no-such-operator``, ``not-proposed``, ``already-designated``.
    """
    operator = hospital(desk, code)
    if operator.designation_status == "designated":
        raise Refusal("already-designated", where=operator.name)
    known = records.select(desk.store, PhaseProposal, operator=operator.id)
    if not known and operator.designation_status != "proposed":
        raise Refusal("not-proposed", where=operator.name)
    changes = [*(Change(one, None) for one in known), *status_change(operator, "candidate")]
    saving.save(desk.store, changes, desk.stamp("withdraw", operator=operator.id))


def need(desk: Desk, prefecture: str, hospitals: str, reason: str = "") -> PhaseNeed:
    """Say that a prefecture needs so many hospitals, and why.

    Raises:
        Refusal: ``no-such-prefecture``, ``bad-need``.
    """
    place = find_prefecture(prefecture)
    if place is None:
        raise Refusal("no-such-prefecture", where=prefecture)
    count = digits(hospitals)
    if not (count.isascii() and count.isdigit()) or not 1 <= int(count) <= _MOST_NEEDED:
        raise Refusal("bad-need", where=hospitals, most=_MOST_NEEDED)
    known = records.select(desk.store, PhaseNeed, prefecture=place.code)
    values = {"hospitals": int(count), "reason": as_typed(desk, PhaseNeed, "reason", reason)}
    if known:
        made = known[0].changed(**values)
        change = Change(known[0], made)
    else:
        id = new_id("phase_need")
        made = PhaseNeed.model_validate({"id": id, "prefecture": place.code, "origin": {"*": "form"}, **values})
        change = Change(None, made)
    saving.save(desk.store, [change], desk.stamp("need"))
    return made


def state(desk: Desk, code: str, criterion: str, text: str, source: str, as_of: str = "") -> RoleFact:
    """Write down what a source says of a hospital on one criterion; earlier statements stay.

    Raises:
        Refusal: ``no-such-operator``, ``no-such-criterion``, ``bad-fact``, ``source-needed``.
    """
    operator = hospital(desk, code)
    known = next((one for one in CRITERIA if one == criterion.strip().replace("-", "_")), None)
    if known is None:
        raise Refusal("no-such-criterion", USAGE, where=criterion, known=", ".join(CRITERIA))
    said_by = as_typed(desk, RoleFact, "source", source)
    if said_by is None:
        raise Refusal("source-needed", INPUT_REFUSED, where=known)
    read = edit.read(desk, Operator, _READ_AS[known], text)
    if read.value is None:
        raise Refusal("bad-fact", INPUT_REFUSED, where=known, seen=text)
    when = as_typed(desk, RoleFact, "as_of", as_of)
    key = {"operator": operator.id, "criterion": known, "as_of": when, "source": said_by}
    said = {"said": str(read.value)}
    earlier = records.select(desk.store, RoleFact, **key)
    if earlier:
        made, change = earlier[0].changed(**said), earlier[0]
        saving.save(desk.store, [Change(change, made)], desk.stamp("state", operator=operator.id))
        return made
    made = RoleFact.model_validate({"id": new_id("role_fact"), "origin": {"*": "form"}, **key, **said})
    saving.save(desk.store, [Change(None, made)], desk.stamp("state", operator=operator.id))
    return made


def register_listed(desk: Desk, where: Within) -> tuple[Operator, ...]:
    """Register the hospitals of the shipped list that are in an area and not here yet, as candidates; one step."""
    from hospital_onboard.reference.hospitals import all_hospitals

    known = who.operators(desk)
    names, codes = {one.name for one in known}, {one.code for one in known if one.code}
    made = [
        who.operator_of(listed).changed(designation_status="candidate")
        for listed in all_hospitals()
        if listed.prefecture in where and listed.name_ja not in names and listed.code not in codes
    ]
    if made:
        saving.save(desk.store, [Change(None, one) for one in made], desk.stamp("register-listed"))
    return tuple(made)


def as_typed(desk: Desk, kind: type[Record], field: str, text: str) -> str | None:
    """A free text as a form would keep it; None when there is none.

    Raises:
        Refusal: ``note-too-long``.
    """
    if not text.strip():
        return None
    read = edit.read(desk, kind, field, text)
    if not isinstance(read.value, str):
        raise Refusal("note-too-long", INPUT_REFUSED, where=text[:20])
    return read.value


def hospital(desk: Desk, code: str) -> Operator:
    """The hospital somebody names.

    Raises:
        Refusal: ``no-such-operator``, ``which-operator``, ``not-a-hospital``.
    """
    operator = who.find_operator(desk, code)
    if operator.operator_kind != "hospital":
        raise Refusal("not-a-hospital", where=operator.name)
    return operator


def status_change(operator: Operator, status: str) -> list[Change]:
    """The change that gives an operator this status; none when it has it."""
    if operator.designation_status == status:
        return []
    origin = {**operator.origin, "designation_status": "form"}
    return [Change(operator, operator.changed(designation_status=status, origin=origin))]


def _day(text: str) -> object:
    try:
        return read_date(text)
    except DateError as fault:
        raise Refusal("bad-date", where="--on", seen=text, reason=fault.code) from fault
