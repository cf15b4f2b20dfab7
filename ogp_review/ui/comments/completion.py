"""What the filter line offers while one types: names of filters, their values, paragraphs by words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ogp_review.domain import filters
from ogp_review.domain.comment import Stance
from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.folding import match_key
from ogp_review.domain.languages import language_name
from ogp_review.domain.response import Disposition, State
from ogp_review.domain.views import Vocabulary
from ogp_review.i18n import _

MOST = 12
_EXPLAINED = {
    "tag": "with a tag",
    "lang": "in a language",
    "state": "how far its answer is",
    "channel": "how it reached us",
    "section": "in a section of the draft",
    "author": "who wrote it",
    "org": "for which organisation",
    "assigned": "who sees to it",
    "stance": "what it wants",
    "disposition": "what is done about it",
    "point": "in a point",
    "is": "open, untagged, mine, a reply …",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the popup. `insert` replaces the word that is typed; `open` if more is to follow it."""

    insert: str
    text: str
    detail: str = ""
    open: bool = False


def word_at(text: str, cursor: int) -> tuple[int, str]:
    """The token that ends at `cursor` as far as it is typed, and where it begins (code points)."""
    for one in filters.tokens(text[:cursor]):
        if one.start < cursor == one.end:
            return one.start, text[one.start : cursor]
    return cursor, ""


def offers(word: str, known: Vocabulary) -> list[Offer]:
    """What the word may become, the likeliest first."""
    minus = "-" if word.startswith("-") else ""
    key, colon, value = word.removeprefix("-").partition(":")
    if colon:
        *before, last = value.split(",")
        found = list(_values(key.lower(), last.strip('"“'), before, known))
    else:
        found = [*_names(key), *_places(key, known), *_tags(key, known)] if key else []
    return [Offer(minus + one.insert, one.text, one.detail, one.open) for one in found[:MOST]]


def likeliest(word: str, found: Sequence[Offer]) -> int:
    """The row that Enter takes without being chosen first: -1 for plain words, and where a value is whole."""
    _key, colon, typed = word.removeprefix("-").partition(":")
    if not colon or not typed:
        return -1
    if any(one.insert.casefold() == word.casefold() for one in found):
        return -1
    wanted = match_key(typed.rpartition(",")[2].strip('"“”'))
    same = (row for row, one in enumerate(found) if match_key(one.text).rpartition("/")[2] == wanted)
    return next(same, 0)


def names() -> list[Offer]:
    """All filters by name: what is offered before anything is typed."""
    return list(_names(""))


def _names(typed: str) -> Iterator[Offer]:
    for key, said in _EXPLAINED.items():
        if key.startswith(typed.lower()):
            yield Offer(f"{key}:", f"{key}:", _(said), open=True)


def _places(typed: str, known: Vocabulary) -> Iterator[Offer]:
    wanted = match_key(typed)
    for place, label, title in known.places:
        heard = match_key(f"{label} {title}")
        if heard.startswith(wanted) or f" {wanted}" in heard:
            special = {NOT_ASSIGNED: "is:unassigned", WHOLE_DRAFT: "is:whole"}
            yield Offer(special.get(place) or filters.token("place", label), label, title)


def _tags(typed: str, known: Vocabulary) -> Iterator[Offer]:
    wanted = match_key(typed)
    for tag in known.tags:
        if match_key(tag.name).startswith(wanted):
            yield Offer(filters.token("tag", tag.path), filters.token("tag", tag.path), _("tag"))


def _values(key: str, typed: str, before: Sequence[str], known: Vocabulary) -> Iterator[Offer]:
    wanted = match_key(typed)
    for value, said in _known_values(key, known):
        heard = match_key(f"{value} {said}")
        if heard.startswith(wanted) or f" {wanted}" in heard or f"/{wanted}" in heard:
            last = filters.token(key, value).partition(":")[2] or value
            yield Offer(f"{key}:{','.join((*before, last))}", value, said)


def _known_values(key: str, known: Vocabulary) -> list[tuple[str, str]]:
    plain: dict[str, Sequence[str]] = {
        "tag": [tag.path for tag in known.tags],
        "state": [*State, filters.SET_ASIDE],
        "channel": known.channels,
        "assigned": [filters.ME, filters.NOBODY, *known.people],
        "is": filters.IS,
        "stance": list(Stance),
        "disposition": list(Disposition),
    }
    if key == "lang":
        return [(code, language_name(code)) for code in known.languages]
    if key == "place":
        return [(label, title) for _place, label, title in known.places]
    return [(str(value), "") for value in plain.get(key, ())]
