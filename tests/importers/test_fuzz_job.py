"""A small, always equal part of the fuzz job: thousands more are run by `python fuzz/sources.py`."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ogp_review.review import Review

FUZZ = Path(__file__).resolve().parents[2] / "fuzz"
INPUTS = 40
SEED = 1


@pytest.fixture(scope="module")
def job() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("fuzz_sources", FUZZ / "sources.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    sys.modules["fuzz_sources"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before
    del sys.modules["fuzz_sources"]


KINDS = (
    "discuto-text", "discuto-html", "csv", "xlsx", "ods", "eml", "mbox", "msg", "docx", "pdf", "json",
    "qdpx", "qdc",
    "draft", "pasted",
)  # fmt: skip


def test_every_importer_has_its_part(job: ModuleType) -> None:
    assert set(job.KINDS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_a_sentence_comes_of_damage(
    kind: str, job: ModuleType, review: Review, tmp_path: Path
) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    result = job.Job(kind, SEED, folder, review).run(INPUTS)
    assert result.failures == []
    assert result.read + result.refused == INPUTS
    assert result.read > 0
    assert review.verify()["ok"]
