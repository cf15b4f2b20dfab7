"""What letters and marked-up drafts say of a comment, and indexes for what a person looks up."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("anchor", "proposal", "folded"):
        op.add_column("comment", sa.Column(column, sa.Text(), nullable=True))
    op.create_index("comment_participant", "comment", ["participant_id"])
    _index_said("comment_submission", "comment", "submission_id")
    _index_said("comment_work_assigned", "comment_work", "assigned_to", postgresql_using="hash")
    _index_said("comment_work_aside", "comment_work", "set_aside", ["id"])


def _index_said(name: str, table: str, column: str, indexed: list[str] | None = None, **more: Any) -> None:
    """PostgreSQL's usual index takes no text of some pages: names are hashed, reasons are not in it."""
    said = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, indexed or [column], sqlite_where=said, postgresql_where=said, **more)
