"""The draft that is consulted on: sections and paragraphs, and the two places beside them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ogp_review.domain.folding import folded

NOT_ASSIGNED = 0
"""The place of a comment that staff or its source put at no paragraph."""

WHOLE_DRAFT = 1
"""The place of a comment about the draft as a whole. Not the same as NOT_ASSIGNED."""

FIRST_FREE_ID = 16
"""Ids below this one are places, never rows."""

WHOLE_DRAFT_LABEL = "Whole draft"
NOT_ASSIGNED_LABEL = "Not assigned"

_DIGITS = re.compile(r"(\d+)")
_NUMBERED = re.compile(
    r"(?:P|[§¶]+|PARAS?|PARR?|PARAGRAPHS?|PARAGRAPHES?|PARRAFOS?|PARAGRAFOS?|PARAGRAPHEN|ABSATZ|ABS|N[O°º])?"
    r"\.?0*([0-9]+[A-Z]?(?:\.[0-9]+)*)[.:)]*"
)
"""A number, whatever it is called in English, Spanish, French, German or Portuguese."""

_LONGEST_NUMBERED = 40


def folded_label(text: str) -> str:
    """`text` as the label of a paragraph is compared: "p 12" and "P12" are the same."""
    return re.sub(r"\s+", "", text).upper()


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """What a label has in common in all languages: P4, §4, 4, "Paragraph 4" and "Párrafo 4" are one."""
    plain = folded_label(text)
    if len(plain) > _LONGEST_NUMBERED:
        return plain
    found = _NUMBERED.fullmatch(folded_label(folded(plain)))
    return f"P{found[1]}" if found else plain


def label_order(label: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which P2 stands before P12."""
    parts = _DIGITS.split(label_key(label))
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the draft. `level` is 1 for the outermost."""

    id: int
    label: str
    title: str
    parent_id: int | None
    level: int
    position: int

    @property
    def heading(self) -> str:
        return " ".join(part for part in (self.label, self.title) if part)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One row over all consultations of the draft, in the language that was asked for.

    `complete` is False where a page showed only the beginning of the text, or none of it ("text not
    captured"). `revised` is the text staff propose after the consultation.
    """

    id: int
    label: str
    section_id: int | None
    position: int
    text: str
    complete: bool
    language: str | None
    revised: str | None = None
