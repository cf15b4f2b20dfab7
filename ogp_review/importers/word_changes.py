"""Tracked changes of a Word file, each as the proposal it is: what to delete, insert, replace or move."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ogp_review.domain.incoming import IncomingComment, IncomingSkip, IncomingWarning
from ogp_review.importers.word_comments import Placed, submission, who_and_when
from ogp_review.importers.word_labels import Places
from ogp_review.importers.word_text import Paragraph, Stamp, Token, Words

_CRUMB = re.compile(r"\W{0,3}")
"""What may stand unchanged between two changes that are one: a space, a full stop."""

_FARTHEST = 4
"""How many tokens on the next of two changes that are one may be: a crumb has few."""

_WORDS_ROUND = 6
"""How many words tell where an insertion stands."""

_ROUND = 200
"""How many tokens round an insertion are looked at for these words."""


@dataclass(slots=True)
class Change:
    """Tokens that one person changed in one go, in order, and which of these were deleted."""

    stamp: Stamp
    tokens: list[int]
    deleted: set[int]
    move: str | None = None


@dataclass(frozen=True, slots=True)
class _Edit:
    index: int
    stamp: Stamp
    deleted: bool
    move: str | None


class Changes:
    """The tracked changes of one file."""

    def __init__(self, words: Words, places: Places) -> None:
        self._words = words
        self._places = places
        self._starts = _block_starts(words.tokens)
        self._firsts = [paragraph.first for paragraph in words.paragraphs]
        self.changes = list(_grouped(words.tokens))

    def placed(self) -> Iterator[Placed]:
        for number, change in enumerate(self.changes, 1):
            yield Placed(change.tokens[0], self._record(change, f"change {number}"))

    def warnings(self) -> Iterator[IncomingWarning]:
        count = self._words.formatting
        if count:
            what = "1 tracked change" if count == 1 else f"{count:,} tracked changes"
            yield IncomingWarning(f"{what} of formatting alone: not read, since no words change.")

    def _record(self, change: Change, where: str) -> IncomingComment | IncomingSkip:
        words = self._words.tokens
        if not any(words[index].text for index in change.tokens):
            return IncomingSkip(where, "no words are changed")
        author, posted, posted_at = who_and_when(change.stamp)
        blocks = self._blocks(change)
        anchor = "\n".join(self._bare(self._before(change, *block), block) for block in blocks)
        proposal = "\n".join(self._bare(self._after(change, *block), block) for block in blocks)
        return IncomingComment(
            _Telling(self._words, change, self._starts).text(),
            where,
            author=author,
            posted=posted,
            posted_at=posted_at,
            paragraph=self._places.label(self._paragraph(blocks[0])),
            submission=submission(self._words.name, author),
            anchor=anchor or None,
            proposal=proposal,
        )

    def _blocks(self, change: Change) -> list[tuple[int, int]]:
        """The paragraphs that a change is in, each with those it is joined to or split from by a change."""
        found = dict.fromkeys(bisect_right(self._starts, index) - 1 for index in change.tokens)
        ends = [*self._starts[1:], len(self._words.tokens)]
        return [(self._starts[at], ends[at]) for at in found]

    def _paragraph(self, block: tuple[int, int]) -> Paragraph:
        return self._words.paragraphs[max(bisect_right(self._firsts, block[0]) - 1, 0)]

    def _bare(self, text: str, block: tuple[int, int]) -> str:
        return self._places.without_label(self._paragraph(block), text.strip())

    def _before(self, change: Change, first: int, last: int) -> str:
        """The wording that the person had before them: the original, and what they changed of another's."""
        tokens = self._words.tokens
        self._words.spend(last - first)
        return self._words.joined(
            tokens[index].text
            for index in range(first, last)
            if tokens[index].inserted is None or index in change.deleted
        )

    def _after(self, change: Change, first: int, last: int) -> str:
        tokens, own = self._words.tokens, set(change.tokens)
        self._words.spend(last - first)
        return self._words.joined(
            tokens[index].text
            for index in range(first, last)
            if index not in change.deleted and (tokens[index].inserted is None or index in own)
        )


