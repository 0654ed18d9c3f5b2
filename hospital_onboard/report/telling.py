"""Records as cells: each field by its shape, links by the name of what they link."""

from hospital_onboard.domain import naming
from hospital_onboard.domain.inventory import Inventory
from hospital_onboard.domain.party import Party
from hospital_onboard.domain.record import Record, shape_of
from hospital_onboard.domain.shapes import Choice, Country, Prefecture, Ref
from hospital_onboard.reference.countries import country_name
from hospital_onboard.reference.prefectures import prefecture
from hospital_onboard.report.document import Cell, Coded, Column, Fact
from hospital_onboard.report.frame import bilingual
from hospital_onboard.text.wording import Words


class Telling:
    """Tells records of one inventory in one language."""

    def __init__(self, inventory: Inventory, say: Words) -> None:
        self.say = say
        self._inventory = inventory

    def name(self, record_id: str | None) -> str | None:
        """What the record is called, None for no id; an id that leads nowhere is shown itself."""
        if record_id is None:
            return None
        record = self._inventory.by_id.get(record_id)
        if isinstance(record, Party):
            return bilingual(record.name, record.name_en, self.say)
        return record_id if record is None else naming.title(record, self._inventory.by_id.get)

    def brief(self, record_id: str | None) -> str | None:
        """The same in as few words as will do: a party by its English name alone in English."""
        record = self._inventory.by_id.get(record_id or "")
        if isinstance(record, Party):
            return (record.name_en or record.name) if self.say.lang == "en" else record.name
        return self.name(record_id)

    def kind(self, record_id: str) -> str:
        """What sort of thing the record is, empty when there is none."""
        record = self._inventory.by_id.get(record_id)
        return "" if record is None else self.say(f"kind.{record.kind}")

    def cell(self, record: Record, field: str) -> Cell:
        """The field's value, None when not answered."""
        value = getattr(record, field)
        if value is None:
            return None
        match shape_of(type(record), field):
            case Choice(vocabulary=vocabulary):
                return Coded(value, self.say.choice(vocabulary, value))
            case Country():
                return self.country(value)
            case Prefecture():
                return Coded(value, prefecture(value).name(self.say.lang))
            case Ref():
                return self.brief(value)
        return value if not isinstance(value, str) else str(value)

    def country(self, code: str) -> Coded:
        """A country by its alpha-2 code; a code that ISO does not know stays a code."""
        try:
            return Coded(code, country_name(code, self.say.lang))
        except KeyError:
            return Coded(code, code)

    def label(self, kind: type[Record], field: str) -> str:
        """The field's name."""
        return self.say(f"field.{kind.kind}.{field}")

    def column(self, kind: type[Record], field: str, width: int = 16) -> Column:
        """A column for the field."""
        return Column(field, self.label(kind, field), width)

    def fact(self, record: Record, field: str) -> Fact:
        """The field as a named value."""
        return Fact(field, self.label(type(record), field), self.cell(record, field))

    def origin(self, origin: str | None) -> str | None:
        """Where a value came from: typed, sample data, reference data, or a row of a workbook."""
        if origin is None:
            return None
        kind, _, rest = origin.partition(":")
        if kind == "workbook":
            place = rest.partition(":")[2]
            return self.say("report.origin.workbook", place=place)
        return self.say(f"report.origin.{kind}") if self.say.has(f"report.origin.{kind}") else origin
