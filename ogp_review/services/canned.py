"""Canned responses: what stands in braces in them is filled in for the comment they answer."""

import re
from collections.abc import Sequence
from typing import Any, Final

from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL
from ogp_review.store import comments, desk_reads, drafts

SOMEBODY = "the participant"
"""Who spoke, where they have not agreed to be named: a response may come into a public edition."""

_FIELD: Final = re.compile(r"(\{(?:ref|paragraph|author)\})")


def filled(connection: Any, text: str, units: Sequence[int]) -> dict[int, str]:
    """A canned text with its fields filled in for each of these comments or excerpts."""
    if not _FIELD.search(text):
        return dict.fromkeys(units, text)
    labels = {**drafts.labels(connection), NOT_ASSIGNED: NOT_ASSIGNED_LABEL}
    found = comments.find_units(connection, units)
    places = desk_reads.unit_places(connection, units)
    names = desk_reads.names_agreed(connection, [unit.comment_id for unit in found])
    said: dict[int, str] = {}
    for unit in found:
        values = {
            "{ref}": unit.comment_ref,
            "{paragraph}": labels.get(places.get(unit.id, NOT_ASSIGNED), NOT_ASSIGNED_LABEL),
            "{author}": names.get(unit.comment_id, SOMEBODY),
        }
        parts = (values.get(part, part) for part in _FIELD.split(text))
        said[unit.id] = "".join(parts)
    return said
