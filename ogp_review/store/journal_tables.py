"""The review itself, its journal, and what is derived (not journaled; `verify` recomputes it)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from ogp_review.store.columns import Id, flag_column, id_column, int_column, metadata, text_column

meta = Table("meta", metadata, Column("name", Text, primary_key=True), text_column("value", needed=True))
counter = Table(
    "counter", metadata, Column("name", Text, primary_key=True), Column("value", Id, nullable=False)
)
operation = Table(
    "operation",
    metadata,
    id_column(),
    text_column("kind", needed=True),
    text_column("person", needed=True),
    Column("copy", Id, nullable=False),
    Column("lamport", Id, nullable=False),
    text_column("parents", needed=True),
    text_column("schema", needed=True),
    text_column("at", needed=True),
    text_column("about", needed=True),
    int_column("target"),
    int_column("undone_by"),
    Index("operation_lamport", "lamport", "id"),
    Index("operation_target", "target"),
)
head = Table(
    "head",
    metadata,
    Column("operation_id", Id, ForeignKey("operation.id"), primary_key=True, autoincrement=False),
)
change = Table(
    "change",
    metadata,
    Column("operation_id", Id, ForeignKey("operation.id"), primary_key=True, autoincrement=False),
    Column("table_name", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
touch = Table(
    "touch",
    metadata,
    Column("row_id", Id, primary_key=True, autoincrement=False),
    Column("operation_id", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

comment_state = Table(
    "comment_state",
    metadata,
    id_column(),
    Column("doc", Id, nullable=False, unique=True),
    Column("text_id", Id, nullable=False),
    flag_column("visible"),
    Column("place", Id, nullable=False),
    text_column("state", needed=True),
    flag_column("set_aside"),
    text_column("language"),
    text_column("channel", needed=True),
    flag_column("is_reply"),
    Column("points", Integer, nullable=False),
    text_column("tags", needed=True),
    Index("comment_state_place", "place", "state"),
)
"""`doc` numbers comments in the order they came in, densely: it is also their row in the search index."""

participant_state = Table(
    "participant_state",
    metadata,
    id_column(),
    Column("person", Id, nullable=False),
    text_column("name"),
    text_column("organisation"),
    text_column("stakeholder"),
    text_column("country"),
    Column("consent", Boolean),
    Index("participant_state_person", "person"),
)
"""Whom a participant of whom staff have said something is shown as; all others are as their source says."""

tally = Table(
    "tally",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("n", Id, nullable=False),
    sqlite_with_rowid=False,
)
