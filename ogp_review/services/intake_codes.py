"""Intake of a codebook: the tags of a source, and what they stand on, in the operation that brings it."""

import math
from collections.abc import Iterable
from typing import Any

from ogp_review.domain.codebook import TAG_COLOURS
from ogp_review.domain.incoming import ImportOutcome, IncomingCoding, IncomingTag
from ogp_review.domain.operation import plural
from ogp_review.errors import ReviewError
from ogp_review.interchange.refi import SHADES
from ogp_review.services.intake_comments import CommentIntake
from ogp_review.store import codings
from ogp_review.store.codebooks import link_id
from ogp_review.store.codings import NewTag, Passage, TagKey
from ogp_review.store.operation import Operation

_GREY = "Slate"
_LEAST_CHROMA = 0.04

_Coded = tuple[IncomingCoding, int, int | None]
"""A coding, the comment that it is on, and the version of its text that its passage is counted in."""


class CodeIntake:
    """Compares the tags and codings of one source with what is there. What staff took away stays away."""

    def __init__(self, connection: Any, outcome: ImportOutcome, language: str) -> None:
        self._connection = connection
        self._outcome = outcome
        self._language = language
        self._known = codings.known_tags(connection, language)
        self._new: dict[TagKey, NewTag] = {}
        self._retired: set[str] = set()
        self._codings: list[IncomingCoding] = []
        self._passages: dict[tuple[int, int, int], Passage] = {}
        self._links: list[tuple[int, TagKey]] = []

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._new or self._links)

    def tag(self, record: IncomingTag) -> None:
        count = self._outcome.tags
        count.read += 1
        key = codings.tag_key(record.path)
        if key in self._known or key in self._new:
            count.unchanged += 1
            return
        count.new += 1
        self._new[key] = NewTag(record.path, nearest_colour(record.colour), record.definition)

    def coding(self, record: IncomingCoding) -> None:
        self._outcome.taggings.read += 1
        self._codings.append(record)

    def take_all(self, comments: CommentIntake) -> None:
        """Find what each coding is on, and keep what is not there yet."""
        coded: list[_Coded] = []
        if comments.own and not self._outcome.comments.new:
            self._leave_new_tags()
        for record in self._codings:
            if record.comment in comments.own:
                self._outcome.taggings.unchanged += 1
                continue
            place = comments.coded.get(record.comment)
            key = codings.tag_key(record.tag)
            if place is None or self._is_retired(key, record.tag):
                self._outcome.taggings.skipped += 1
            else:
                coded.append((record, *place))
                if key not in self._known and key not in self._new:
                    self._new[key] = NewTag(record.tag, None, "")
        self._say_skipped(comments)
        self._keep(coded)

    def _leave_new_tags(self) -> None:
        """An export of this very review names tags that staff have renamed or taken away since."""
        self._outcome.tags.new -= len(self._new)
        self._outcome.tags.unchanged += len(self._new)
        self._new.clear()

    def _is_retired(self, key: TagKey, path: str) -> bool:
        if key in self._known and self._known[key][1]:
            self._retired.add(path)
            return True
        return False

    def _say_skipped(self, comments: CommentIntake) -> None:
        known = comments.coded.keys() | comments.own
        lost = sum(1 for record in self._codings if record.comment not in known)
        if lost:
            self._outcome.warnings.append(
                f"{plural(lost, 'tag')} on comments that did not come in: not kept."
            )
        for path in sorted(self._retired):
            self._outcome.warnings.append(f'The tag "{path}" is retired: it was put on no more comments.')

    def _keep(self, coded: list[_Coded]) -> None:
        there = codings.known_passages(self._connection, {comment for _, comment, _ in coded})
        wanted = [(self._unit(one, there), codings.tag_key(one[0].tag)) for one in coded]
        gone = self._gone(passage.id for passage in self._passages.values())
        ids = {(unit, key): link_id(unit, self._known[key][0]) for unit, key in wanted if key in self._known}
        settled = codings.settled(self._connection, "tag_link", ids.values())
        count = self._outcome.taggings
        seen: set[tuple[int, TagKey]] = set()
        for unit, key in wanted:
            if unit in gone or ids.get((unit, key)) in settled or (unit, key) in seen:
                count.unchanged += 1
            else:
                count.new += 1
                self._links.append((unit, key))
            seen.add((unit, key))
        self._drop_passages_without_a_tag()

    def _gone(self, passages: Iterable[int]) -> set[int]:
        """Excerpts that are not there, but were: somebody took them away."""
        return codings.settled(self._connection, "excerpt", passages)

    def _drop_passages_without_a_tag(self) -> None:
        tagged = {unit for unit, _ in self._links}
        self._passages = {key: one for key, one in self._passages.items() if one.id in tagged}

    def _unit(self, coded: _Coded, there: dict[tuple[int, int, int], int]) -> int:
        """What the tag is put on: an excerpt, or the whole comment where no passage is named or known."""
        record, comment, text = coded
        if record.start is None or record.stop is None or text is None or record.start >= record.stop:
            return comment
        place = (text, record.start, record.stop)
        if place in there:
            return there[place]
        return self._passages.setdefault(place, Passage(comment, *place)).id

    def write(self, op: Operation) -> None:
        """Make the tags and put them on, within the operation that brings the comments."""
        codings.make_tags(op, list(self._new.values()), self._language)
        known = codings.known_tags(op.connection, self._language)
        links = {link_id(unit, known[key][0]): (unit, known[key][0]) for unit, key in self._links}
        codings.put_on(op, links, self._passages.values())


def nearest_colour(colour: str | None) -> str | None:
    """The one of the twelve colours that `colour` ("#rrggbb", or one of them) looks like most: by hue, greys
    are Slate.
    """
    if colour is None or colour in TAG_COLOURS:
        return colour
    a, b = _hue_plane(colour)
    if math.hypot(a, b) < _LEAST_CHROMA:
        return _GREY
    wanted = math.atan2(b, a)

    def apart(name: str) -> float:
        there, other = _hue_plane(SHADES[name])
        return abs(math.remainder(math.atan2(other, there) - wanted, math.tau))

    return min((name for name in TAG_COLOURS if name != _GREY), key=apart)


def _hue_plane(colour: str) -> tuple[float, float]:
    """Green to red and blue to yellow, as the eye sees them (OKLab's a and b)."""
    try:
        channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    except ValueError as error:
        raise ReviewError(f'"{colour[:20]}" is not a colour. Write it like #c45b5b.') from error
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
