"""Gives every importer thousands of damaged files: nothing but a sentence may come of them, and soon.

    python fuzz/sources.py --inputs 10000 [--seed N] [--only csv xlsx …]

Each input is a valid file of the format, damaged by `mutating`, read as `import` reads it; one in twenty is
also imported into a real review. An input that fails is kept, with the seed that makes it again.
"""

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]

from mutating import mutated  # noqa: E402
from seeds import KINDS, Seed, seeds_of  # noqa: E402

from ogp_review.domain.incoming import IncomingCoding, IncomingComment, Reading  # noqa: E402
from ogp_review.errors import ReviewError  # noqa: E402
from ogp_review.importers.registry import ReadOptions, open_source  # noqa: E402
from ogp_review.review import Review, create_review  # noqa: E402

SLOWEST = 20.0
"""Seconds of work an input may take, whatever else the computer does; no seed takes a tenth of a second."""

_MOST_MEMORY = 3 * 1024**3
_WRITTEN = 20
"""One input in so many is imported into a review as well."""


class TooSlow(Exception):
    """An input took longer than SLOWEST."""


@dataclass
class Result:
    """What came of the inputs of one importer."""

    kind: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_input: int = 0
    failures: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        return (
            f"| {self.kind} | {self.inputs:,} | {self.read:,} | {self.refused:,} | {len(self.failures)} "
            f"| {self.slowest * 1000:,.0f} ms (input {self.slowest_input}) |\n"
        )


def unsound(reading: Reading) -> Iterator[str]:
    """What is wrong with the records of a reading."""
    known: dict[str | None, str] = {}
    for record in reading.records:
        if isinstance(record, IncomingComment):
            known[record.external_id] = record.text
            if not record.text.strip() or "\0" in record.text or "\r" in record.text:
                yield f"a comment whose text is not clean, at {record.where}"
        if isinstance(record, IncomingCoding) and record.stop is not None:
            start = -1 if record.start is None else record.start
            if record.comment in known and not 0 <= start < record.stop <= len(known[record.comment]):
                yield f"a coding outside its comment, at {record.where}"


class Job:
    """The inputs of one importer, one after the other."""

    def __init__(self, kind: str, seed: int, folder: Path, review: Review | None) -> None:
        self._kind = kind
        self._seed = seed
        self._folder = folder
        self._review = review
        self._seeds = seeds_of(kind)
        self.result = Result(kind)

    def run(self, inputs: int) -> Result:
        for number in range(inputs):
            self._one(number)
        return self.result

    def _one(self, number: int) -> None:
        chance = random.Random(f"{self._seed} {self._kind} {number}")
        seed = chance.choice(self._seeds)
        path = self._folder / f"damaged{seed.suffix}"
        path.write_bytes(mutated(seed.data, chance))
        self.result.inputs += 1
        started = time.process_time()
        try:
            with_limit(lambda: self._read(path, seed, number))
        except ReviewError as error:
            self._refused(error, number)
        except Exception:
            self._fail(path, number, traceback.format_exc())
        took = time.process_time() - started
        if took > self.result.slowest:
            self.result.slowest, self.result.slowest_input = took, number

    def _read(self, path: Path, seed: Seed, number: int) -> None:
        wrong = next(unsound(open_source(path, ReadOptions(as_draft=seed.as_draft))), None)
        if wrong:
            raise AssertionError(wrong)
        if self._review is not None and number % _WRITTEN == 0:
            self._review.intake.import_file(path, as_draft=seed.as_draft)
        self.result.read += 1

    def _refused(self, error: ReviewError, number: int) -> None:
        self.result.refused += 1
        sentence = str(error)
        self.result.reasons[sentence[:60]] += 1
        if not 20 < len(sentence) < 1_000 or "\n" in sentence:
            self._fail(None, number, f"no sentence: {sentence!r}")

    def _fail(self, path: Path | None, number: int, why: str) -> None:
        kept = self._folder.parent / f"fuzz-{self._kind}-{self._seed}-{number}{path.suffix if path else ''}"
        if path is not None:
            kept.write_bytes(path.read_bytes())
        self.result.failures.append(f"{kept.name}: {why}")
        sys.stderr.write(f"{kept}\n{why}\n")


def with_limit(work: Callable[[], None]) -> None:
    """Call `work` and stop it where it takes longer than SLOWEST."""
    signal.setitimer(signal.ITIMER_PROF, SLOWEST)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow(f"more than {SLOWEST:.0f} s")


def main() -> int:
    """Fuzz; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=10_000, help="inputs for each importer")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--only", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--reasons", action="store_true", help="tell the commonest refusals")
    said = parser.parse_args()
    sys.stdout.write(
        f"seed {said.seed}\n\n| importer | inputs | read | refused | failed | slowest |\n"
        "|---|--:|--:|--:|--:|--:|\n"
    )
    signal.signal(signal.SIGPROF, _too_slow)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.RLIM_INFINITY))
    failed = 0
    for kind in said.only:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            with create_review(Path(folder) / "fuzz.ogpr", title="Fuzz", person="Fuzz") as review:
                inner = Path(folder) / "inputs"
                inner.mkdir()
                result = Job(kind, said.seed, inner, review).run(said.inputs)
            failed += bool(_told(result, Path(folder), said.reasons))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"\npeak memory {peak} MB\n")
    return 1 if failed else 0


def _told(result: Result, folder: Path, reasons: bool) -> int:
    sys.stdout.write(result.line())
    if reasons:
        for reason, count in result.reasons.most_common(8):
            sys.stdout.write(f"    {count:6,} {reason}\n")
    sys.stdout.flush()
    for kept in folder.glob("fuzz-*"):
        kept.replace(Path.cwd() / kept.name)
    return len(result.failures)


if __name__ == "__main__":
    sys.exit(main())
