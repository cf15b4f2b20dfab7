"""Making, checking and migrating a review's database."""

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from ogp_review.errors import ReviewError
from ogp_review.store import tables as t
from ogp_review.store.engine import (
    APPLICATION_ID,
    BUSY_SECONDS,
    DAMAGED,
    LACKING,
    Database,
    is_address,
    sentences,
)
from ogp_review.store.files import copy_file as copy_file
from ogp_review.store.files import drop, give_name

if TYPE_CHECKING:
    from alembic.config import Config

_MAGIC = b"SQLite format 3\0"


def create(target: str) -> Database:
    """An empty database at `target`, made whole or not at all.

    :raises ReviewError: where something stands there already, or the place cannot be written.
    """
    return _create_shared(target) if is_address(target) else _create_file(Path(target))


def _create_file(path: Path) -> Database:
    if path.exists():
        raise ReviewError(f'"{path}" exists already. Choose another name; nothing is overwritten.')
    if not path.parent.is_dir():
        raise ReviewError(f'There is no folder "{path.parent}". Make it first or choose another.')
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.touch()
        database = Database(str(beside))
        try:
            _set_up(database)
        finally:
            database.close()
        give_name(beside, path)
    except FileExistsError:
        raise ReviewError(f'"{path}" exists already. Choose another name; nothing is overwritten.') from None
    except OSError as error:
        raise ReviewError(
            f'"{path}" cannot be written: {error.strerror or error}. Choose another folder.'
        ) from error
    finally:
        drop(beside)
    return Database(str(path))


def _create_shared(address: str) -> Database:
    database = Database(address)
    with database.reading() as connection:
        if inspect(connection).has_table("meta"):
            raise ReviewError("That database holds a review already. Open it, or choose an empty database.")
    _set_up(database)
    return database


def _set_up(database: Database) -> None:
    with database.writing() as connection:
        migrate(connection)
        connection.execute(
            t.meta.insert(),
            [{"name": "review_id", "value": str(secrets.randbits(62) + 1)}, {"name": "origin", "value": ""}],
        )


def migrate(connection: Connection) -> None:
    """Bring the tables to this version's, inside the caller's transaction."""
    from alembic import command

    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={t.SCHEMA_NUMBER}")


def _alembic() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What bringing a review to this version did. `kept` is the file as it was; a database has none."""

    migrated: bool
    kept: Path | None = None


def open_existing(target: str, *, read_only: bool = False) -> Database:
    """The database of the review at `target`, brought to this version where it is an older file.

    :raises ReviewError: where it is no review, is from a newer version, or cannot be read.
    """
    if is_address(target):
        return _checked(Database(target, read_only=read_only), _check_shared)
    path = Path(target)
    _upgrade_file(path)
    writable = _writable(path)
    database = Database(str(path), read_only=read_only or not writable)
    if not writable:
        database.why_read_only = f'"{path.name}" or its folder is write-protected, so nothing was changed.'
    return _checked(database, _check_whole)


def upgrade(target: str) -> Upgraded:
    """Bring the review at `target` to this version: a file is backed up first, a database on its server.

    :raises ReviewError: where it is no review, is from a newer version, or cannot be written.
    """
    return _upgrade_shared(target) if is_address(target) else _upgrade_file(Path(target))


def _checked(database: Database, check: Callable[[Database], None]) -> Database:
    try:
        check(database)
    except BaseException:
        database.close()
        raise
    return database


def _check_whole(database: Database) -> None:
    """Every table is there, and the review says which one it is."""
    with database.reading() as connection:
        there = set(inspect(connection).get_table_names())
        about = {row.name: row.value for row in connection.execute(select(t.meta))}
    if not set(t.metadata.tables) <= there or not about.get("review_id", "").isdecimal():
        raise ReviewError(DAMAGED if database.is_sqlite else LACKING)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _roll_back_crash(path: Path) -> None:
    """Undo what was half-written when a program or computer stopped: who only reads cannot do it."""
    if path.is_file() and path.with_name(f"{path.name}-journal").exists():
        address = f"{path.resolve().as_uri()}?mode=rw"
        with sentences(), closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _file_version(path: Path) -> int:
    if path.is_dir():
        raise ReviewError(f'"{path}" is a folder. A review is a file that ends in .ogpr.')
    if not path.exists():
        raise ReviewError(f'There is no review at "{path}". Make one with: ogp-review new "{path}"')
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as error:
        raise ReviewError(f'"{path}" cannot be read: {error.strerror}.') from error
    application = int.from_bytes(start[68:72], "big")
    if not start.startswith(_MAGIC) or application != APPLICATION_ID:
        raise ReviewError(f'"{path}" is not a review: OGP Review did not make this file.')
    version = int.from_bytes(start[60:64], "big")
    if version > t.SCHEMA_NUMBER:
        raise ReviewError(
            f'"{path.name}" was made by a newer version of OGP Review. Update OGP Review to open it.'
        )
    return version


def _upgrade_file(path: Path) -> Upgraded:
    _roll_back_crash(path)
    if _file_version(path) == t.SCHEMA_NUMBER:
        return Upgraded(False)
    if not _writable(path):
        raise ReviewError(
            f'"{path.name}" is from an older version and must be migrated, but it is write-protected here.'
        )
    kept = _free_name(path)
    copy_file(path, kept)
    with closing(Database(str(path))) as database, database.writing() as connection:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
        if found < t.SCHEMA_NUMBER:
            migrate(connection)
    return Upgraded(True, kept)


def _free_name(path: Path) -> Path:
    """What the older file is kept as: an earlier attempt may have kept one already."""
    kept = f"{path.stem} before version {t.SCHEMA_NUMBER}"
    names = chain([kept], (f"{kept} ({number})" for number in count(2)))
    return next(one for one in (path.with_name(name + path.suffix) for name in names) if not one.exists())


def _upgrade_shared(address: str) -> Upgraded:
    with closing(Database(address)) as database:
        if _shared_revision(database) == t.SCHEMA_REVISION:
            return Upgraded(False)
        with database.writing() as connection:
            migrate(connection)
        _check_shared(database)
    return Upgraded(True)


def _check_shared(database: Database) -> None:
    if _shared_revision(database) != t.SCHEMA_REVISION:
        raise ReviewError(
            "That review is from an older version of OGP Review. Run: ogp-review upgrade ADDRESS"
        )
    _check_whole(database)


def _shared_revision(database: Database) -> str:
    """The revision of a shared review's tables: this version's, or one it can migrate.

    :raises ReviewError: where there is no review, or a newer one, or the server does not answer.
    """
    try:
        with database.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                raise ReviewError(
                    "There is no review in that database yet. Make one with: ogp-review new ADDRESS"
                )
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except DBAPIError as error:
        raise ReviewError(
            "The shared database does not answer. Check the address and the network."
        ) from error
    if found != t.SCHEMA_REVISION and found not in _older_revisions():
        raise ReviewError(
            "That review was made by a newer version of OGP Review. Update OGP Review to open it."
        )
    return str(found)


def _older_revisions() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
