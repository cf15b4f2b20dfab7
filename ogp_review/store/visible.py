"""Which source rows show: those of an import that has not been taken back."""

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from ogp_review.store import tables as t


def shows(table: Table) -> ColumnElement[bool]:
    """A condition on `table`: at least one of the imports that brought the row stands."""
    taken_back = select(t.intake.c.id).where(t.intake.c.hidden).scalar_subquery()
    maker = t.source_maker.c
    again = exists().where(and_(maker.row_id == table.c.id, maker.made_by.not_in(taken_back)))
    return or_(table.c.made_by.not_in(taken_back), again)
