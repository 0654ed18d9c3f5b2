"""Whether records and files fit each other: what is missing, damaged, left over, or readable but should not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from hospital_onboard.domain.plan import Evidence
from hospital_onboard.domain.refusal import STORE_REFUSED, Refusal
from hospital_onboard.report.written import Progress, silent
from hospital_onboard.store import records, saving
from hospital_onboard.work import papers
from hospital_onboard.work.desk import Desk

#: ``orphan``: a file that no record names. ``unsealed``: a person's paper that is kept readable.
Code = Literal["missing", "damaged", "unsealed", "orphan"]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; ``evidence`` is None for a file that no record names."""

    code: Code
    sha256: str
    evidence: Evidence | None = None
    size: int = 0


@dataclass(frozen=True)
class Checked:
    """How many papers have a file, how many files there are, and what is wrong."""

    papers: int
    files: int
    findings: tuple[Finding, ...]


def check(desk: Desk, progress: Progress = silent, cancelled: Callable[[], bool] = lambda: False) -> Checked:
    """Read every file once. Papers that only the import knows by digest count as missing too.

    Raises:
        Refusal: ``no-file-area``, ``files-denied``.
    """
    area = papers.area(desk)
    named = {e.file_sha256: e for e in records.select(desk.store, Evidence) if e.file_sha256 is not None}
    kept = list(area.all())
    there = {one.sha256 for one in kept}
    found = [Finding("missing", sha, evidence) for sha, evidence in named.items() if sha not in there]
    for n, one in enumerate(kept):
        progress(n, len(kept))
        if cancelled():
            break
        evidence = named.get(one.sha256)
        if not area.is_sound(one):
            found.append(Finding("damaged", one.sha256, evidence, one.size))
        elif evidence is None:
            found.append(Finding("orphan", one.sha256, None, one.size))
        elif not one.sealed and papers.is_personal(evidence):
            found.append(Finding("unsealed", one.sha256, evidence, one.size))
    return Checked(len(named), len(kept), tuple(found))


def mend(desk: Desk, findings: Iterable[Finding], *, delete_orphans: bool = False) -> int:
    """Encrypt what is readable though it should not be; delete files that no record names, when asked to.

    Returns how many were mended; a missing or damaged paper must be attached again.

    Raises:
        Refusal: ``orphans-shared``: in a folder that several people reach, a file that this database does not know may
            be somebody else's; ``no-officer-key`` and what the area raises.
    """
    if delete_orphans and papers.is_shared(desk):
        raise Refusal("orphans-shared", STORE_REFUSED, where=str(papers.area(desk).root))
    area, mended = papers.area(desk), 0
    for finding in findings:
        if finding.code == "unsealed" and finding.evidence is not None:
            mended += papers.seal_kept(desk, finding.evidence)
        elif finding.code == "orphan" and delete_orphans:
            area.drop(finding.sha256)
            mended += 1
    if mended:
        saving.save(desk.store, [], desk.stamp("mend_papers", source=str(mended)))
    return mended
