"""Makes the published JSON Schemas of the packet and the dossier from the records: ``templates/*.schema.json``.

``python tests/data/make_schemas.py`` after a record has got a new field. What is not answered is absent; a field that
is not in the schema is a mistake.
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from hospital_onboard import places
from hospital_onboard.domain.kinds import KINDS
from hospital_onboard.domain.readiness import STATES
from hospital_onboard.domain.record import is_personal, is_required, shape_of
from hospital_onboard.domain.shapes import Choice, Count, Country, Day, Percent

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
ROLES = ["supplier", "component_supplier", "contractor", "subcontractor", "involved"]
EXEMPTIONS = ["passed", "failed", "open", "not_claimed"]
SOURCE = {
    "type": "object",
    "required": ["document", "article", "confidence", "standing"],
    "properties": {
        "document": TEXT,
        "article": TEXT,
        "confidence": {"enum": ["C", "C2", "calc", "B", "M"]},
        "standing": {"enum": ["in_force", "promulgated", "proposed", "assumed"]},
        "note": TEXT,
    },
    "additionalProperties": False,
}
OPEN = {
    "type": "object",
    "required": ["id", "subject", "state", "actor", "party", "field", "detail", "source"],
    "properties": {
        "id": TEXT,
        "subject": TEXT,
        "state": {"enum": ["missing", "stale", "unclear"]},
        "actor": {"enum": ["operator", "vendor", "ministry"]},
        "party": TEXT,
        "field": TEXT,
        "detail": TEXT,
        "source": {"$ref": "#/$defs/source"},
    },
    "additionalProperties": False,
}


def main() -> None:
    for name, content in made().items():
        (places.templates() / name).write_bytes(content)
        print(name, len(content))


def made() -> dict[str, bytes]:
    """Both schemas by file name."""
    return {"packet.schema.json": _dump(_packet()), "dossier.schema.json": _dump(_dossier())}


def _dump(schema: dict[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _packet() -> dict[str, Any]:
    lists = {
        "components": {**_record("component"), "depth": {"type": "integer", "minimum": 0}},
        "sites": _record("site"),
        "parties": {**_record("party"), "roles": _roles(), "facts": _facts(listed=False)},
        "holders": _record("holder"),
        "officers": _record("officer"),
        "foreign_sales": _record("foreign_sale"),
        "entrustments": _record("entrustment"),
        "subcontracts": {
            **_record("subcontract"),
            "tier": {"type": "integer", "minimum": 1},
            "exemption": {"enum": EXEMPTIONS},
        },
        "involvements": _record("involvement"),
        "measures": {**_record("measure"), "evidence": TEXTS},
        "evidence": {**_record("evidence"), "number": {"type": "string", "pattern": "^E[0-9]+$"}, "proves": TEXTS},
        "consultations": _record("consultation"),
    }
    required = {name: _required(kind) for name, kind in _KINDS.items()}
    required["measures"] = ["item", "subject", "state", "evidence"]
    properties: dict[str, Any] = {
        "schema": {"const": "hospital-onboard/packet/1"},
        "on": DATE,
        "personal": {"type": "boolean"},
        "medical_sector": _object({"standing": {"enum": ["promulgated", "in_force"]}, "checked_on": DATE}),
        "assumptions": TEXTS,
        "operator": _object(_record("operator"), _required("operator")),
        "plan": _object(_record("plan"), _required("plan")),
        "equipment": _object(_record("equipment"), _required("equipment")),
        **{name: {"type": "array", "items": _object(fields, required[name])} for name, fields in lists.items()},
        "deadlines": {
            "type": "array",
            "items": _object(
                {
                    "id": TEXT,
                    "date": {"anyOf": [DATE, {"type": "null"}]},
                    "kind": {"enum": ["law", "computed", "assumed", "entered"]},
                }
            ),
        },
        "counts": _object({state: {"type": "integer", "minimum": 0} for state in STATES}),
        "open": {"type": "array", "items": {"$ref": "#/$defs/open"}},
    }
    return _schema("hospital_onboard early-consultation packet (事前相談資料), version 1", properties)


#: Part of the packet -> kind of record.
_KINDS = {
    "components": "component",
    "sites": "site",
    "parties": "party",
    "holders": "holder",
    "officers": "officer",
    "foreign_sales": "foreign_sale",
    "entrustments": "entrustment",
    "subcontracts": "subcontract",
    "involvements": "involvement",
    "measures": "measure",
    "evidence": "evidence",
    "consultations": "consultation",
}


def _dossier() -> dict[str, Any]:
    party = {
        **_record("party"),
        "roles": _roles(),
        "block": {"enum": ["full", "identity"]},
        "facts": _facts(listed=True),
    }
    subcontract = {**_record("subcontract"), "exemption": {"enum": EXEMPTIONS}}
    lists = {
        name: _record(kind)
        for name, kind in (
            ("components", "component"),
            ("sites", "site"),
            ("involvements", "involvement"),
            ("entrustments", "entrustment"),
            ("measures", "measure"),
            ("evidence", "evidence"),
            ("exhibits", "exhibit"),
        )
    }
    content = {
        **{name: _object(_record(name), _required(name)) for name in ("operator", "plan", "equipment")},
        **{name: {"type": "array", "items": _object(fields, ["id"])} for name, fields in lists.items()},
        "subcontracts": {"type": "array", "items": _object(subcontract, ["id", "exemption"])},
        "parties": {"type": "array", "items": _object(party, ["id", "name", "roles", "block", "facts"])},
    }
    properties: dict[str, Any] = {
        "schema": {"const": "hospital-onboard/dossier/1"},
        "on": DATE,
        "filing_on": DATE,
        "personal": {"type": "boolean"},
        "urgent": {"anyOf": [{"type": "null"}, _object(_fields("urgent_case"), ["plan"])]},
        "complete": {"type": "boolean"},
        "assumptions": TEXTS,
        "content": _object(content),
        "evidence_numbers": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^E[0-9]+$"}},
        "party_numbers": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        "open": {"type": "array", "items": {"$ref": "#/$defs/open"}},
    }
    return _schema("hospital_onboard filing dossier (届出書類一式), version 1", properties)


def _schema(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    head = {"$schema": DIALECT, "title": title}
    return {**head, **_object(properties), "$defs": {"source": SOURCE, "open": OPEN}}


def _object(fields: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    wanted = list(fields) if required is None else required
    return {"type": "object", "required": wanted, "properties": fields, "additionalProperties": False}


def _record(kind: str) -> dict[str, Any]:
    return {"id": {"type": "string", "pattern": "^[a-z_]+_[0-9A-Za-z_-]{4,40}$"}, **_fields(kind)}


def _fields(kind: str) -> dict[str, Any]:
    return {name: _shape(kind, name) for name in KINDS[kind].asked()}


def _shape(kind: str, name: str) -> dict[str, Any]:
    said: dict[str, Any]
    match shape_of(KINDS[kind], name):
        case Choice() as choice:
            said = {"enum": list(choice.codes)}
        case Country():
            said = {"type": "string", "pattern": "^[A-Z]{2}$"}
        case Day():
            said = dict(DATE)
        case Count():
            said = {"type": "integer", "minimum": 0}
        case Percent():
            said = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "description": "percent, as decimal text"}
        case _:
            said = {"type": "string"}
    return {**said, "description": "only when asked for"} if is_personal(KINDS[kind], name) else said


def _required(kind: str) -> list[str]:
    return ["id", *(name for name in KINDS[kind].asked() if is_required(KINDS[kind], name))]


def _roles() -> dict[str, Any]:
    return {"type": "array", "items": {"enum": ROLES}, "minItems": 1}


def _facts(*, listed: bool) -> dict[str, Any]:
    kinds = {"holders": "holder", "officers": "officer", "foreign_sales": "foreign_sale"}
    found = {}
    for name, kind in kinds.items():
        fields: dict[str, Any] = {"answer": {"enum": ["listed", "none", "declared_direct"]}, "as_of": DATE}
        required = ["answer", "as_of"]
        if listed:
            fields |= {
                "snapshot": TEXT,
                "declared_on": DATE,
                "listed": {"type": "array", "items": _object(_record(kind), ["id"])},
            }
            required += ["snapshot", "listed"]
        found[name] = _object(fields, required)
    return {"type": "object", "properties": found, "additionalProperties": False}


if __name__ == "__main__":
    main()
