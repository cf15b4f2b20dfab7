"""What staff say of participants, and which of them are one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "participant_work",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("merged_into", ID),
        *(
            sa.Column(name, sa.Text())
            for name in ("name", "organisation", "stakeholder", "country", "consent")
        ),
    )
    said = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "participant_work_merged",
        "participant_work",
        ["merged_into"],
        sqlite_where=said,
        postgresql_where=said,
    )
    op.create_table(
        "participant_state",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("person", ID, nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("name", "organisation", "stakeholder", "country")),
        sa.Column("consent", sa.Boolean()),
    )
    op.create_index("participant_state_person", "participant_state", ["person"])
