"""Sources made to do harm, brought into a real review: one sentence, bounded memory, the review untouched.

What a single importer does with them is shown beside it, and not again here:

- test_zips: test_a_flat_bomb_is_refused_before_it_is_unpacked, test_a_nested_bomb_is_refused,
  test_names_that_lead_out_are_refused, test_a_size_that_lies_is_found_out,
  test_a_document_type_is_refused_by_both_ways_of_reading
- test_sheets: test_cells_that_claim_gigabytes_are_refused, test_cells_far_apart_cost_no_memory,
  test_a_bomb_is_refused
- test_table_text: test_a_million_columns_are_refused_before_they_are_read,
  test_memory_does_not_grow_with_the_file, test_a_file_that_grows_while_it_is_read_is_refused
- test_mail_bytes: test_ten_thousand_nested_parts_are_refused_at_once
- test_msg: test_mails_in_mails_are_opened_to_a_depth
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pytest
from importers.hostile_files import HARMFUL, ODD

from ogp_review.review import create_review

ROOT = Path(__file__).resolve().parents[2]
MOST_MEGABYTES = 400
MOST_SECONDS = 60
CHILD = r"""
import json, os, resource, sys
from pathlib import Path
from ogp_review.errors import ReviewError
from ogp_review.review import open_review

class Trick:
    def __init__(self, path, what): self.path, self.what, self.looks = path, what, 0
    def report(self, done, total, what): pass
    def check_cancelled(self):
        self.looks += 1
        if self.looks == 2 and self.what == "grow":
            with self.path.open("ab") as file: file.write(self.path.read_bytes() * 2)
        if self.looks == 2 and self.what == "delete": os.unlink(self.path)

review, source, trick = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
told = {"sentence": None, "new": None, "texts": []}
with open_review(review, person="Ana") as opened:
    try:
        outcome = opened.intake.import_file(source, progress=Trick(Path(source), trick))
        told["new"] = outcome.comments.new
    except ReviewError as error:
        told["sentence"] = str(error)
    told["texts"] = [comment.text for comment in opened.comments()]
    told["verified"] = opened.verify()["ok"]
status = Path("/proc/self/status").read_text()
told["peak"] = int(status.partition("VmHWM:")[2].split()[0]) // 1024
sys.stdout.write(json.dumps(told))
"""


@dataclass(frozen=True)
class Told:
    """What a process of its own tells of an import."""

    sentence: str | None
    new: int | None
    texts: list[str]
    verified: bool
    peak: int
    unchanged: bool


def brought_in(review: Path, source: Path, trick: str = "") -> Told:
    before = blake2b(review.read_bytes()).digest()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, str(review), str(source), trick],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, timeout=MOST_SECONDS,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    return Told(**json.loads(done.stdout), unchanged=blake2b(review.read_bytes()).digest() == before)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is measured in /proc")
    path = tmp_path / "review.ogpr"
    create_review(path, title="Plan", person="Ana").close()
    return path


def check_sentence(told: Told, name: str) -> None:
    assert told.sentence is not None
    assert name in told.sentence
    assert "\n" not in told.sentence
    assert 20 < len(told.sentence) < 400


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_would_do_harm_is_refused(kind: str, made: Path, tmp_path: Path) -> None:
    source = HARMFUL[kind](tmp_path)
    told = brought_in(made, source)
    check_sentence(told, source.name)
    assert told.unchanged
    assert told.peak <= MOST_MEGABYTES


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_read_or_refused(kind: str, made: Path, tmp_path: Path) -> None:
    source = ODD[kind](tmp_path)
    told = brought_in(made, source)
    if told.sentence is not None:
        check_sentence(told, source.name)
        assert told.unchanged
    assert told.verified
    assert told.peak <= MOST_MEGABYTES
    assert not any("\0" in text or "root:" in text for text in told.texts)


def test_marks_of_direction_are_kept_as_they_are(made: Path, tmp_path: Path) -> None:
    told = brought_in(made, ODD["right to left"](tmp_path))
    assert told.texts == ["\u202e.nepo yats tsum yauq ehT\u2066"]


TABLE = "Id,Comment\n" + "".join(f"{n},The quay must stay open to everyone {n}\n" for n in range(60_000))
MAIL = "".join(
    f"From a@b Mon Jan  2 00:00:00 2023\nFrom: a{n}@b.example\nSubject: x\n\nOpen quay {n}.\n\n"
    for n in range(4_000)
)


@pytest.mark.parametrize(("name", "content"), [("table.csv", TABLE), ("box.mbox", MAIL)])
@pytest.mark.parametrize("trick", ["grow", "delete"])
def test_a_file_that_changes_while_it_is_read(
    name: str, content: str, trick: str, made: Path, tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_text(content, encoding="utf-8")
    told = brought_in(made, source, trick)
    check_sentence(told, name)
    assert told.unchanged
    assert told.peak <= MOST_MEGABYTES
