"""Whether anything has been written since: the operations that no later one builds on."""

from sqlalchemy import Connection, select

from ogp_review.store import tables as t


def heads(connection: Connection) -> frozenset[int]:
    """The ends of the journal; they differ after every operation, and stay under one that is not finished."""
    return frozenset(connection.execute(select(t.head.c.operation_id)).scalars())
