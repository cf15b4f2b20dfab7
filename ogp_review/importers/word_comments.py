"""Review comments of a Word file: who said what, when, in reply to which, on which passage."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from lxml import etree

from ogp_review.domain.incoming import IncomingComment, IncomingSkip, IncomingWarning
from ogp_review.importers.table_values import understood_date
from ogp_review.importers.word_labels import Places
from ogp_review.importers.word_package import W, WordFile
from ogp_review.importers.word_text import Paragraph, Stamp, Words
from ogp_review.importers.word_walker import stamp_of, words_in

_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_CID = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_CEX = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_RANDOM = 0x10000
"""Ids of paragraphs below this were counted out and not drawn: another file holds them as well."""

_LONGEST_OFFSET = timedelta(hours=14)
_UNNAMED = frozenset(("author", "autor", "auteur", "autore", "verfasser", "unknown author"))
_MOST_NAMED = 10


@dataclass(slots=True)
class _Remark:
    """A comment as its parts tell of it. `position` is the token it stands at."""

    key: str
    stamp: Stamp
    text: str
    pictures: int
    ids: list[str]
    order: int
    position: int = 0
    resolved: bool = False
    external: str | None = None
    parent: "_Remark | None" = None
    root: "_Remark | None" = None
    passage: tuple[int, int] | None = None
    replies: list["_Remark"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and the token it stands at, so that comments and changes can be told in one order."""

    position: int
    record: IncomingComment | IncomingSkip


class Comments:
    """The comments of one file in the order of their passages; a reply follows what it answers."""

    def __init__(self, file: WordFile, words: Words, places: Places) -> None:
        self._name = file.name
        self._words = words
        self._places = places
        self._firsts = [paragraph.first for paragraph in words.paragraphs]
        self.remarks = _remarks(file)
        self._place()
        self._thread(file)
        self.remarks = list(self._in_threads())
        self._identify(file)

    def placed(self) -> Iterator[Placed]:
        for number, remark in enumerate(self.remarks, 1):
            yield Placed((remark.root or remark).position, self._record(remark, f"comment {number}"))

    def warnings(self) -> Iterator[IncomingWarning]:
        done = [n for n, remark in enumerate(self.remarks, 1) if remark.resolved and remark.parent is None]
        if done:
            yield IncomingWarning(f"Marked as resolved in the file: {_named(done)}.")
        nameless = [n for n, r in enumerate(self.remarks, 1) if is_unnamed(r.stamp.author)]
        if nameless:
            yield IncomingWarning(f"The file does not say who wrote {_named(nameless)}.")

    def _record(self, remark: _Remark, where: str) -> IncomingComment | IncomingSkip:
        if not remark.text.strip():
            return IncomingSkip(where, "no text, only a picture" if remark.pictures else "no text")
        author, posted, posted_at = who_and_when(remark.stamp)
        record = IncomingComment(
            remark.text,
            where,
            external_id=remark.external,
            author=author,
            posted=posted,
            posted_at=posted_at,
            parent=remark.parent.external if remark.parent and remark.parent.text.strip() else None,
            submission=submission(self._name, author),
        )
        passage = remark.passage or (remark.root or remark).passage
        return self._anchored(record, passage) if passage else record

    # The passage ------------------------------------------------------------------------------------------

    def _place(self) -> None:
        """Where each stands; one whose place is gone comes last."""
        for remark in self.remarks:
            ends = self._words.ranges.get(remark.key, [])
            point = self._words.points.get(remark.key)
            remark.position = ends[0] if ends else len(self._words.tokens) if point is None else point
            if len(ends) == 2:
                remark.passage = (ends[0], ends[1])
            elif ends or point is not None:
                remark.passage = (remark.position, remark.position)

    def _anchored(self, record: IncomingComment, passage: tuple[int, int]) -> IncomingComment:
        """A comment on a point, or on what was deleted, has the words round it for its passage."""
        first, last = passage
        paragraphs = self._paragraphs(first, last)
        anchor = self._words.shown(first, last).strip() or self._words.original(first, last).strip()
        begin, end = paragraphs[0].first, paragraphs[-1].last
        whole = self._words.shown(begin, end).strip() or self._words.original(begin, end).strip()
        whole = self._places.without_label(paragraphs[0], whole)
        anchor = self._places.without_label(paragraphs[0], anchor)
        return replace(
            record,
            anchor=anchor or whole or None,
            paragraph=self._places.label(paragraphs[0]),
            folded=whole if anchor and whole != anchor else None,
        )

    def _paragraphs(self, first: int, last: int) -> list[Paragraph]:
        """Those that hold words of a passage. One that ends with a paragraph's mark ends there."""
        low = max(bisect_right(self._firsts, first) - 1, 0)
        while low + 1 < len(self._firsts) and self._firsts[low + 1] < last and self._blank(low, first):
            low += 1
        high = max(bisect_right(self._firsts, max(last - 1, first)) - 1, low)
        return self._words.paragraphs[low : high + 1]

    def _blank(self, index: int, first: int) -> bool:
        return not self._words.shown(first, self._words.paragraphs[index].last).strip()

    # Threads and ids --------------------------------------------------------------------------------------

    def _thread(self, file: WordFile) -> None:
        owners = {ident: remark for remark in self.remarks for ident in remark.ids if ident}
        for entry in _entries(file, "commentsExtended", f"{_W15}commentEx"):
            remark = owners.get(entry.get(f"{_W15}paraId", ""))
            if remark is None:
                continue
            remark.resolved = entry.get(f"{_W15}done") in ("1", "true", "on")
            parent = owners.get(entry.get(f"{_W15}paraIdParent", ""))
            if parent is not None and parent is not remark and remark.parent is None:
                remark.parent = parent
                parent.replies.append(remark)

    def _in_threads(self) -> Iterator[_Remark]:
        """Each thread from its beginning. Those that answer each other in a circle have none: one is made."""
        ordered = sorted(self.remarks, key=lambda remark: (remark.position, remark.order))
        for remark in [*(remark for remark in ordered if remark.parent is None), *ordered]:
            if remark.root is None:
                remark.parent = None
                yield from _thread(remark)

    def _identify(self, file: WordFile) -> None:
        """The id that goes with a comment into every copy; in threads without such ids one of its words."""
        durable = {
            entry.get(f"{_CID}paraId", ""): entry.get(f"{_CID}durableId", "")
            for entry in _entries(file, "commentsIds", f"{_CID}commentId")
        }
        utc = {
            entry.get(f"{_CEX}durableId", ""): entry.get(f"{_CEX}dateUtc")
            for entry in _entries(file, "commentsExtensible", f"{_CEX}commentExtensible")
        }
        for remark in self.remarks:
            drawn = next((durable[ident] for ident in remark.ids if durable.get(ident)), "")
            remark.stamp = replace(remark.stamp, utc=remark.stamp.utc or utc.get(drawn))
            kept = next(filter(_is_drawn, [drawn, *reversed(remark.ids)]), None)
            if kept:
                remark.external = f"word {kept.upper()}"
            elif remark.parent or remark.replies:
                remark.external = f"word {_fingerprint(remark)}"


