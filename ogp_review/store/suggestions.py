"""What was decided of suggestions, and the paragraphs that accepting makes."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from ogp_review.store import people_reads
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


def dismissed_pairs(connection: Connection, kind: str) -> set[tuple[int, int]]:
    """The pairs of rows of this kind of which somebody said that they are not one.

    Where a comment was proved another since, that one is meant.
    """
    same = {row.id: row.target for row in connection.execute(select(t.row_alias))}
    said = ((subject, int(value)) for subject, value in dismissed(connection, kind))
    return {(same.get(one, one), same.get(other, other)) for one, other in said}


def compared(connection: Connection) -> list[Any]:
    """Every comment that is to be answered, in the order they came in: id, ref, text, channel, date, place,
    the point it stands in, and who said it.
    """
    c, s, w = t.comment.c, t.comment_state.c, t.comment_work.c
    person = people_reads.person_of(c.participant_id).label("person")
    columns = (
        s.id, c.ref, t.comment_text.c.text, s.channel, c.posted_at, s.place, person,
        t.point.c.id.label("point"),
    )  # fmt: skip
    joined = (
        t.comment_state.join(t.comment, s.id == c.id)
        .join(t.comment_text, s.text_id == t.comment_text.c.id)
        .outerjoin(t.comment_work, w.id == s.id)
        .outerjoin(t.point, and_(t.point.c.id == w.point_id, ~t.point.c.hidden))
        .outerjoin(t.participant_state, t.participant_state.c.id == c.participant_id)
    )
    chosen = select(*columns).select_from(joined).where(s.visible, ~s.set_aside).order_by(s.doc)
    return list(connection.execute(chosen))


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
