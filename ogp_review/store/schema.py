"""Making, checking and migrating a review's database."""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from ogp_review.errors import ReviewError
from ogp_review.store import tables as t
from ogp_review.store.engine import APPLICATION_ID, BUSY_SECONDS, Database, is_address, sentences

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
        _give_name(beside, path)
    except FileExistsError:
        raise ReviewError(f'"{path}" exists already. Choose another name; nothing is overwritten.') from None
    except OSError as error:
        raise ReviewError(
            f'"{path}" cannot be written: {error.strerror or error}. Choose another folder.'
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return Database(str(path))


def _give_name(beside: Path, path: Path) -> None:
    """Rename without ever overwriting; some network and USB file systems know no links."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(str(path)) from None
        os.rename(beside, path)


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


def open_existing(target: str, *, read_only: bool = False) -> Database:
    """The database of the review at `target`, brought to this version where it is older.

    :raises ReviewError: where it is no review, is from a newer version, or cannot be read.
    """
    if is_address(target):
        database = Database(target, read_only=read_only)
        _check_shared(database)
        return database
    path = Path(target)
    _roll_back_crash(path)
    version = _file_version(path)
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    database = Database(str(path), read_only=read_only or not writable)
    if not writable:
        database.why_read_only = f'"{path.name}" or its folder is write-protected, so nothing was changed.'
    if version < t.SCHEMA_NUMBER:
        _upgrade(database, path, version)
    return database


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


def _upgrade(database: Database, path: Path, version: int) -> None:
    if database.read_only:
        raise ReviewError(
            f'"{path.name}" is from an older version and must be migrated, but it is write-protected here.'
        )
    kept = path.with_name(f"{path.stem} before version {t.SCHEMA_NUMBER}{path.suffix}")
    copy_file(path, kept)
    with database.writing() as connection:
        if version < t.SCHEMA_NUMBER:
            migrate(connection)


def _check_shared(database: Database) -> None:
    try:
        with database.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                raise ReviewError(
                    "There is no review in that database yet. Make one with: ogp-review new ADDRESS"
                )
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            connection.execute(select(t.meta.c.value)).first()
    except DBAPIError as error:
        raise ReviewError(
            "The shared database does not answer. Check the address and the network."
        ) from error
    if found != t.SCHEMA_REVISION:
        raise ReviewError("That review is of another version of OGP Review. Run: ogp-review upgrade ADDRESS")


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of the review at `source` while it is in use, whole or not at all.

    :raises ReviewError: where `target` exists or cannot be written.
    """
    if target.exists():
        raise ReviewError(f'"{target}" exists already. Choose another name; nothing is overwritten.')
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with sentences():
            _backup(source, beside)
        os.replace(beside, target)
    except OSError as error:
        raise ReviewError(f'"{target}" cannot be written: {error.strerror or error}.') from error
    finally:
        beside.unlink(missing_ok=True)


def _backup(source: Path, target: Path) -> None:
    reader = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30)
    writer = sqlite3.connect(target)
    try:
        reader.backup(writer)
    finally:
        writer.close()
        reader.close()
