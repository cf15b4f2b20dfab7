"""The first tables: source, staff, journal, and what is derived from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search USING fts5(body, content='', prefix='3', "
        "tokenize='unicode61 remove_diacritics 0')",
        "INSERT INTO search(search, rank) VALUES('hashsize', 67108864)",
    ),
    "postgresql": (
        "CREATE TABLE search (doc BIGINT PRIMARY KEY, body TSVECTOR NOT NULL)",
        "CREATE INDEX search_body ON search USING gin (body)",
    ),
}
"""Folding is done before text gets here, so the tokenizer does none. The prefix index finds what is being typed
from its third letter at once; it costs a twentieth of an import."""


def upgrade() -> None:
    _tables()
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "comment_state",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("doc", ID, nullable=False),
        sa.Column("text_id", ID, nullable=False),
        sa.Column("visible", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("place", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("is_reply", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("doc"),
    )
    op.create_index("comment_state_place", "comment_state", ["place", "state"], unique=False)
    op.create_table(
        "comment_work",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("place", ID, nullable=True),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("set_aside", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("point_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("comment_work_point", "comment_work", ["point_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", ID, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "operation",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("copy", ID, nullable=False),
        sa.Column("lamport", ID, nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("target", ID, nullable=True),
        sa.Column("undone_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("operation_lamport", "operation", ["lamport", "id"], unique=False)
    op.create_index("operation_target", "operation", ["target"], unique=False)
    op.create_table(
        "response",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.Text(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "row_alias",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("target", ID, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "setting",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tally",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("n", ID, nullable=False),
        sa.PrimaryKeyConstraint("name", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "touch",
        sa.Column("row_id", ID, autoincrement=False, nullable=False),
        sa.Column("operation_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("row_id", "operation_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change",
        sa.Column("operation_id", ID, autoincrement=False, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("operation_id", "table_name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consultation",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "head",
        sa.Column("operation_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("operation_id"),
    )
    op.create_table(
        "intake",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("consultation_id", ID, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "note",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("note_owner", "note", ["owner"], unique=False)
    op.create_table(
        "paragraph",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("section_id", ID, nullable=True),
        sa.Column("position", ID, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "participant",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("stakeholder", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "person",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "point",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("lead", ID, nullable=True),
        sa.Column("place", ID, nullable=True),
        sa.Column("for_decision", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("point_ref", "point", ["ref"], unique=False)
    op.create_table(
        "ref_alias",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("row_id", ID, autoincrement=False, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("ref", "row_id"),
    )
    op.create_table(
        "section",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "source_key",
        sa.Column("key", ID, autoincrement=False, nullable=False),
        sa.Column("row_id", ID, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("external", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("key", "row_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source_maker",
        sa.Column("row_id", ID, autoincrement=False, nullable=False),
        sa.Column("made_by", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("row_id", "made_by"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("is_source", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("source_digest", sa.Text(), nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("staff_text_owner", "staff_text", ["owner", "field"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("suggestion_subject", "suggestion", ["subject"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("example", sa.Text(), nullable=True),
        sa.Column("shortcut", sa.Text(), nullable=True),
        sa.Column("position", ID, nullable=True),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tag_link",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("tag_id", ID, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tag_link_tag", "tag_link", ["tag_id"], unique=False)
    op.create_index("tag_link_unit", "tag_link", ["unit_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=True),
        sa.Column("participant_id", ID, nullable=True),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("paragraph_id", ID, nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("posted", sa.Text(), nullable=True),
        sa.Column("posted_at", sa.Text(), nullable=True),
        sa.Column("votes_for", ID, nullable=True),
        sa.Column("votes_against", ID, nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("comment_made_by", "comment", ["made_by"], unique=False)
    op.create_index("comment_ref", "comment", ["ref"], unique=False)
    op.create_index(
        "comment_replies",
        "comment",
        ["parent_id"],
        unique=False,
        sqlite_where=sa.text("parent_id IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_table(
        "declared",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("paragraph_id", ID, nullable=False),
        sa.Column("comments", ID, nullable=False),
        sa.Column("votes", ID, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraph.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "paragraph_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("paragraph_id", ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("consultation_id", ID, nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraph.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("paragraph_text_of", "paragraph_text", ["paragraph_id"], unique=False)
    op.create_table(
        "section_title",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("section_id", ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["section.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "submission",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("participant_id", ID, nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "comment_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("comment_text_of", "comment_text", ["comment_id"], unique=False)
    op.create_table(
        "excerpt",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("text_id", ID, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("place", ID, nullable=True),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("point_id", ID, nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("excerpt_of", "excerpt", ["comment_id"], unique=False)
    op.create_index("excerpt_point", "excerpt", ["point_id"], unique=False)
