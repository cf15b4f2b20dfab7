"""What a cell of an edited workbook means: its text as the review would show it, by the rules of its column.

Nothing is written here. What the rules of a column do not allow is a ReviewError with the reason.
"""

from collections.abc import Callable
from typing import Any

from ogp_review.domain.codebook import SEPARATOR, Tag, tag_names
from ogp_review.domain.draft import NOT_ASSIGNED_LABEL
from ogp_review.domain.folding import match_key
from ogp_review.domain.response import ANSWERED, State, disposition
from ogp_review.errors import ReviewError
from ogp_review.importers.matrix import COMMENTS, MATRIX, EditedCell
from ogp_review.importers.matrix_book import Kind
from ogp_review.interchange.matrix import joined_paths, split_paths
from ogp_review.interchange.matrix_marks import LONG_TEXTS, key, mark, same_lines
from ogp_review.store import codebooks, conditions, desk_reads, drafts

YES = frozenset(("yes", "y", "x", "true", "1", "oui", "sí", "si"))
NO = frozenset(("", "no", "n", "false", "0", "non", "-"))
_EARLY = frozenset((State.NEW, State.TRIAGED))


class Understanding:
    """Reads cells with what the review knows: its paragraphs, its people, its codebook."""

    def __init__(self, connection: Any, language: str) -> None:
        self._connection = connection
        self._tags = {_path_key(tag.path): tag for tag in codebooks.tags(connection, language)}
        names = {*conditions.people(connection), *desk_reads.owners(connection)}
        self._people = {match_key(name): name for name in sorted(names)}
        self._labels: dict[str, str] = {}
        self._readers: dict[tuple[str, str], Callable[[str], str]] = {
            (MATRIX, "Disposition"): _disposition,
            (MATRIX, "State"): _state,
            (MATRIX, "Owner"): self._owner,
            (MATRIX, "For decision"): _decision,
            (COMMENTS, "Paragraph"): self._place,
            (COMMENTS, "Themes"): self._themes,
        }

    def text(self, kind: str, column: str, cell: EditedCell) -> str:
        """What the cell says, as the review would show it.

        :raises ReviewError: where it says nothing that the column can hold.
        """
        if cell.kind is Kind.BOOLEAN and column == "For decision":
            return _decision(cell.text)
        if cell.problem:
            raise ReviewError(f"it {cell.problem}.")
        return self._readers.get((kind, column), _prose)(cell.text)

    def is_new_person(self, name: str) -> bool:
        return bool(name) and match_key(name) not in self._people

    def new_themes(self, text: str) -> list[str]:
        """Those of the themes in a cell that the codebook does not hold yet."""
        return [path for path in split_paths(text) if _path_key(path) not in self._tags]

    def tags(self, text: str) -> list[Tag]:
        """The tags of the codebook that the themes of a cell are."""
        found = (self._tags.get(_path_key(path)) for path in split_paths(text))
        return [tag for tag in found if tag is not None]

    def _owner(self, text: str) -> str:
        name = " ".join(text.split())
        return self._people.get(match_key(name), name)

    def _place(self, text: str) -> str:
        label = text.strip()
        if not label:
            return NOT_ASSIGNED_LABEL
        if label not in self._labels:
            place = drafts.place(self._connection, label)
            self._labels[label] = drafts.labels(self._connection).get(place, NOT_ASSIGNED_LABEL)
        return self._labels[label]

    def _themes(self, text: str) -> str:
        paths = set()
        for path in split_paths(text):
            tag = self._tags.get(_path_key(path))
            if tag is not None and tag.retired:
                raise ReviewError(f'the theme "{tag.path}" is retired. Take another, or bring it back first.')
            paths.add(tag.path if tag is not None else SEPARATOR.join(tag_names(path)))
        return joined_paths(sorted(paths))


def says_the_same(cell: EditedCell, text: str) -> bool:
    """Whether a cell says what stands here, whatever a spreadsheet has made of it."""
    if not _can_be_compared(cell):
        return False
    if cell.lacks_rest:
        return key(text).startswith(key(cell.text))
    if key(cell.text) == key(text):
        return True
    return cell.kind is Kind.NUMBER and _number(cell.text) == _number(text)


def check_whole(cell: EditedCell, text: str) -> None:
    """Whether a cell that shows the beginning of a long text was left alone: the text is changed elsewhere.

    :raises ReviewError: where it was not, or the rest of its text is missing.
    """
    if cell.lacks_rest:
        raise ReviewError(f'it holds only the beginning of a text whose rest is missing in "{LONG_TEXTS}".')
    shown = key(cell.beginning)
    if not (key(cell.text).startswith(shown) or key(text).startswith(shown)):
        raise ReviewError(f'it holds only the beginning of a text. Change that in sheet "{LONG_TEXTS}".')


def says_mark(cell: EditedCell, before: str) -> bool:
    """Whether a cell says what it was exported with."""
    return _can_be_compared(cell) and not cell.lacks_rest and mark(cell.text) == before


def _can_be_compared(cell: EditedCell) -> bool:
    """Not where the value of a formula was not saved, or where the beginning of a long text was changed."""
    if cell.kind is Kind.FORMULA and not cell.text:
        return False
    return key(cell.text).startswith(key(cell.beginning)) if cell.beginning else True


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _path_key(path: str) -> tuple[str, ...]:
    return tuple(match_key(name) for name in tag_names(path))


def _prose(text: str) -> str:
    return same_lines(text).rstrip()


def _disposition(text: str) -> str:
    if not text.strip():
        raise ReviewError("a disposition can be changed, not taken away.")
    return disposition(text).value


def _state(text: str) -> str:
    said = " ".join(text.lower().split())
    if said not in list(State):
        known = ", ".join(state for state in State if state not in ANSWERED)
        raise ReviewError(f'"{text}" is not a state. There are: {known}.')
    if State(said) in ANSWERED:
        raise ReviewError("approving and publishing are done in OGP Review, by who answers for it.")
    return said


def _decision(text: str) -> str:
    said = text.strip().casefold()
    if said not in YES | NO:
        raise ReviewError(f'"{text}" is neither yes nor empty.')
    return "yes" if said in YES else ""


def same_stage(one: str, other: str) -> bool:
    """Whether two states are the same, or both of before anybody answered: those follow from other work."""
    return one == other or {one, other} <= _EARLY
