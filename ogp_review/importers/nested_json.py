"""JSON in which comments stand: our own export, lists of objects, and lists in lists (arguments, replies).

It is read by what its members are called, whatever program wrote it: an object with a text that stands in a
list is a comment, and what stands in a list inside it is said in reply to it.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    Incoming,
    IncomingCoding,
    IncomingComment,
    IncomingConsultation,
    IncomingSection,
    IncomingSkip,
    IncomingTag,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.decoding import decode_file
from ogp_review.importers.nested_json_fields import TEXT, Fields, Object, side, votes
from ogp_review.importers.watching import look_up, looked_up

FORMAT = "json"
CHANNEL = "json"
LARGEST = 256 * 1024 * 1024
"""Bytes of a file."""
MOST_OBJECTS = 2_000_000
MOST_VALUES = 24_000_000
"""More objects and lists, or values, than any consultation has; each takes memory before it is looked at."""

_REPLIES = frozenset(("replies", "children", "reponses", "réponses", "respuestas", "antworten"))
_LISTS = frozenset((
    "comments", "arguments", "proposals", "opinions", "contributions", "submissions", "responses", "answers",
    "results", "items", "sources", "posts", "messages", *_REPLIES,
))  # fmt: skip
_NOT_COMMENTS = frozenset((
    "author", "user", "participant", "votes", "_links", "links", "media", "tags", "themes", "categories",
    "appendices", "modals", "attachments", "matrix", "sections", "ledger", "figures", "participants",
    "consultations",
))  # fmt: skip
_SECTION = re.compile(
    r"section|chapter|title|part|chapitre|titre|partie|cap[ií]tulo|t[ií]tulo|abschnitt|kapitel"
)
_ARGUMENTS = "Argument"


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file begins as JSON does."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").replace(b"\0", b"")
    if name.lower().endswith((".json", ".jsonl", ".ndjson")):
        return start[:1] in (b"{", b"[")
    return re.match(rb'\{\s*(?:"|\})|\[\s*(?:[{\["\]])', start) is not None


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The comments of a JSON file. Raises ReviewError where it is none, is too large, or holds no comment."""
    whole, warnings = _loaded(path)
    about = IncomingConsultation(_title(whole, consultation), CHANNEL, language)
    records = _Walk(whole, path.name, language).records()
    before: list[Incoming] = [*warnings]
    for record in records:
        before.append(record)
        if isinstance(record, IncomingComment | IncomingSkip):
            return Reading(FORMAT, about, chain(before, records))
    raise ReviewError(
        f'"{path.name}" holds no comments: no list of objects with a member "text", "body" or "comment".'
    )


def _loaded(path: Path) -> tuple[Any, tuple[IncomingWarning, ...]]:
    decoded = decode_file(path, LARGEST)
    text = decoded.text.lstrip("\ufeff")
    if not text.strip():
        raise ReviewError(f'"{path.name}" is empty. Choose a file that holds comments.')
    if text.count("{") + text.count("[") > MOST_OBJECTS or text.count(",") > MOST_VALUES:
        raise ReviewError(f'"{path.name}" holds too many objects to be a list of comments. Split it.')
    return _parsed(text, path.name), decoded.warnings


