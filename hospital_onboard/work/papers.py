"""The papers behind the records: where they are kept, putting one in, taking one out.

Papers that carry birth dates or nationalities of persons are kept encrypted (``work.officer_keys``); everything else
as it is. Nothing here looks into a paper.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hospital_onboard.domain.change import Change
from hospital_onboard.domain.codes import PERSONAL_PAPERS
from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.preview import Preview
from hospital_onboard.domain.refusal import INPUT_REFUSED, STORE_REFUSED, Refusal
from hospital_onboard.store import engine, files, saving
from hospital_onboard.store.files import FileArea
from hospital_onboard.work import age_keys, officer_keys
from hospital_onboard.work.desk import Desk

#: Folder of the papers of a shared database; every person who uses it must reach the same folder.
SHARED_FOLDER: Final = "HOSPITAL_ONBOARD_FILES"


def area(desk: Desk) -> FileArea:
    """Where the papers of the desk's store are kept.

    Raises:
        Refusal: ``no-file-area`` for a shared database whose folder nobody has said.
    """
    path = engine.sqlite_path(desk.store.engine)
    if path is not None:
        return files.beside(path)
    folder = os.environ.get(SHARED_FOLDER)
    if not folder:
        raise Refusal("no-file-area", STORE_REFUSED, where=SHARED_FOLDER)
    return FileArea(Path(folder).expanduser())


def has_area(desk: Desk) -> bool:
    """Whether papers can be kept at all."""
    return not is_shared(desk) or bool(os.environ.get(SHARED_FOLDER))


def is_shared(desk: Desk) -> bool:
    """Whether several people keep their papers in one folder that somebody chose."""
    return engine.sqlite_path(desk.store.engine) is None


def is_personal(evidence: Evidence) -> bool:
    """Whether the paper carries birth dates or nationalities of persons."""
    return evidence.evidence_kind in PERSONAL_PAPERS


def keep(desk: Desk, content: bytes, *, personal: bool) -> str:
    """Keep a paper, encrypted when it is ``personal``; returns its sha256.

    Raises:
        Refusal: ``no-officer-key`` when nobody could open it again; what ``area`` and ``FileArea.keep`` raise.
    """
    where = area(desk)
    if not personal:
        return where.keep(content)
    sha256 = files.digest(content)
    where.keep_sealed(sha256, age_keys.seal(content, officer_keys.required_recipients(desk)))
    where.drop_open(sha256)
    return sha256


def keep_imported(desk: Desk, found: Preview, changes: Iterable[Change]) -> None:
    """Keep the imported file itself where it becomes a paper: a question sheet, an SBOM.

    A shared database that has no folder for papers yet takes the records alone; ``evidence check`` names what lacks.

    Raises:
        Refusal: ``file-changed`` when it is not the file that was read any more; what ``FileArea.keep`` raises.
    """
    named = (change.after for change in changes if change.before is None)
    if not any(isinstance(e, Evidence) and e.file_sha256 == found.sha256 for e in named) or found.place is None:
        return
    if not has_area(desk):
        return
    try:
        content = found.place.read_bytes()
    except OSError as fault:
        raise Refusal("file-changed", INPUT_REFUSED, where=str(found.place)) from fault
    if files.digest(content) != found.sha256:
        raise Refusal("file-changed", INPUT_REFUSED, where=str(found.place))
    area(desk).keep(content)


def content(desk: Desk, evidence: Evidence, ask: age_keys.Ask) -> bytes:
    """The paper itself, checked against its digest. That a person's paper was opened is written down.

    Args:
        ask: asks for the passphrase, should the key need one.

    Raises:
        Refusal: ``no-file``, ``file-missing``, ``file-damaged``, or what the key says (``age_keys.unseal``).
    """
    sha256, where = evidence.file_sha256, area(desk)
    if sha256 is None:
        raise Refusal("no-file", where=evidence.title)
    if where.is_open(sha256):
        return where.read(sha256)
    sealed = where.read_sealed(sha256)
    opened = age_keys.unseal(sealed, officer_keys.identity_file(), ask, where=evidence.title)
    if files.digest(opened) != sha256:
        raise Refusal("file-damaged", STORE_REFUSED, where=evidence.title)
    saving.save(desk.store, [], desk.stamp("open_paper", source=f"{evidence.id} {evidence.title}"))
    return opened


def seal_kept(desk: Desk, evidence: Evidence) -> bool:
    """Encrypt a paper that is kept readable although it is a person's; returns whether there was anything to do.

    Raises:
        Refusal: ``no-officer-key``, ``file-damaged`` and what the area raises.
    """
    sha256, where = evidence.file_sha256, area(desk)
    if sha256 is None or not is_personal(evidence) or not where.is_open(sha256):
        return False
    keep(desk, where.read(sha256), personal=True)
    return True
