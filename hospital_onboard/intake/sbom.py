"""A bill of materials (SBOM) in one shape, whatever format it came in, and where each part hangs.

A product's makers list thousands of libraries. What may have to be filed are the parts that stand on their own, so by
default only those are offered (``offered``); the person is told how many were left and can ask for all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

#: Kinds of parts that are built into others; everything else (applications, operating systems, devices …) stands alone.
_BUILT_IN = frozenset({"", "library", "framework", "file", "data", "source", "archive", "install", "patch", "other"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``number`` counts the file's parts from 1; ``parent`` is another part's ``ref``, empty at the top."""

    ref: str
    name: str
    version: str = ""
    type: str = ""
    purl: str = ""
    cpe: str = ""
    supplier: str = ""
    parent: str = ""
    number: int = 0

    @property
    def built_in(self) -> bool:
        """A library or the like."""
        return self.type in _BUILT_IN


@dataclass(frozen=True)
class Sbom:
    """What an SBOM says. ``name`` and ``version`` are those of the product it is about, as far as it says."""

    format: str
    name: str
    version: str
    #: ISO day, or empty.
    made_on: str
    #: The file says what hangs on what; without that every part is at the top.
    has_tree: bool
    parts: list[Part] = field(default_factory=list)


def placed(parts: Iterable[Part], root: str, needs: Mapping[str, list[str]]) -> tuple[list[Part], bool]:
    """The parts with their parents, and whether anything was known about them.

    A part that lies inside another one keeps that parent; the others hang where the shortest way from the product
    reaches them. ``needs`` maps a ref to the refs it depends on; rings and refs of nothing do no harm.
    """
    known = _by_ref(parts)
    inside = {ref: part.parent for ref, part in known.items() if part.parent in known}
    above = _shortest(root, needs, known.keys() - inside.keys()) | inside
    numbered = enumerate(known.values(), start=1)
    return [replace(part, parent=above.get(part.ref, ""), number=n) for n, part in numbered], bool(above)


def _by_ref(parts: Iterable[Part]) -> dict[str, Part]:
    """A ref that is used twice, or missing, names the first part only; the others stay, under refs of their own."""
    known: dict[str, Part] = {}
    for number, part in enumerate(parts):
        ref = part.ref if part.ref and part.ref not in known else f"{part.ref}\0{number}"
        known[ref] = part if ref == part.ref else replace(part, ref=ref)
    return known


def _shortest(root: str, needs: Mapping[str, list[str]], free: set[str]) -> dict[str, str]:
    """Ref -> what it hangs on; what nothing needs is at the top with what the product itself needs."""
    needed = {ref for user, refs in needs.items() for ref in refs if user in free and user != ref}
    top = [ref for ref in needs.get(root, ()) if ref in free] or sorted(free - needed)
    above: dict[str, str] = dict.fromkeys(top, "")
    level = top
    while level:
        below: list[str] = []
        for user in level:
            for ref in needs.get(user, ()):
                if ref in free and ref not in above:
                    above[ref] = user
                    below.append(ref)
        level = below
    return above if any(needs.values()) else {}


def offered(sbom: Sbom, *, everything: bool) -> list[Part]:
    """The parts to take, each hanging on one that is taken too.

    Without ``everything``: what hangs directly on the product, and whatever is no library. Where the file has no tree,
    only what is no library, or all if there is nothing else.
    """
    if everything:
        return _joined(sbom.parts, sbom.parts)
    alone = [part for part in sbom.parts if not part.built_in or (sbom.has_tree and not part.parent)]
    return _joined(alone or sbom.parts, sbom.parts)


def _joined(taken: list[Part], every: list[Part]) -> list[Part]:
    """Parts whose parent is left out hang on the next one above that is taken; a ring is cut."""
    by_ref = {part.ref: part for part in every}
    staying = {part.ref for part in taken}
    return [replace(part, parent=_above(part, by_ref, staying)) for part in taken]


def _above(part: Part, by_ref: Mapping[str, Part], staying: set[str]) -> str:
    passed = {part.ref}
    ref = part.parent
    while ref and ref not in passed:
        if ref in staying:
            return "" if _in_a_ring(ref, by_ref) else ref
        passed.add(ref)
        ref = by_ref[ref].parent if ref in by_ref else ""
    return ""


def _in_a_ring(ref: str, by_ref: Mapping[str, Part]) -> bool:
    passed: set[str] = set()
    while ref and ref in by_ref:
        if ref in passed:
            return True
        passed.add(ref)
        ref = by_ref[ref].parent
    return False
