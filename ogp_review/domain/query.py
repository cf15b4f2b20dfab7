"""What people type into the search field, as groups of words: `"civic space" OR youth* -spam`."""

import re
from dataclasses import dataclass

from ogp_review.domain.folding import words
from ogp_review.errors import ReviewError

_PART = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand next to each other; `prefix`: the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A text matches when each group has a term in it, and none of `without` is."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...]


def parse(text: str) -> Query:
    """Read a search: words are all sought, OR joins alternatives, "…" keeps words together, - leaves out.

    :raises ReviewError: where there is no word to seek.
    """
    groups: list[tuple[Term, ...]] = []
    without: list[Term] = []
    joining = False
    for minus, quoted, plain in _PART.findall(text.replace("“", '"').replace("”", '"')):
        if plain == "OR" and groups:
            joining = True
            continue
        found = tuple(words(quoted or plain))
        if not found:
            continue
        term = Term(found, prefix=plain.endswith("*"))
        if minus:
            without.append(term)
        elif joining:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joining = False
    if not groups:
        raise ReviewError(f'There is no word to search for in "{text}".')
    return Query(tuple(groups), tuple(without))
