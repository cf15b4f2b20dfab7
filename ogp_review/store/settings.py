"""A review's own settings: they are journaled and travel with it."""

from sqlalchemy import Connection, select

from ogp_review.store import tables as t
from ogp_review.store.ids import hash_id
from ogp_review.store.operation import Operation


def setting(connection: Connection, name: str) -> str:
    """The setting called `name`; empty where nobody has set it."""
    chosen = select(t.setting.c.value).where(t.setting.c.id == hash_id("setting", name))
    return connection.execute(chosen).scalar() or ""


def set_setting(op: Operation, name: str, value: str) -> None:
    """Set the setting called `name`."""
    op.change("setting", {hash_id("setting", name): {"name": name, "value": value}})
