"""The JSON Schema that the data dictionary asks for, and a check of data against it."""

from typing import Any

from ogp_review.exporters.open_data_fields import TABLES, Field, Table

_TEXT = {"type": "string"}
_WHOLE = {"type": "integer", "minimum": 0}


def schema() -> dict[str, Any]:
    tables = {table.name: _table(table) for table in TABLES}
    properties: dict[str, Any] = {
        "format": {"const": "ogp-review-open-data"},
        "format_version": {"const": 1},
        "title": _TEXT,
        "language": _TEXT,
        "made_on": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "made_with": _TEXT,
        "licence": _record({"name": _TEXT, "title": _TEXT, "url": _TEXT}),
        "limits": {"type": "array", "items": _TEXT},
        "ledger": _record(dict.fromkeys(("comments", "answered", "set_aside", "open"), _WHOLE)),
        "dictionary": {"type": "object", "required": [table.name for table in TABLES]},
        **tables,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Open data of a public consultation, as OGP Review publishes them",
        **_record(properties),
    }


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _table(table: Table) -> dict[str, Any]:
    fields = {field.name: _field(field) for field in table.fields}
    return {"description": table.about, "type": "array", "items": _record(fields)}


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"description": field.about}
    found["type"] = [field.kind, "null"] if field.optional else field.kind
    if field.kind == "array":
        found["items"] = _TEXT
    if field.kind == "integer":
        found["minimum"] = 0
    if field.name == "status":
        found["enum"] = ["answered", "open"] + ["set aside"] * ("set aside" in field.about)
    return found


_TYPES = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip


def problems(value: Any, rule: dict[str, Any], where: str = "$") -> list[str]:
    """What is wrong with `value` by the part of JSON Schema that :func:`schema` uses."""
    if "const" in rule:
        return [] if value == rule["const"] else [f"{where} is {value!r}"]
    kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if not any(type(value) is _TYPES[kind] for kind in kinds):
        return [f"{where} is {type(value).__name__}, not {kinds}"]
    found = [f"{where} is {value!r}"] if value not in rule.get("enum", [value]) else []
    if type(value) is int and value < rule.get("minimum", value):
        found.append(f"{where} is {value}")
    if isinstance(value, list) and "items" in rule:
        return found + [
            one for n, item in enumerate(value) for one in problems(item, rule["items"], f"{where}[{n}]")
        ]
    if isinstance(value, dict):
        found += _of_record(value, rule, where)
    return found


def _of_record(value: dict[str, Any], rule: dict[str, Any], where: str) -> list[str]:
    known = rule.get("properties", {})
    found = [f"{where} lacks {name}" for name in rule.get("required", ()) if name not in value]
    if not rule.get("additionalProperties", True):
        found += [f"{where} has {name}" for name in value if name not in known]
    inside = [(name, item) for name, item in value.items() if name in known]
    return found + [one for name, item in inside for one in problems(item, known[name], f"{where}.{name}")]