def _block_starts(tokens: list[Token]) -> list[int]:
    """Where blocks begin: a paragraph's mark that is itself changed does not end one."""
    starts = [0]
    for index, token in enumerate(tokens):
        if token.ends and token.inserted is None and token.deleted is None:
            starts.append(index + 1)
    return starts[:-1] if len(starts) > 1 and starts[-1] == len(tokens) else starts


def _grouped(tokens: list[Token]) -> Iterator[Change]:
    """Changes by the same person next to each other as one, and both ends of a move as one."""
    open_changes: dict[str, Change] = {}
    moves: dict[str, Change] = {}
    found: list[Change] = []
    for edit in _edits(tokens):
        change = moves.get(edit.move) if edit.move else open_changes.get(edit.stamp.author)
        if change is None or not (edit.move or _adjoins(tokens, change, edit)):
            change = Change(edit.stamp, [], set(), edit.move)
            found.append(change)
        if edit.move:
            moves[edit.move] = change
        else:
            open_changes[edit.stamp.author] = change
        change.stamp = max(change.stamp, edit.stamp, key=lambda stamp: stamp.date or "")
        change.tokens.append(edit.index)
        if edit.deleted:
            change.deleted.add(edit.index)
    yield from sorted(found, key=lambda change: change.tokens[0])


def _edits(tokens: list[Token]) -> Iterator[_Edit]:
    for index, token in enumerate(tokens):
        if token.inserted is not None and _is_own(token):
            continue
        if token.inserted is not None:
            yield _Edit(index, token.inserted, False, None if token.deleted else token.move)
        if token.deleted is not None:
            yield _Edit(index, token.deleted, True, None if token.inserted else token.move)


def _is_own(token: Token) -> bool:
    """Words that somebody inserted and took back themselves propose nothing."""
    both = (token.inserted, token.deleted)
    return all(both) and len({stamp.author for stamp in both if stamp}) == 1


def _adjoins(tokens: list[Token], change: Change, edit: _Edit) -> bool:
    last = change.tokens[-1]
    if edit.index - last > _FARTHEST:
        return False
    between = tokens[last + 1 : edit.index]
    if any(token.ends or token.inserted or token.deleted for token in between):
        return False
    return _CRUMB.fullmatch("".join(token.text for token in between)) is not None


class _Telling:
    """A change in a sentence."""

    def __init__(self, words: Words, change: Change, starts: list[int]) -> None:
        self._words = words
        self._tokens = words.tokens
        self._change = change
        self._starts = starts

    def text(self) -> str:
        old, new = self._passages()
        if self._change.move and old.strip() and new.strip():
            return f"Move {_quoted(old)}{self._place(deleted=False)}."
        if not old.strip(" ") and new == "\n":
            return f"Begin a new paragraph{self._place(deleted=False)}."
        if not new and old == "\n":
            return f"Join the next paragraph to this one{self._place(deleted=True)}."
        if old and new:
            return f"Replace {_quoted(old)} by {_quoted(new)}."
        return f"Delete {_quoted(old)}." if old else f"Insert {_quoted(new)}{self._place(deleted=False)}."

    def _passages(self) -> tuple[str, str]:
        """What goes and what comes, with the crumbs between the changes in both."""
        old: list[str] = []
        new: list[str] = []
        own = self._change.tokens
        for at, index in enumerate(own):
            gap = range(own[at - 1] + 1 if at and not self._change.move else index, index)
            kept = "".join(self._tokens[between].text for between in gap)
            old += [kept, self._tokens[index].text if index in self._change.deleted else ""]
            new += [kept, "" if index in self._change.deleted else self._tokens[index].text]
        return self._words.joined(old), self._words.joined(new)

    def _place(self, *, deleted: bool) -> str:
        """Where words stand, told by the words before them, or by those behind them at the very beginning."""
        own = self._change
        index = next(index for index in own.tokens if (index in own.deleted) is deleted)
        at = bisect_right(self._starts, index)
        start = max(self._starts[at - 1], index - _ROUND)
        stop = self._starts[at] if at < len(self._starts) else len(self._tokens)
        before = self._words.original(start, index).split()
        if before:
            return f" after “{' '.join(before[-_WORDS_ROUND:])}”"
        behind = self._words.original(index, min(stop, index + _ROUND)).split()
        return f" before “{' '.join(behind[:_WORDS_ROUND])}”" if behind else ""


def _quoted(text: str) -> str:
    return f"“{text.strip() or text}”"
