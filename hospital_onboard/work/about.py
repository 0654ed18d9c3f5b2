"""Which equipment or party a file is about, when the file itself cannot know."""

from hospital_onboard.domain.equipment import Equipment
from hospital_onboard.domain.finding import Directory, entry_of, name_key
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record
from hospital_onboard.intake.workbook import Unreadable
from hospital_onboard.store import records
from hospital_onboard.work.desk import Desk

_MOST_SHOWN = 20


def one_equipment(desk: Desk, operator_id: str | None, said: str, product: str) -> Equipment:
    """The equipment that a person named, else the one called like the file's product, else the only one there is.

    Raises:
        Unreadable: ``which-equipment`` (the person has to say), ``no-equipment``.
    """
    found = _one(desk, operator_id, said, product, ("equipment",))
    assert isinstance(found, Equipment)
    return found


def one_subject(desk: Desk, operator_id: str | None, said: str, product: str) -> Equipment | Party:
    """The same for a paper, which may also be about a party; a party has to be named.

    Raises:
        Unreadable: as ``one_equipment``.
    """
    found = _one(desk, operator_id, said, product, ("equipment", "party"))
    assert isinstance(found, (Equipment, Party))
    return found


def _one(desk: Desk, operator_id: str | None, said: str, product: str, kinds: tuple[str, ...]) -> Record:
    equipment = records.select(desk.store, Equipment, **({"operator": operator_id} if operator_id else {}))
    parties = records.select(desk.store, Party) if "party" in kinds and said else []
    every: dict[str, Record] = {record.id: record for record in (*equipment, *parties)}
    directory = Directory(entry_of(record, every.get) for record in every.values())
    if said:
        ids = directory.find(kinds, said).ids
    else:
        key = name_key(product) if product else ""
        ids = tuple(e.id for e in equipment if key and key in (name_key(e.product), name_key(directory.title_of(e.id))))
        if not ids and len(equipment) == 1:
            ids = (equipment[0].id,)
    if len(ids) == 1:
        return every[ids[0]]
    if not equipment:
        raise Unreadable("no-equipment", seen=said)
    titles = [directory.label(("equipment",), e.id) for e in equipment]
    choices = " / ".join(titles[:_MOST_SHOWN]) + (" …" if len(titles) > _MOST_SHOWN else "")
    raise Unreadable("which-equipment", seen=said, params={"choices": choices})
