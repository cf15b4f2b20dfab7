"""From a mail to the comments in it: its newest words, one for each paragraph they name, what it forwards."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ogp_review.domain.incoming import (
    Incoming,
    IncomingAttachment,
    IncomingComment,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.importers.mail_headers import header_date, sender
from ogp_review.importers.mail_message import DEEPEST_MAIL, Mail
from ogp_review.importers.mail_parts import parts
from ogp_review.importers.mail_signature import key_of, says_something
from ogp_review.importers.mail_text import Forwarded, split
from ogp_review.importers.mail_words import FORWARD_SUBJECT

MOST_ATTACHED = 256 * 1024 * 1024
"""Bytes of attachments that one source may hand on."""

_PASSING_WORDS = 25
"""So few words above a forwarded mail are taken for passing it on, not for a comment of their own."""

_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Said:
    """Who said a thing and when: of a mail, or of a mail forwarded in it."""

    author: str | None
    email: str | None
    posted: str | None
    posted_at: str | None
    subject: str
    external_id: str | None
    parent: str | None = None


class Letters:
    """Turns the mails of one source into records, and keeps what is to be said about them all."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._first_of: dict[str, str] = {}
        self._left = MOST_ATTACHED
        self._doubts: dict[str, list[str]] = {}
        self._pictures = 0

    def records(self, mail: Mail, where: str, carried: str = "") -> Iterator[Incoming]:
        """What one mail holds: its comments, its attachments, the mails attached to it.

        `carried` is what somebody wrote who only passes it on; it is folded away with its first comment.
        """
        passes_on = not mail.refused and bool(mail.inner) and _only_passes_on(mail.text, _forwards(mail))
        if not passes_on:
            yield from _carrying(self._comments(mail, where), carried)
        for note in mail.notes:
            self._doubt(note[:1].upper() + note[1:], where)
        self._pictures += mail.pictures
        for file in mail.attached:
            self._left -= len(file.data)
            if self._left >= 0:
                yield IncomingAttachment(file.name, file.data, where, mail.author, mail.email)
            else:
                self._doubt("Attachments beyond what is offered at once: import these mails apart", where)
        for number, inner in enumerate(mail.inner, 1):
            above = _joined(mail.text if passes_on else "", carried if passes_on else "")
            yield from self.records(
                inner, f"{where}, attached message {number}", above if number == 1 else ""
            )

    def warnings(self) -> Iterator[IncomingWarning]:
        for what, places in self._doubts.items():
            yield IncomingWarning(f"{what}: {_listed(places)}.")
        if self._pictures:
            yield IncomingWarning(f"Pictures inside the text of mails, not offered: {self._pictures:,}.")

    def _doubt(self, what: str, where: str) -> None:
        places = self._doubts.setdefault(what, [])
        if where not in places[-1:]:
            places.append(where)

    # Comments ---------------------------------------------------------------------------------------------

    def _comments(self, mail: Mail, where: str) -> Iterator[Incoming]:
        if mail.refused:
            yield IncomingSkip(where, mail.refused)
            return
        said = self._said(mail)
        made = False
        for record in self._taken_apart(said, mail.text, where, _forwards(mail), DEEPEST_MAIL):
            made = True
            yield record
        if not made:
            yield IncomingSkip(where, _why_nothing(mail))

    def _said(self, mail: Mail) -> _Said:
        parent = self._first_of.get(mail.replies_to or "")
        return _Said(
            mail.author, mail.email, mail.posted, mail.posted_at, mail.subject, mail.message_id, parent
        )

    def _taken_apart(
        self, said: _Said, text: str, where: str, forwards: bool, depth: int
    ) -> Iterator[IncomingComment]:
        found = split(text, passes_on=forwards)
        if found.doubtful:
            self._doubt("Nothing stands above what looks like quoted history, so all of it was taken", where)
        if found.forwarded is None:
            yield from self._own(said, found.text, found.folded, where)
            return
        folded = found.folded
        if _only_passes_on(found.text, True):
            folded = _joined(found.text, folded)
        else:
            yield from self._own(said, found.text, found.folded, where)
            said, folded = _second(said), ""
        original = _original(said, found.forwarded)
        if original is None:
            self._doubt("Forwarded without saying whose it is, taken for the sender's", where)
        yield from self._forwarded(original or said, found.forwarded, folded, where, depth)

    def _forwarded(
        self, said: _Said, forwarded: Forwarded, folded: str, where: str, depth: int
    ) -> Iterator[IncomingComment]:
        inner = split(forwarded.text) if depth else None
        if inner is not None and inner.forwarded is not None:
            yield from self._taken_apart(said, forwarded.text, where, False, depth - 1)
            return
        text, more = (inner.text, inner.folded) if inner is not None else (forwarded.text, "")
        yield from self._own(said, text, _joined(folded, more), where)

    def _own(self, said: _Said, text: str, folded: str, where: str) -> Iterator[IncomingComment]:
        """The comments of one text: one, or one for each paragraph that it names."""
        pieces = parts(text) if text.strip() else []
        if len(pieces) > 1 and pieces[0].label is None and not says_something(pieces[0].text):
            folded = _joined(pieces[0].text, folded)
            pieces = pieces[1:]
        self._say_what_is_missing(said, where, bool(pieces))
        several = len(pieces) > 1
        seen: Counter[str] = Counter()
        for number, piece in enumerate(pieces):
            label = piece.label
            if label:
                seen[label] += 1
            own_id = _part_id(said.external_id, label, seen[label or ""]) if several else said.external_id
            if said.external_id and own_id:
                self._first_of.setdefault(said.external_id, own_id)
            yield IncomingComment(
                piece.text,
                f"{where}, {label}" if several and label else where,
                external_id=own_id,
                author=said.author,
                email=said.email,
                posted=said.posted,
                posted_at=said.posted_at,
                paragraph=label,
                parent=said.parent,
                submission=self._submission(said, where),
                folded=(folded or None) if not number else None,
            )

    def _say_what_is_missing(self, said: _Said, where: str, anything: bool) -> None:
        if anything and not (said.author or said.email):
            self._doubt("No sender is stated", where)
        if anything and not said.posted:
            self._doubt("No date is stated", where)
        elif anything and not said.posted_at:
            self._doubt("A date that is not understood, kept only as it is written", where)

    def _submission(self, said: _Said, where: str) -> str:
        """The subject, with what tells this mail from another of the same subject. Never an address."""
        apart = [part for part in (said.author, said.posted_at or said.posted) if part]
        if not said.posted:
            apart.append(self._source if where == "message 1" else f"{self._source}, {where}")
        return f"{said.subject or 'No subject'} ({', '.join(apart)})"


