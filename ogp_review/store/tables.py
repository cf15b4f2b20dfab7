"""The mapped tables: what sources say, what staff say, the journal, and what is derived from them.

Source rows are immutable and carry `made_by`, the operation that brought them. Staff rows are journaled by
column. Nothing that staff can make twice is UNIQUE, and nothing is deleted: rows have `hidden`.
"""

from sqlalchemy import Boolean, Table

from ogp_review.store.columns import Id as Id
from ogp_review.store.columns import metadata as metadata
from ogp_review.store.journal_tables import (
    change as change,
)
from ogp_review.store.journal_tables import (
    comment_state as comment_state,
)
from ogp_review.store.journal_tables import (
    counter as counter,
)
from ogp_review.store.journal_tables import (
    head as head,
)
from ogp_review.store.journal_tables import (
    meta as meta,
)
from ogp_review.store.journal_tables import (
    operation as operation,
)
from ogp_review.store.journal_tables import (
    participant_state as participant_state,
)
from ogp_review.store.journal_tables import (
    tally as tally,
)
from ogp_review.store.journal_tables import (
    touch as touch,
)
from ogp_review.store.source_tables import (
    comment as comment,
)
from ogp_review.store.source_tables import (
    comment_text as comment_text,
)
from ogp_review.store.source_tables import (
    consultation as consultation,
)
from ogp_review.store.source_tables import (
    declared as declared,
)
from ogp_review.store.source_tables import (
    intake as intake,
)
from ogp_review.store.source_tables import (
    paragraph as paragraph,
)
from ogp_review.store.source_tables import (
    paragraph_text as paragraph_text,
)
from ogp_review.store.source_tables import (
    participant as participant,
)
from ogp_review.store.source_tables import (
    ref_alias as ref_alias,
)
from ogp_review.store.source_tables import (
    row_alias as row_alias,
)
from ogp_review.store.source_tables import (
    section as section,
)
from ogp_review.store.source_tables import (
    section_title as section_title,
)
from ogp_review.store.source_tables import (
    source_key as source_key,
)
from ogp_review.store.source_tables import (
    source_maker as source_maker,
)
from ogp_review.store.source_tables import (
    submission as submission,
)
from ogp_review.store.staff_tables import (
    comment_work as comment_work,
)
from ogp_review.store.staff_tables import (
    excerpt as excerpt,
)
from ogp_review.store.staff_tables import (
    note as note,
)
from ogp_review.store.staff_tables import (
    participant_work as participant_work,
)
from ogp_review.store.staff_tables import (
    person as person,
)
from ogp_review.store.staff_tables import (
    point as point,
)
from ogp_review.store.staff_tables import (
    response as response,
)
from ogp_review.store.staff_tables import (
    setting as setting,
)
from ogp_review.store.staff_tables import (
    staff_text as staff_text,
)
from ogp_review.store.staff_tables import (
    suggestion as suggestion,
)
from ogp_review.store.staff_tables import (
    tag as tag,
)
from ogp_review.store.staff_tables import (
    tag_link as tag_link,
)

SCHEMA_REVISION = "0003"
SCHEMA_NUMBER = 3
UNDOABLE = frozenset({"0001", "0002", SCHEMA_REVISION})
"""Revisions whose operations mean the same in these tables: 0002 only added columns that may say nothing, and
0003 tables that may be empty."""

SOURCE_TABLES = (
    consultation, section, section_title, paragraph, paragraph_text, participant, submission, comment,
    comment_text, declared, intake, source_key, source_maker, ref_alias,
)  # fmt: skip
"""In the order in which their rows can be written."""

STAFF_TABLES = {
    table.name: table
    for table in (
        setting, person, comment_work, excerpt, tag, tag_link, point, response, staff_text, note, suggestion,
        participant_work,
    )
}  # fmt: skip

WORK_TABLES = frozenset({"setting", "comment_work", "response", "participant_work"})
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
