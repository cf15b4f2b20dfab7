"""Tests here run on SQLite and on PostgreSQL."""

from engines import address as address
from engines import postgres as postgres
