"""What leaves the store: encrypting it for somebody, and writing down which facts about persons went where.

Every file that holds birth dates or nationalities, and every encrypted one, is an entry of the audit trail: its name,
how many persons it is about, and the public keys it was encrypted for.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

from hospital_onboard.domain.record import Record, is_personal
from hospital_onboard.report.written import Seal
from hospital_onboard.store import saving
from hospital_onboard.work import age_keys
from hospital_onboard.work.desk import Desk


def seal(keys: Collection[str]) -> Seal | None:
    """What encrypts a file for these public keys; None for none."""
    return (lambda content: age_keys.seal(content, keys)) if keys else None


def handed_out(
    desk: Desk, out: Path, officers: Iterable[Record], *, personal: bool, keys: Collection[str], operator: str = ""
) -> None:
    """Keep in the audit trail what the trail is for: facts about persons, and anything encrypted."""
    if personal:
        written_down(desk, out, officers, keys=keys, operator=operator)
    elif keys:
        source = f"{out.name} -> {' '.join(keys)}"
        saving.save(desk.store, [], desk.stamp("export_sealed", source=source, operator=operator))


def persons(records: Iterable[Record]) -> int:
    """How many of these records hold a birth date or a nationality."""
    return sum(any(is_personal(type(record), name) for name in record.says()) for record in records)


def written_down(
    desk: Desk, out: Path, records: Iterable[Record], *, keys: Collection[str] = (), operator: str = ""
) -> int:
    """Keep it in the audit trail; returns the number of persons.

    Args:
        records: whatever was written; the officers among them are counted.
        keys: public keys that the file was encrypted for.
    """
    count = persons(records)
    sealed = f" -> {' '.join(keys)}" if keys else ""
    stamp = desk.stamp("export_personal", source=f"{out.name} ({count}){sealed}", operator=operator)
    saving.save(desk.store, [], stamp)
    return count


def sealed_name(out: Path) -> Path:
    """What an encrypted zip is called: ``….zip.age``."""
    if out.suffix.lower() == ".age":
        return out
    return out.with_name(f"{out.name}.age" if out.suffix.lower() == ".zip" else f"{out.name}.zip.age")
