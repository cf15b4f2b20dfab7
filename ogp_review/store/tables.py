"""The mapped tables: what sources say, what staff say, the journal, and what is derived from them.

Source rows are immutable and carry `made_by`, the operation that brought them. Staff rows are journaled by
column. Nothing that staff can make twice is UNIQUE, and nothing is deleted: rows have `hidden`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

SCHEMA_REVISION = "0001"
SCHEMA_NUMBER = 1

metadata = MetaData()
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def _made_by() -> Column[int]:
    return Column("made_by", Id, ForeignKey("operation.id"), nullable=False)


def _hidden() -> Column[bool]:
    return Column("hidden", Boolean, nullable=False, server_default=false())


def _int(name: str) -> Column[int]:
    return Column(name, Id)


def _text(name: str, *, needed: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not needed)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())


# The review itself and its journal ----------------------------------------------------------------------

meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value", needed=True))
counter = Table(
    "counter", metadata, Column("name", Text, primary_key=True), Column("value", Id, nullable=False)
)
operation = Table(
    "operation",
    metadata,
    _id(),
    _text("kind", needed=True),
    _text("person", needed=True),
    Column("copy", Id, nullable=False),
    Column("lamport", Id, nullable=False),
    _text("parents", needed=True),
    _text("schema", needed=True),
    _text("at", needed=True),
    _text("about", needed=True),
    _int("target"),
    _int("undone_by"),
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

# What sources say ----------------------------------------------------------------------------------------

intake = Table(
    "intake",
    metadata,
    _id(),
    _text("name", needed=True),
    _text("format", needed=True),
    Column("size", Id, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    _int("consultation_id"),
    _text("outcome", needed=True),
    _made_by(),
    _hidden(),
)
consultation = Table(
    "consultation",
    metadata,
    _id(),
    _text("name", needed=True),
    _text("title", needed=True),
    _text("channel", needed=True),
    _text("language"),
    _text("description", needed=True),
    _text("closes"),
    _made_by(),
)
section = Table(
    "section",
    metadata,
    _id(),
    _text("label", needed=True),
    _int("parent_id"),
    Column("level", Integer, nullable=False),
    Column("position", Id, nullable=False),
    _made_by(),
)
section_title = Table(
    "section_title",
    metadata,
    _id(),
    Column("section_id", Id, ForeignKey("section.id"), nullable=False),
    _text("language"),
    _text("title", needed=True),
    _made_by(),
)
paragraph = Table(
    "paragraph",
    metadata,
    _id(),
    _text("label", needed=True),
    _int("section_id"),
    Column("position", Id, nullable=False),
    _made_by(),
)
paragraph_text = Table(
    "paragraph_text",
    metadata,
    _id(),
    Column("paragraph_id", Id, ForeignKey("paragraph.id"), nullable=False),
    _text("language"),
    _text("version", needed=True),
    _text("text", needed=True),
    _flag("complete"),
    _int("consultation_id"),
    _made_by(),
    Index("paragraph_text_of", "paragraph_id"),
)
declared = Table(
    "declared",
    metadata,
    _id(),
    Column("consultation_id", Id, ForeignKey("consultation.id"), nullable=False),
    Column("paragraph_id", Id, ForeignKey("paragraph.id"), nullable=False),
    Column("comments", Id, nullable=False),
    Column("votes", Id, nullable=False),
    _made_by(),
)
participant = Table(
    "participant",
    metadata,
    _id(),
    _text("name"),
    _text("organisation"),
    _text("email"),
    _text("stakeholder"),
    _text("country"),
    Column("consent", Boolean),
    _made_by(),
)
submission = Table(
    "submission",
    metadata,
    _id(),
    _text("name"),
    _text("channel", needed=True),
    Column("consultation_id", Id, ForeignKey("consultation.id"), nullable=False),
    Column("participant_id", Id, ForeignKey("participant.id")),
    _made_by(),
)
comment = Table(
    "comment",
    metadata,
    _id(),
    _text("ref", needed=True),
    Column("consultation_id", Id, ForeignKey("consultation.id"), nullable=False),
    _int("submission_id"),
    _int("participant_id"),
    _int("parent_id"),
    _int("paragraph_id"),
    _text("channel", needed=True),
    _text("language"),
    _text("posted"),
    _text("posted_at"),
    _int("votes_for"),
    _int("votes_against"),
    _made_by(),
    Index("comment_ref", "ref"),
    Index("comment_made_by", "made_by"),
    Index(
        "comment_replies",
        "parent_id",
        sqlite_where=Column("parent_id").is_not(None),
        postgresql_where=Column("parent_id").is_not(None),
    ),
)
comment_text = Table(
    "comment_text",
    metadata,
    _id(),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=False),
    Column("version", Integer, nullable=False),
    _text("text", needed=True),
    Column("digest", LargeBinary, nullable=False),
    _made_by(),
    Index(
        "comment_text_later",
        "comment_id",
        sqlite_where=Column("version") > 1,
        postgresql_where=Column("version") > 1,
    ),
)
"""The first version of a comment's text has the id of the comment; later ones have ids of their own."""

