"""Where a REFI-QDA selection stands: programs count code points or UTF-16 units, a line's end as one or two.

The standard says code points of the file as it is. Where programs do otherwise it shows by the names they
give their selections, which are the words selected: what fits most of them is what the program did.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_review.domain.folding import match_key

_COMPARED = 40
_TRIED = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage of a source as the project counts it, and what it calls it."""

    start: int
    stop: int
    name: str


class Offsets:
    """Turns positions in a source into code points of its text with "\\n" as line ends."""

    def __init__(self, text: str, raw: str, selections: Sequence[Selection]) -> None:
        """:param raw: the text with the line ends of its file."""
        self._text = text
        variants = dict.fromkeys((raw, text, text.replace("\n", "\r\n")))
        counts = [_Count(variant, utf16) for utf16 in (False, True) for variant in variants]
        named = [selection for selection in selections if selection.name.strip()][:_TRIED]
        self._count = max(counts, key=lambda count: sum(self._fits(count, one) for one in named))

    def place(self, selection: Selection) -> tuple[int, int] | None:
        """Start and stop of a selection; None where it is empty or not within the text."""
        return self._within(self._count, selection)

    def _within(self, count: "_Count", selection: Selection) -> tuple[int, int] | None:
        start, stop = count.place(selection.start), count.place(selection.stop)
        return (start, stop) if 0 <= start < stop <= len(self._text) else None

    def _fits(self, count: "_Count", selection: Selection) -> bool:
        place = self._within(count, selection)
        if place is None:
            return False
        said = match_key(self._text[place[0] : place[1]])
        return said[:_COMPARED] == match_key(selection.name.rstrip("….")).rstrip("….")[:_COMPARED]


class _Count:
    """One way to count: in a text with these line ends, in code points or in UTF-16 units."""

    def __init__(self, text: str, utf16: bool) -> None:
        beyond = (index for index, char in enumerate(text) if ord(char) > 0xFFFF) if utf16 else ()
        self._pairs = [index + number for number, index in enumerate(beyond)]
        self._ends = _found(text, "\r\n")

    def place(self, position: int) -> int:
        position -= bisect_left(self._pairs, position)
        return position - bisect_left(self._ends, position)


def _found(text: str, what: str) -> list[int]:
    places = []
    place = text.find(what)
    while place >= 0:
        places.append(place)
        place = text.find(what, place + 1)
    return places