def _parsed(text: str, name: str) -> Any:
    """The value of `text`, or the list of values of JSON Lines."""
    try:
        return json.loads(text, object_hook=looked_up)
    except RecursionError as error:
        raise ReviewError(f'"{name}" is nested too deeply to be a list of comments.') from error
    except ValueError as error:  # also an integer of thousands of digits
        try:
            return [json.loads(looked_up(line)) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            raise ReviewError(f'"{name}" is not whole JSON: {error}.') from error


def _title(whole: object, consultation: str | None) -> str:
    if consultation or not isinstance(whole, Mapping):
        return consultation or ""
    title = whole.get("title")
    return Cleaner().text(title).strip()[:300] if isinstance(title, str) else ""


class _Place(NamedTuple):
    """Where a value stands: what a person is told, the list or member it is in, and what it is said under."""

    where: str
    name: str
    in_list: bool
    kind: str | None
    under: Object | None
    parent: str | None


class _Walk:
    """Goes through a JSON value in its order, however deep, and tells the comments in it."""

    def __init__(self, whole: Any, name: str, language: str | None) -> None:
        self._whole = whole
        self._cleaner = Cleaner()
        self._fields = Fields(f'"{name}"', language, self._cleaner)
        self._own = _is_own_export(whole)
        self._top: str | None = None
        self._sections: set[str] = set()
        self._sides: set[str] = set()
        self._left_out: Counter[str] = Counter()
        self._withdrawn = 0

    def records(self) -> Iterator[Incoming]:
        if self._own:
            yield from self._codebook()
        waiting = [(self._whole, _Place("", "", False, None, None, None))]
        while waiting:
            look_up()
            value, place = waiting.pop()
            if isinstance(value, Mapping):
                records = self._object(value, place)
                yield from records
                waiting += reversed(self._members(value, _inside(value, place, records)))
            elif isinstance(value, list):
                waiting += reversed(self._items(value, place))
            elif isinstance(value, str) and place.in_list and place.name.lower() in _LISTS:
                yield from self._bare(value, place)
        yield from self._warnings()

    def _members(self, value: Object, place: _Place) -> list[tuple[Any, _Place]]:
        found = []
        for name, member in value.items():
            if isinstance(member, Mapping | list) and name.lower() not in _NOT_COMMENTS:
                where = f"{place.where}, {name}" if place.where else name
                found.append((member, _Place(where, name, False, place.kind, place.under, place.parent)))
        return found

    def _items(self, value: list[Any], place: _Place) -> list[tuple[Any, _Place]]:
        kind = self._kind(place)
        if self._top is None and place.under is None and any(isinstance(item, Mapping) for item in value):
            self._top = place.name
        label = place.where or "item"
        return [
            (item, _Place(f"{label} {number}", place.name, True, kind, place.under, place.parent))
            for number, item in enumerate(map(looked_up, value), 1)
        ]

    def _kind(self, place: _Place) -> str | None:
        """What ids in a list are ids of: each kind is numbered by itself (opinion 113, argument 113)."""
        name = place.name.lower()
        if place.under is None or name in _REPLIES or name == (self._top or "").lower():
            return place.kind
        return name.removesuffix("s")

    def _object(self, value: Object, place: _Place) -> list[Incoming]:
        """The comment that an object is, if it is one, with its section and its tag."""
        found = self._is_comment(value, place)
        text = self._fields.text(value) if found else ""
        if not text.strip():
            skipped = found or (place.in_list and place.name.lower() in _LISTS)
            return [IncomingSkip(place.where, "no text")] if skipped else []
        comment = self._comment(value, text, place)
        return [*self._section(value, place), comment, *self._coding(value, comment, place)]

    def _is_comment(self, value: Object, place: _Place) -> bool:
        if not any(isinstance(value.get(name), str | Mapping) for name in TEXT):
            return False
        if self._own:
            return place.name == "comments" and "ref" in value
        known = self._fields.identity(value) or self._fields.people(value)["author"]
        return place.in_list or bool(known and self._fields.date(value)[0])

    def _comment(self, value: Object, text: str, place: _Place) -> IncomingComment:
        if value.get("is_trashed") is True or value.get("is_enabled") is False:
            self._withdrawn += 1
        if isinstance(value.get("votes_mitige"), int) and value["votes_mitige"]:
            self._left_out["Votes neither for nor against"] += value["votes_mitige"]
        paragraph = self._fields.paragraph(value)
        posted, posted_at = self._fields.date(value)
        votes_for, votes_against = votes(value)
        return IncomingComment(
            text=text,
            where=place.where or "the object",
            external_id=self._external(value, text, place),
            language=self._fields.stated_language(value),
            translation=self._fields.plain(value, "translation") or None,
            channel=self._fields.line(value.get("channel")),
            paragraph=None if match_key(paragraph or "") == match_key(NOT_ASSIGNED_LABEL) else paragraph,
            parent=self._parent(value, place),
            submission=self._fields.line(value.get("submission") or value.get("submission_id")),
            folded=self._folded(value),
            posted=posted,
            posted_at=posted_at,
            votes_for=votes_for,
            votes_against=votes_against,
            **self._fields.people(value),
        )

    def _external(self, value: Object, text: str, place: _Place) -> str | None:
        found = self._fields.identity(value)
        if found is not None:
            return f"{place.kind} {found}" if place.kind else found
        if not any(isinstance(member, list) and member for member in value.values()):
            return None
        told = f"{self._fields.people(value)['author']}\n{text}"  # its replies must name it somehow
        return f"text {hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"

    def _parent(self, value: Object, place: _Place) -> str | None:
        stated = self._fields.parent(value)
        if stated is None:
            return place.parent
        return f"{place.kind} {stated}" if place.kind else stated

    def _folded(self, value: Object) -> str | None:
        """What its author gives besides, such as the reasons for a proposal."""
        added = value.get("appendices")
        if not isinstance(added, list):
            return None
        parts = [self._fields.text(item) for item in added if isinstance(item, Mapping)]
        return "\n\n".join(part for part in parts if part) or None

    def _section(self, value: Object, place: _Place) -> Iterator[IncomingSection]:
        """The section of the draft that a proposal stands in, told once."""
        for name in ("section", "type"):
            found = value.get(name)
            if not isinstance(found, Mapping):
                continue
            label = self._fields.line(found.get("title")) or ""
            title = self._fields.line(found.get("subtitle")) or ""
            key = self._fields.identity(found) or f"{label} {title}"
            stated = name == "section" or _SECTION.match(label.lower())
            if stated and (label or title) and key not in self._sections:
                self._sections.add(key)
                yield IncomingSection(key, label if title else "", title or label, 1, place.where)

    def _coding(self, value: Object, comment: IncomingComment, place: _Place) -> Iterator[Incoming]:
        """An argument for or against, as a tag of the source; the tags that our own export names."""
        if self._own and comment.external_id is not None:
            for path in self._tags(value.get("themes")):
                yield IncomingCoding(comment.external_id, path, place.where)
            return
        found = side(value, place.name, place.under)
        if found is None or comment.external_id is None:
            return
        path = f"{_ARGUMENTS}/{found.capitalize()}"
        if found not in self._sides:
            self._sides.add(found)
            yield IncomingTag(path, place.where, definition=f"The source lists it as an argument {found}.")
        yield IncomingCoding(comment.external_id, path, place.where)

    def _codebook(self) -> Iterator[IncomingTag]:
        """The tags of our own export, the broader ones first."""
        themes = self._whole.get("themes")
        for number, theme in enumerate(themes if isinstance(themes, list) else (), 1):
            path = self._fields.line(theme.get("path")) if isinstance(theme, Mapping) else None
            if path:
                yield IncomingTag(
                    path, f"theme {number}", self._fields.line(theme.get("colour")),
                    self._fields.plain(theme, "definition"),
                )  # fmt: skip

    def _tags(self, named: object) -> Iterator[str]:
        for path in named if isinstance(named, list) else ():
            found = self._fields.line(path) if isinstance(path, str) else None
            if found:
                yield found

    def _bare(self, value: str, place: _Place) -> Iterator[Incoming]:
        """A comment that is no more than its text."""
        text = self._fields.text({"text": value})
        if text.strip():
            yield IncomingComment(text, place.where, parent=place.parent)
        else:
            yield IncomingSkip(place.where, "no text")

    def _warnings(self) -> Iterator[IncomingWarning]:
        yield from self._cleaner.warnings()
        if self._own:
            yield IncomingWarning(
                "An export of a review: its comments and tags were read, not what staff wrote on them."
            )
        if self._withdrawn:
            yield IncomingWarning(f"Taken down at their source, but kept here: {self._withdrawn:,}.")
        for what, count in self._left_out.items():
            yield IncomingWarning(f"{what}, not kept: {count:,}.")


def _inside(value: Object, place: _Place, records: list[Incoming]) -> _Place:
    """The place of what stands in an object: below the comment that it is, if it is one."""
    for record in records:
        if isinstance(record, IncomingComment):
            return _Place(place.where, place.name, False, place.kind, value, record.external_id)
    return place


def _is_own_export(whole: object) -> bool:
    return isinstance(whole, Mapping) and {"comments", "matrix", "ledger", "edition"} <= whole.keys()