def _remarks(file: WordFile) -> list[_Remark]:
    found = []
    for order, element in enumerate(_entries(file, "comments", f"{W}comment")):
        words = words_in(element, file.name)
        text = words.shown(0, len(words.tokens)).strip("\n")
        ids = [paragraph.ident for paragraph in words.paragraphs]
        key = element.get(f"{W}id", "")
        found.append(_Remark(key, stamp_of(element), text, words.pictures, ids, order))
    return found


def _entries(file: WordFile, part: str, tag: str) -> Iterator[etree._Element]:
    root = file.parts.get(part)
    return iter(()) if root is None else root.iterchildren(tag)


def _thread(root: _Remark) -> Iterator[_Remark]:
    """A comment and its replies, each after what it answers."""
    waiting = [root]
    while waiting:
        remark = waiting.pop()
        if remark.root is None:
            remark.root = root
            yield remark
            waiting += reversed(remark.replies)


def _is_drawn(ident: str) -> bool:
    try:
        return int(ident, 16) >= _RANDOM
    except ValueError:
        return False


def _fingerprint(remark: _Remark) -> str:
    told = "\0".join((remark.stamp.author, remark.stamp.date or "", remark.text))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _named(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"comment {numbers[0]}"
    more = len(numbers) - _MOST_NAMED
    first = ", ".join(map(str, numbers[:_MOST_NAMED]))
    return f"comments {first} and {more:,} more" if more > 0 else f"comments {first}"


def is_unnamed(author: str) -> bool:
    """Whether an author is none: Word writes "Author" where names were removed from a file."""
    return not author or author.casefold() in _UNNAMED


def submission(name: str, author: str | None) -> str:
    """What one person sent in one file."""
    return f"{name}: {author}" if author else name


def who_and_when(stamp: Stamp) -> tuple[str | None, str | None, str | None]:
    """Author, date as written, date as understood.

    Word writes the time of the computer's clock and calls it UTC; newer files tell the true UTC besides, and
    the difference is the offset.
    """
    author = None if is_unnamed(stamp.author) else stamp.author
    understood = understood_date(stamp.date) if stamp.date else None
    return author, stamp.date or None, _with_offset(understood, stamp.utc) if understood else None


def _with_offset(local: str, utc: str | None) -> str:
    told = understood_date(utc) if utc else None
    if told is None or "T" not in local or "T" not in told:
        return local
    clock = datetime.fromisoformat(local).replace(tzinfo=None)
    try:
        offset = clock - datetime.fromisoformat(told).replace(tzinfo=None)
    except OverflowError:
        return local
    quarter = timedelta(minutes=15)
    offset = round(offset / quarter) * quarter
    if abs(offset) > _LONGEST_OFFSET:
        return local
    return clock.replace(tzinfo=timezone(offset)).isoformat()
