"""Records of several operators by name, and the ways from an equipment to what it depends on."""

from hospital_onboard.domain import naming
from hospital_onboard.domain.nation import Dependency, Nation, Use
from hospital_onboard.domain.operator import Operator
from hospital_onboard.domain.party import Party
from hospital_onboard.reference.countries import country_name
from hospital_onboard.reference.prefectures import Prefecture, prefecture
from hospital_onboard.report.frame import bilingual, operator_name
from hospital_onboard.text.wording import Words


class Names:
    """Tells the records of a nation in one language."""

    def __init__(self, nation: Nation, say: Words) -> None:
        self.say = say
        self._nation = nation

    def record(self, record_id: str) -> str:
        """What the record is called; an id that leads nowhere is shown itself."""
        found = self._nation.by_id.get(record_id)
        if isinstance(found, Party | Operator):
            return bilingual(found.name, found.name_en, self.say)
        return record_id if found is None else naming.title(found, self._nation.by_id.get)

    def dependency(self, dependency: Dependency) -> str:
        """What it is: a party's or country's name, a product or a path as written first."""
        if dependency.dimension == "party":
            return self.record(dependency.key)
        return self.country(dependency.key) if dependency.dimension == "country" else dependency.name

    def country(self, code: str) -> str:
        """A country; a code that ISO does not know stays a code."""
        try:
            return country_name(code, self.say.lang)
        except KeyError:
            return code

    def operator(self, equipment: str) -> str:
        """Whose equipment it is."""
        return operator_name(self._nation.operator_of[equipment], self.say)

    def prefecture(self, code: str | None) -> str | None:
        """A prefecture's name; None when nobody said which."""
        found = place_of(code)
        return None if found is None else found.name(self.say.lang)

    def way(self, use: Use) -> str:
        """The records from the equipment on, a link between contracts called by its tier."""
        tier = 0
        parts: list[str] = []
        for record_id in use.path[1:]:
            record = self._nation.by_id.get(record_id)
            if record is not None and record.kind == "subcontract":
                tier += 1
                parts.append(self.say("report.concentration.tier", tier=tier))
                continue
            if record is not None and record.kind == "entrustment":
                parts.append(self.say("report.concentration.entrusted", title=self.record(record_id)))
                continue
            parts.append(self.record(record_id))
        return " → ".join(parts) or self.say("report.concentration.itself")


def place_of(code: str | None) -> Prefecture | None:
    """The prefecture of a stored code; None for none, or for a code that is none."""
    try:
        return None if code is None else prefecture(code)
    except KeyError:
        return None