source_key = Table(
    "source_key",
    metadata,
    Column("key", Id, primary_key=True, autoincrement=False),
    Column("row_id", Id, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    _flag("external"),
    _made_by(),
    sqlite_with_rowid=False,
)
"""Every key a source row is known by. `external` ones prove that two rows are one; keys by text do not."""

source_maker = Table(
    "source_maker",
    metadata,
    Column("row_id", Id, primary_key=True, autoincrement=False),
    Column("made_by", Id, ForeignKey("operation.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""A further import that brought a row which was there: the row shows while any of its imports stands."""

row_alias = Table("row_alias", metadata, _id(), Column("target", Id, nullable=False))
"""Two ids proved one, derived from `source_key`: the smaller stays."""

ref_alias = Table(
    "ref_alias",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("row_id", Id, primary_key=True, autoincrement=False),
    _made_by(),
)

# What staff say ------------------------------------------------------------------------------------------

setting = Table("setting", metadata, _id(), _text("name"), _text("value"))
person = Table("person", metadata, _id(), _text("name", needed=True), _made_by(), _hidden())
comment_work = Table(
    "comment_work",
    metadata,
    _id(),
    _int("place"),
    _text("stance"),
    _text("set_aside"),
    _text("language"),
    _text("assigned_to"),
    _flag("closed"),
    _int("point_id"),
    Index("comment_work_point", "point_id"),
)
excerpt = Table(
    "excerpt",
    metadata,
    _id(),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=False),
    Column("text_id", Id, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    _int("place"),
    _text("stance"),
    _int("point_id"),
    _made_by(),
    _hidden(),
    Index("excerpt_of", "comment_id"),
    Index("excerpt_point", "point_id"),
)
tag = Table(
    "tag",
    metadata,
    _id(),
    _int("parent_id"),
    _text("colour", needed=True),
    _text("definition"),
    _text("example"),
    _text("shortcut"),
    _int("position"),
    _flag("retired"),
    _made_by(),
    _hidden(),
)
tag_link = Table(
    "tag_link",
    metadata,
    _id(),
    Column("unit_id", Id, nullable=False),
    Column("tag_id", Id, nullable=False),
    _made_by(),
    _hidden(),
    Index("tag_link_unit", "unit_id"),
    Index("tag_link_tag", "tag_id"),
)
point = Table(
    "point",
    metadata,
    _id(),
    _text("ref", needed=True),
    _int("lead"),
    _int("place"),
    _flag("for_decision"),
    _text("owner"),
    _made_by(),
    _hidden(),
    Index("point_ref", "ref"),
)
response = Table(
    "response",
    metadata,
    _id(),
    _text("disposition"),
    _text("state"),
    _text("note"),
    _text("drafted_by"),
    _text("submitted_by"),
    _text("approved_by"),
    _text("approved_at"),
)
staff_text = Table(
    "staff_text",
    metadata,
    _id(),
    Column("owner", Id, nullable=False),
    _text("field", needed=True),
    _text("language", needed=True),
    _text("text", needed=True),
    _text("person"),
    _flag("is_source"),
    _text("source_digest"),
    _made_by(),
    _hidden(),
    Index("staff_text_owner", "owner", "field"),
)
note = Table(
    "note",
    metadata,
    _id(),
    Column("owner", Id, nullable=False),
    _text("text", needed=True),
    _text("person"),
    _made_by(),
    _hidden(),
    Index("note_owner", "owner"),
)
suggestion = Table(
    "suggestion",
    metadata,
    _id(),
    _text("kind", needed=True),
    Column("subject", Id, nullable=False),
    _text("value", needed=True),
    Column("confidence", Float, nullable=False),
    _text("reason"),
    _text("decision"),
    _made_by(),
    _hidden(),
    Index("suggestion_subject", "subject"),
)

# What is derived (not journaled; `verify` recomputes it) --------------------------------------------------

comment_state = Table(
    "comment_state",
    metadata,
    _id(),
    Column("doc", Id, nullable=False, unique=True),
    Column("text_id", Id, nullable=False),
    _flag("visible"),
    Column("place", Id, nullable=False),
    _text("state", needed=True),
    _flag("set_aside"),
    _text("language"),
    _text("channel", needed=True),
    _flag("is_reply"),
    Column("points", Integer, nullable=False),
    _text("tags", needed=True),
    Index("comment_state_place", "place", "state"),
)
"""`doc` numbers comments in the order they came in, densely: it is also their row in the search index."""

tally = Table(
    "tally",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("n", Id, nullable=False),
    sqlite_with_rowid=False,
)

SOURCE_TABLES = (
    consultation, section, section_title, paragraph, paragraph_text, participant, submission, comment,
    comment_text, declared, intake, source_key, source_maker, ref_alias,
)  # fmt: skip
"""In the order in which their rows can be written."""

STAFF_TABLES = {
    table.name: table
    for table in (
        setting, person, comment_work, excerpt, tag, tag_link, point, response, staff_text, note, suggestion,
    )
}  # fmt: skip

WORK_TABLES = frozenset({"setting", "comment_work", "response"})
"""Keyed by what they are about: a row that is not there says the same as one with nothing in it."""

JOURNALED = {**STAFF_TABLES, **{table.name: table for table in SOURCE_TABLES if "id" in table.c}}
"""Tables whose columns an operation may change: staff's, and what an import fills in older source rows."""


def defaults(table: Table) -> dict[str, object]:
    """The values of a row of a work table in which nothing is said."""
    return {
        column.name: False if isinstance(column.type, Boolean) and not column.nullable else None
        for column in table.c
        if column.name != "id"
    }
