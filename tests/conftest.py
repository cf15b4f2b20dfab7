"""What every test is given: settings of its own, a fresh review, the real capture, the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ogp_review.review import Review, create_review

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("same", derandomize=True)
settings.register_profile("random")
settings.load_profile("random" if os.environ.get("OGP_RANDOM_TESTS") else "same")
"""A newcomer and CI see the same examples; set OGP_RANDOM_TESTS=1 to look for new ones."""

ROOT = Path(__file__).resolve().parents[1]
CAPTURE = ROOT.parent / "shared" / "data" / "discuto" / "ogp_strategy_2023_2028_en.txt"

Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Personal settings of this run alone: no test reads or writes those of the person who runs it."""
    folder = tmp_path_factory.mktemp("settings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OGP_REVIEW_DATA_DIR", str(folder))
        patch.delenv("OGP_REVIEW_PERSON", raising=False)
        yield folder


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """An empty review at review.ogpr in the folder of the test."""
    with create_review(tmp_path / "review.ogpr", title="Draft strategy", person="Ana") as made:
        yield made


@pytest.fixture(scope="session")
def shared_capture() -> Path:
    """The real Discuto capture, which lies beside the repository and never in it."""
    if not CAPTURE.exists():
        pytest.skip("the real capture is not beside the repository")
    return CAPTURE


@pytest.fixture(scope="session")
def cli() -> Cli:
    """`python -m ogp_review` in a process of its own: cli("stats", path, "--json")."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None, **more: Any) -> Any:
        command = [*more.pop("before", ()), sys.executable, "-m", "ogp_review", *map(os.fspath, arguments)]
        whole = {**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})}
        return subprocess.run(
            command, env=whole, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=120,
            **more,
        )  # fmt: skip

    return call
