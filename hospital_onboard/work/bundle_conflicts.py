"""Where those who sent bundles disagree: both values, and who said which. Nothing is lost by merging."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from hospital_onboard.domain.bundle import Version
from hospital_onboard.domain.issue import Issue, Place
from hospital_onboard.domain.joining import Clash, clashes
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.naming import title
from hospital_onboard.domain.record import is_personal, shape_of
from hospital_onboard.domain.shapes import Choice
from hospital_onboard.store import deliveries, records
from hospital_onboard.store.deliveries import Kept
from hospital_onboard.text.wording import Lang, Words, words
from hospital_onboard.work import show
from hospital_onboard.work.bundle_versions import Knowledge, own_version
from hospital_onboard.work.desk import Desk

SCHEMA: Final = "hospital-onboard/bundle-conflicts/1"
_MASKED: Final = "●●●"


@dataclass(frozen=True)
class Conflict:
    """One field of one record of which two sources say different things. ``kept`` is shown in the store, ``other`` not;
    ``who`` said the other, ``at`` (ISO, UTC) when. Values are codes and ISO days; personal ones are masked."""

    kind: str
    target: str
    field: str
    kept: str
    other: str
    who: str
    at: str

    @classmethod
    def of(cls, clash: Clash, who: str) -> "Conflict":
        """The same for a person."""
        kept, other = (shown(clash.kind, clash.field, value) for value in (clash.kept, clash.other))
        return cls(clash.kind, clash.target, clash.field, kept, other, who, clash.version.at)

    def issue(self, place: Place, say: Words) -> Issue:
        """The same as a finding on the record's row."""
        header = say(f"field.{self.kind}.{self.field}")
        params = {"kept": self.labelled(self.kept, say), "who": self.who}
        return Issue(
            "bundle-clash",
            Place(place.file, place.sheet, place.row, "", header),
            self.labelled(self.other, say),
            params,
        )

    def labelled(self, value: str, say: Words) -> str:
        """A code by its label; a blank as such."""
        shape = shape_of(KINDS[self.kind], self.field)
        if isinstance(shape, Choice) and value in shape.codes:
            return say.choice(shape.vocabulary, value)
        return value or say("bundle.blank")

    def to_json(self) -> dict[str, Any]:
        """One element of ``conflicts``."""
        return {name: getattr(self, name) for name in ("kind", "target", "field", "kept", "other", "who", "at")}


def shown(kind: str, field: str, value: Any) -> str:
    """A value as text; what is masked on screen is masked here."""
    if value is None:
        return ""
    return _MASKED if is_personal(KINDS[kind], field) else str(value)


@dataclass(frozen=True)
class Open:
    """A conflict with what the record is called."""

    title: str
    conflict: Conflict


def conflicts(desk: Desk, lang: Lang = "ja") -> list[Open]:
    """Every disagreement that stands. It is settled by whoever says the same later, or by a change made here since."""
    known = Knowledge(desk.store)
    of_target: dict[str, list[Kept]] = defaultdict(list)
    for kept in deliveries.of_kinds(desk.store):
        of_target[known.targets.of(kept.version.id)].append(kept)
    disputed = {one: some for one, some in of_target.items() if len({k.version.mark for k in some}) > 1}
    histories = deliveries.histories(desk.store, disputed)
    senders = {one.seq: one.name for one in deliveries.deliveries(desk.store)}
    found = []
    for target, some in disputed.items():
        versions = [kept.version for kept in some]
        own = target in histories and own_version(histories[target], some)
        brought_by = {k.version.mark: "" if k.ours else senders.get(k.seq, "") for k in some}
        for clash in clashes(target, [*versions, *([own] if own else [])], known.targets):
            who = brought_by.get(clash.version.mark, "") or words(lang)("bundle.ourselves")
            found.append(Open(_title(desk, clash.version, target), Conflict.of(clash, who)))
    return sorted(found, key=lambda one: (one.conflict.kind, one.title, one.conflict.field, one.conflict.other))


def _title(desk: Desk, version: Version, target: str) -> str:
    record = records.get(desk.store, KINDS[version.kind], target)
    return target if record is None else title(record, show.named_by(desk, record).get)


def to_json(found: list[Open]) -> dict[str, Any]:
    """The JSON shape ``SCHEMA``."""
    return {"schema": SCHEMA, "conflicts": [{"title": one.title, **one.conflict.to_json()} for one in found]}
