"""What was decided of suggestions, and the paragraphs that accepting makes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from ogp_review.store import tables as t
from ogp_review.store.drafts import paragraph_id
from ogp_review.store.engine import among
from ogp_review.store.ids import hash_id
from ogp_review.store.operation import Operation


def dismissed(connection: Connection, kind: str) -> set[tuple[int, str]]:
    """(subject, value) of the suggestions of this kind that somebody dismissed."""
    c = t.suggestion.c
    chosen = select(c.subject, c.value).where(~c.hidden, c.kind == kind, c.decision == "dismissed")
    return {(row.subject, row.value) for row in connection.execute(chosen)}


def anchors(connection: Connection, comments: Iterable[int]) -> dict[int, str]:
    """The words of the draft that comments stand on, where their source says so."""
    c = t.comment.c
    chosen = select(c.id, c.anchor).where(c.anchor.is_not(None), among(c.id, list(comments), connection))
    return {row.id: row.anchor for row in connection.execute(chosen)}


def decide(op: Operation, kind: str, rows: Iterable[tuple[int, str, float, str]], decision: str) -> None:
    """Keep suggestions (subject, value, confidence, reason) with what was decided of them."""
    op.make(
        "suggestion",
        {
            hash_id("suggestion", kind, subject, value): {
                "kind": kind,
                "subject": subject,
                "value": value,
                "confidence": confidence,
                "reason": reason,
                "decision": decision,
            }
            for subject, value, confidence, reason in rows
        },
    )


def make_paragraphs(op: Operation, labels: Sequence[str]) -> None:
    """Paragraphs that comments name but no source has shown: "text not captured".

    They come as a small import of staff's own, so that undo can take them out of sight again.
    """
    if not labels:
        return
    known = set(op.connection.execute(select(t.paragraph.c.id)).scalars())
    position = op.connection.execute(select(func.max(t.paragraph.c.position))).scalar() or 0
    fresh = [label for label in labels if paragraph_id(label) not in known]
    rows = [(paragraph_id(label), label, None, position + n) for n, label in enumerate(fresh, 1)]
    op.bring("paragraph", ("id", "label", "section_id", "position"), rows)
    again = [(paragraph_id(label),) for label in labels if paragraph_id(label) in known]
    op.bring("source_maker", ("row_id",), again)
    columns = ("id", "name", "format", "size", "digest", "consultation_id", "outcome", "hidden")
    op.bring(
        "intake", columns, [(op.id, "paragraphs that comments name", "staff", 0, b"", None, "{}", False)]
    )