def _part_id(mail_id: str | None, label: str | None, occurrence: int) -> str | None:
    if mail_id is None or label is None:
        return mail_id
    return f"{mail_id}#{label}" if occurrence == 1 else f"{mail_id}#{label}-{occurrence}"


def _second(said: _Said) -> _Said:
    """Whoever forwards has said something too: the forwarded text needs an id of its own."""
    own = f"{said.external_id}#forwarded" if said.external_id else None
    return _Said(said.author, said.email, said.posted, said.posted_at, said.subject, own)


def _original(said: _Said, forwarded: Forwarded) -> _Said | None:
    """Whose a forwarded text is, where its headers tell."""
    author, email = sender(forwarded.sender or "")
    if not (author or email):
        return None
    posted = " ".join((forwarded.posted or "").split()) or None
    when = header_date(posted) if posted else None
    return _Said(author, email, posted, when, forwarded.subject or said.subject, said.external_id)


def _joined(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _carrying(records: Iterator[Incoming], carried: str) -> Iterator[Incoming]:
    """The records, the first comment with what was carried to it."""
    for record in records:
        if carried and isinstance(record, IncomingComment):
            record = replace(record, folded=_joined(carried, record.folded or ""))
            carried = ""
        yield record


def _forwards(mail: Mail) -> bool:
    return bool(FORWARD_SUBJECT.match(key_of(mail.subject)))


def _only_passes_on(text: str, forwards: bool) -> bool:
    return not says_something(text) or (forwards and len(text.split()) <= _PASSING_WORDS)


def _why_nothing(mail: Mail) -> str:
    if not mail.text.strip():
        beside = "; what is attached is offered" if mail.attached else ""
        return f"no text{beside}"
    return "no text of its own, only quoted history or a signature"


def _listed(places: list[str]) -> str:
    shown = ", ".join(places[:_NAMED])
    more = len(places) - _NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
