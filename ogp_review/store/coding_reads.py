"""The reads of what only programs for qualitative analysis hold: tagged passages and private notes."""

from typing import Any

from sqlalchemy import Connection, exists, select

from ogp_review.store import tables as t


def tagged_excerpts(connection: Connection) -> list[Any]:
    """Every excerpt that has a tag: id, comment, range, the text it is counted in, and who made it."""
    e, link, o = t.excerpt.c, t.tag_link.c, t.operation.c
    joined = t.excerpt.join(t.comment_text, e.text_id == t.comment_text.c.id).outerjoin(
        t.operation, e.made_by == o.id
    )
    tagged = exists().where(link.unit_id == e.id, ~link.hidden)
    columns = (e.id, e.comment_id, e.start, e.stop, t.comment_text.c.text, o.person)
    chosen = select(*columns).select_from(joined).where(~e.hidden, tagged)
    return list(connection.execute(chosen.order_by(e.comment_id, e.start, e.stop, e.id)))


def tags_of_comments(connection: Connection) -> list[Any]:
    """Every tag on a comment as a whole: the comment and the tag."""
    link = t.tag_link.c
    joined = t.tag_link.join(t.comment, link.unit_id == t.comment.c.id)
    chosen = select(link.unit_id, link.tag_id).select_from(joined).where(~link.hidden)
    return list(connection.execute(chosen))


def notes(connection: Connection) -> list[Any]:
    """Every private note: the row it is on, its text, and who wrote it; earliest first."""
    n, o = t.note.c, t.operation.c
    joined = t.note.join(t.operation, n.made_by == o.id)
    chosen = select(n.owner, n.text, n.person).select_from(joined).where(~n.hidden)
    return list(connection.execute(chosen.order_by(o.lamport, o.id, n.id)))
