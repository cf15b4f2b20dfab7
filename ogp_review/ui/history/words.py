"""What an operation changed, in words: "Place: Not assigned → P12"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL, WHOLE_DRAFT, WHOLE_DRAFT_LABEL
from ogp_review.i18n import _
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader import words

Columns = Mapping[tuple[str, str], tuple[Any, Any]]
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Names:
    """How places and points are called."""

    places: dict[int, str] = field(default_factory=dict)
    points: dict[int, str] = field(default_factory=dict)


def changes_in_words(columns: Columns, names: Names) -> tuple[str, ...]:
    """A line for each column a person has a word for, before and after; what is new stands alone."""
    found = []
    for (table, column), (before, after) in columns.items():
        what = _what(table, column)
        if what is None or before == after:
            continue
        now = _value(column, after, names)
        if column != "text" and now == _value(column, before, names):
            continue
        if column == "text" and before is None:
            found.append(_line(what, f"“{now}”"))
        elif column == "text":
            found.append(_line(what, f"“{_value(column, before, names)}” → “{now}”"))
        else:
            found.append(_line(what, f"{_value(column, before, names)} → {now}"))
    return tuple(dict.fromkeys(found))


def uses_points(columns: Columns) -> bool:
    """Whether the refs of points are needed to say what changed."""
    return any(column == "point_id" for _table, column in columns)


def _line(what: str, said: str) -> str:
    return _("{what}: {values}").replace("{what}", what).replace("{values}", said)


def _what(table: str, column: str) -> str | None:
    """What a column is called; None where its change says nothing to a person."""
    unit = {
        "place": _("Place"),
        "stance": _("Stance"),
        "set_aside": _("Set aside"),
        "language": _("Language"),
        "assigned_to": _("Assigned to"),
        "closed": _("Nothing more to answer"),
        "point_id": _("Point"),
    }
    tables = {
        "comment_work": unit,
        "excerpt": unit,
        "response": {"disposition": _("Disposition"), "state": _("State"), "note": _("Returned with")},
        "point": {"place": _("Place"), "owner": _("Sees to it"), "for_decision": _("For decision")},
        "staff_text": {"text": _("Text")},
        "note": {"text": _("Note")},
    }
    return tables.get(table, {}).get(column)


def _value(column: str, value: Any, names: Names) -> str:
    if column == "place":
        return _place(value, names)
    if column == "point_id":
        return names.points.get(value, _("a point that is gone")) if value is not None else _("none")
    if column in ("closed", "for_decision"):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return _("nothing")
    if column == "language":
        return words.language(str(value)) or str(value)
    said = one_line(str(value))
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"


def _place(value: Any, names: Names) -> str:
    if value is None:
        return _("as its source states")
    fixed = {NOT_ASSIGNED: _(NOT_ASSIGNED_LABEL), WHOLE_DRAFT: _(WHOLE_DRAFT_LABEL)}
    return fixed.get(value) or names.places.get(value, _("a paragraph that is gone"))
