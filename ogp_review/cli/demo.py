"""`ogp-review demo`: the sample review, its report and its matrix, in a folder."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ogp_review.errors import ReviewError
from ogp_review.progress import Progress
from ogp_review.review import open_review
from ogp_review.services.sample import EDITOR as EDITOR
from ogp_review.services.sample import make_sample

REVIEW = "Sample review.ogpr"
REPORT = "Phase 3 report.docx"
MATRIX = "Response matrix.xlsx"
FOLDER = "OGP Review demo"


def demo(folder: Path, progress: Progress) -> list[Path]:
    """Make the sample review in `folder` (kept where it is there already) and export it beside it.

    :returns: the paths of the review, the report and the matrix.
    :raises ReviewError: where the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReviewError(f'The folder "{folder}" cannot be made: {error.strerror}.') from error
    path = folder / REVIEW
    if not path.exists():
        _make(path, progress)
    with open_review(path, person=EDITOR) as review:
        for number, name in enumerate((REPORT, MATRIX)):
            progress.report(number, 2, "documents exported")
            review.reporting.export(folder / name, progress=progress)
    return [path, folder / REPORT, folder / MATRIX]


def _make(path: Path, progress: Progress) -> None:
    """The sample is made beside and gets its name only once it is whole."""
    beside = path.with_name(f".{path.name}.making")
    with suppress(OSError):  # a read-only disk says so below, in a sentence
        beside.unlink(missing_ok=True)
    make_sample(beside, progress)
    beside.rename(path)


def review_of(arguments: Sequence[str]) -> Path:
    """The review that `demo` with these arguments has made."""
    folder = next((one for one in arguments if not one.startswith("-")), FOLDER)
    return Path(folder) / REVIEW
