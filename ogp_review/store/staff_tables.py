"""What staff say: journaled column by column. Nothing that staff can make twice is UNIQUE."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table

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

setting = Table("setting", metadata, id_column(), text_column("name"), text_column("value"))
person = Table(
    "person", metadata, id_column(), text_column("name", needed=True), made_by_column(), hidden_column()
)
comment_work = Table(
    "comment_work",
    metadata,
    id_column(),
    int_column("place"),
    text_column("stance"),
    text_column("set_aside"),
    text_column("language"),
    text_column("assigned_to"),
    flag_column("closed"),
    int_column("point_id"),
    Index("comment_work_point", "point_id"),
    index_of_said("comment_work_assigned", "assigned_to", postgresql_using="hash"),
    index_of_said("comment_work_aside", "set_aside", "id"),
)
participant_work = Table(
    "participant_work",
    metadata,
    id_column(),
    int_column("merged_into"),
    text_column("name"),
    text_column("organisation"),
    text_column("stakeholder"),
    text_column("country"),
    text_column("consent"),
    index_of_said("participant_work_merged", "merged_into"),
)
"""What staff say of a participant beside its source: nothing (as the source says), "" (none), or other words.

`merged_into` names the participant that this one is; `consent` is "yes", "no" or "unknown".
"""

excerpt = Table(
    "excerpt",
    metadata,
    id_column(),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=False),
    Column("text_id", Id, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    int_column("place"),
    text_column("stance"),
    int_column("point_id"),
    made_by_column(),
    hidden_column(),
    Index("excerpt_of", "comment_id"),
    Index("excerpt_point", "point_id"),
)
tag = Table(
    "tag",
    metadata,
    id_column(),
    int_column("parent_id"),
    text_column("colour", needed=True),
    text_column("definition"),
    text_column("example"),
    text_column("shortcut"),
    int_column("position"),
    flag_column("retired"),
    made_by_column(),
    hidden_column(),
)
tag_link = Table(
    "tag_link",
    metadata,
    id_column(),
    Column("unit_id", Id, nullable=False),
    Column("tag_id", Id, nullable=False),
    made_by_column(),
    hidden_column(),
    Index("tag_link_unit", "unit_id"),
    Index("tag_link_tag", "tag_id"),
)
point = Table(
    "point",
    metadata,
    id_column(),
    text_column("ref", needed=True),
    int_column("lead"),
    int_column("place"),
    flag_column("for_decision"),
    text_column("owner"),
    made_by_column(),
    hidden_column(),
    Index("point_ref", "ref"),
)
response = Table(
    "response",
    metadata,
    id_column(),
    text_column("disposition"),
    text_column("state"),
    text_column("note"),
    text_column("drafted_by"),
    text_column("submitted_by"),
    text_column("approved_by"),
    text_column("approved_at"),
)
staff_text = Table(
    "staff_text",
    metadata,
    id_column(),
    Column("owner", Id, nullable=False),
    text_column("field", needed=True),
    text_column("language", needed=True),
    text_column("text", needed=True),
    text_column("person"),
    flag_column("is_source"),
    text_column("source_digest"),
    made_by_column(),
    hidden_column(),
    Index("staff_text_owner", "owner", "field"),
)
note = Table(
    "note",
    metadata,
    id_column(),
    Column("owner", Id, nullable=False),
    text_column("text", needed=True),
    text_column("person"),
    made_by_column(),
    hidden_column(),
    Index("note_owner", "owner"),
)
suggestion = Table(
    "suggestion",
    metadata,
    id_column(),
    text_column("kind", needed=True),
    Column("subject", Id, nullable=False),
    text_column("value", needed=True),
    Column("confidence", Float, nullable=False),
    text_column("reason"),
    text_column("decision"),
    made_by_column(),
    hidden_column(),
    Index("suggestion_subject", "subject"),
)
