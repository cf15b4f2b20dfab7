"""Garbage with widgets in it is collected between tests, on the thread they belong to.

The window does the same (ui/collecting.py): a collection that happens to start on a worker's thread would
destroy Qt's objects there, and crash.
"""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collected_on_this_thread() -> Iterator[None]:
    gc.disable()
    yield
    gc.collect()
    gc.enable()
