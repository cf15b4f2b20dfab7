"""The columns that tables share."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, Text, false

metadata = MetaData()
Id = BigInteger().with_variant(Integer, "sqlite")


def id_column() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def made_by_column() -> Column[int]:
    return Column("made_by", Id, ForeignKey("operation.id"), nullable=False)


def hidden_column() -> Column[bool]:
    return Column("hidden", Boolean, nullable=False, server_default=false())


def int_column(name: str) -> Column[int]:
    return Column(name, Id)


def text_column(name: str, *, needed: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not needed)


def flag_column(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())


def index_of_said(name: str, column: str, indexed: str = "", **more: Any) -> Index:
    """An index of the rows in which `column` says something, where few do; by `indexed` or by it.

    PostgreSQL's usual index takes no text of some pages: index what people type by hash or by another.
    """
    said = Column(column).is_not(None)
    return Index(name, indexed or column, sqlite_where=said, postgresql_where=said, **more)
