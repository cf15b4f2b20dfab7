"""What sources say: immutable rows that carry `made_by`, the operation that brought them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from ogp_review.store.columns import (
    Id,
    flag_column,
    hidden_column,
    id_column,
    index_of_said,
    int_column,
    made_by_column,
    metadata,
    text_column,
)

intake = Table(
    "intake",
    metadata,
    id_column(),
    text_column("name", needed=True),
    text_column("format", needed=True),
    Column("size", Id, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    int_column("consultation_id"),
    text_column("outcome", needed=True),
    made_by_column(),
    hidden_column(),
)
consultation = Table(
    "consultation",
    metadata,
    id_column(),
    text_column("name", needed=True),
    text_column("title", needed=True),
    text_column("channel", needed=True),
    text_column("language"),
    text_column("description", needed=True),
    text_column("closes"),
    made_by_column(),
)
section = Table(
    "section",
    metadata,
    id_column(),
    text_column("label", needed=True),
    int_column("parent_id"),
    Column("level", Integer, nullable=False),
    Column("position", Id, nullable=False),
    made_by_column(),
)
section_title = Table(
    "section_title",
    metadata,
    id_column(),
    Column("section_id", Id, ForeignKey("section.id"), nullable=False),
    text_column("language"),
    text_column("title", needed=True),
    made_by_column(),
)
paragraph = Table(
    "paragraph",
    metadata,
    id_column(),
    text_column("label", needed=True),
    int_column("section_id"),
    Column("position", Id, nullable=False),
    made_by_column(),
)
paragraph_text = Table(
    "paragraph_text",
    metadata,
    id_column(),
    Column("paragraph_id", Id, ForeignKey("paragraph.id"), nullable=False),
    text_column("language"),
    text_column("version", needed=True),
    text_column("text", needed=True),
    flag_column("complete"),
    int_column("consultation_id"),
    made_by_column(),
    Index("paragraph_text_of", "paragraph_id"),
)
declared = Table(
    "declared",
    metadata,
    id_column(),
    Column("consultation_id", Id, ForeignKey("consultation.id"), nullable=False),
    Column("paragraph_id", Id, ForeignKey("paragraph.id"), nullable=False),
    Column("comments", Id, nullable=False),
    Column("votes", Id, nullable=False),
    made_by_column(),
)
participant = Table(
    "participant",
    metadata,
    id_column(),
    text_column("name"),
    text_column("organisation"),
    text_column("email"),
    text_column("stakeholder"),
    text_column("country"),
    Column("consent", Boolean),
    made_by_column(),
)
submission = Table(
    "submission",
    metadata,
    id_column(),
    text_column("name"),
    text_column("channel", needed=True),
    Column("consultation_id", Id, ForeignKey("consultation.id"), nullable=False),
    Column("participant_id", Id, ForeignKey("participant.id")),
    made_by_column(),
)
comment = Table(
    "comment",
    metadata,
    id_column(),
    text_column("ref", needed=True),
    Column("consultation_id", Id, ForeignKey("consultation.id"), nullable=False),
    int_column("submission_id"),
    int_column("participant_id"),
    int_column("parent_id"),
    int_column("paragraph_id"),
    text_column("channel", needed=True),
    text_column("language"),
    text_column("posted"),
    text_column("posted_at"),
    int_column("votes_for"),
    int_column("votes_against"),
    made_by_column(),
    text_column("anchor"),
    text_column("proposal"),
    text_column("folded"),
    Index("comment_ref", "ref"),
    Index("comment_made_by", "made_by"),
    Index("comment_participant", "participant_id"),
    index_of_said("comment_replies", "parent_id"),
    index_of_said("comment_submission", "submission_id"),
)
comment_text = Table(
    "comment_text",
    metadata,
    id_column(),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=False),
    Column("version", Integer, nullable=False),
    text_column("text", needed=True),
    Column("digest", LargeBinary, nullable=False),
    made_by_column(),
    Index("comment_text_of", "comment_id"),
)
"""A text's id says the comment and the words, so that two copies that read different words keep both."""

source_key = Table(
    "source_key",
    metadata,
    Column("key", Id, primary_key=True, autoincrement=False),
    Column("row_id", Id, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    flag_column("external"),
    made_by_column(),
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

row_alias = Table("row_alias", metadata, id_column(), Column("target", Id, nullable=False))
"""Two ids proved one, derived from `source_key`: the smaller stays."""

ref_alias = Table(
    "ref_alias",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("row_id", Id, primary_key=True, autoincrement=False),
    made_by_column(),
)
