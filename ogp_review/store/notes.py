"""Writes of private notes and translations."""

from ogp_review.store.comments import text_of
from ogp_review.store.ids import random_id
from ogp_review.store.operation import Operation
from ogp_review.store.texts import write_translation


def add_note(op: Operation, owner: int, text: str) -> int:
    """A private note on a comment, excerpt or point."""
    row = random_id()
    op.make("note", {row: {"owner": owner, "text": text, "person": op.person}})
    return row


def add_translation(op: Operation, comment: int, language: str, text: str, source: str | None = None) -> None:
    """A translation of `source`, which is else the current text of `comment`."""
    if source is None:
        _, source = text_of(op.connection, comment)
    write_translation(op, comment, "translation", language, text, source)
