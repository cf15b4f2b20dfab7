"""What people write in the filter line of a list: `P12 lang:fr,es tag:"Civic space" "open data" -is:reply`.

A token that names nothing else is a word to search for, read by `domain.query`. A token such as lang:fr holds
when one of its values does. Tokens narrow each other, but those of which a comment has only one (its
paragraph, ref, state, language, channel) widen: `P12 P13` is what stands at either.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ogp_review.domain import query
from ogp_review.domain.comment import Stance
from ogp_review.domain.folding import words
from ogp_review.domain.response import Disposition, State
from ogp_review.errors import ReviewError

WORDS = "words"
OR = "or"
SET_ASIDE = "set aside"
"""What `state:` calls a comment that is set aside; its state does not count then."""

NOBODY = "nobody"
ME = "me"

KEYS = (
    "section", "place", "tag", "lang", "state", "channel", "author", "org", "assigned", "stance",
    "disposition", "point", "ref", "is",
)  # fmt: skip
IS = (
    "unassigned", "whole", "untagged", "setaside", "mine", "suggested", "merged", "reply", "open", "answered",
    "noted", "changed",
)  # fmt: skip
_ONE_OF = frozenset({"place", "ref", "state", "lang", "channel"})
_KNOWN: dict[str, tuple[str, ...]] = {
    "state": (*State, SET_ASIDE),
    "stance": tuple(Stance),
    "disposition": tuple(Disposition),
    "is": IS,
}
_TOKEN = re.compile(
    r'(?P<minus>-?)(?:(?P<key>[A-Za-z]+):(?!//)(?P<values>(?:"[^"]*"?|[^\s"])*)|(?P<plain>"[^"]*"?|\S+))'
)
_VALUE = re.compile(r'(?:"[^"]*"?|[^,"])+')
_LABEL = re.compile(r"P[0-9]{1,5}[a-z]?", re.IGNORECASE | re.ASCII)
_REF = re.compile(r"C(?:-[A-Z]{2,})?-?[0-9]{4,}", re.IGNORECASE | re.ASCII)
_POINT = re.compile(r"PT-(?:[A-Z]{2,}-)?[0-9]{4,}", re.IGNORECASE | re.ASCII)
_CURLY = str.maketrans("“”", '""')
_BARE = (("place", _LABEL), ("ref", _REF), ("point", _POINT))
_UNQUOTED = re.compile(r'(?!//)[^\s,"]+')


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the filter line. It stands at code points `start` to `end` (exclusive).

    `key` is one of KEYS, WORDS or OR. `values` are without their quotes; of WORDS there is one, as written.
    """

    key: str
    values: tuple[str, ...]
    negated: bool = False
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """The token as it would be written anew."""
        if self.key == OR:
            return "OR"
        minus = "-" if self.negated else ""
        if self.key == WORDS:
            return minus + self.values[0]
        if all(_is_bare(self.key, value) for value in self.values):
            return minus + ",".join(self.values)
        return f"{minus}{self.key}:" + ",".join(_quoted(value) for value in self.values)


def _is_bare(key: str, value: str) -> bool:
    """Whether a value says by itself what it is, as P12 does."""
    return any(key == named and pattern.fullmatch(value) for named, pattern in _BARE)


def _quoted(value: str) -> str:
    return value if _UNQUOTED.fullmatch(value) else f'"{value}"'


def token(key: str, *values: str, negated: bool = False) -> str:
    """What to write for one condition: `token("tag", "Civic space")` is `tag:"Civic space"`."""
    return Token(key, tuple(_without_quotes(value, " ") for value in values), negated).text


@dataclass(frozen=True, slots=True)
class Condition:
    """One of `values` holds of a comment, or none of them where it is `negated`."""

    key: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class FilterQuery:
    """A filter line that has been read.

    `words` is a search for `domain.query` (empty: none), `without` one whose matches are left out.
    """

    tokens: tuple[Token, ...]
    conditions: tuple[Condition, ...]
    words: str = ""
    without: str = ""

    @property
    def text(self) -> str:
        """The line as it would be written anew: reading it gives the same conditions."""
        return written(self.tokens)

    def less(self, position: int) -> str:
        """The line without its token number `position`."""
        return written(one for number, one in enumerate(self.tokens) if number != position)

    def only(self, key: str) -> tuple[str, ...]:
        """The values that are asked for under `key`, where nothing else is asked."""
        alone = len(self.conditions) == 1 and not self.words and not self.without
        one = self.conditions[0] if alone else None
        return one.values if one and one.key == key and not one.negated else ()

    def asks(self, key: str, value: str | None = None) -> bool:
        """Whether `key` (and `value`) is asked for, and not left out."""
        return any(
            one.key == key and not one.negated and (value is None or value in one.values)
            for one in self.conditions
        )


def written(tokens: Iterable[Token]) -> str:
    """The filter line that holds these tokens."""
    return " ".join(one.text for one in tokens)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a filter line, in order. Nothing is refused: a line is half-written while one types."""
    return tuple(_token(found) for found in _TOKEN.finditer(text.translate(_CURLY)))


def _token(found: re.Match[str]) -> Token:
    negated = bool(found["minus"])
    if found["key"] is not None:
        values = tuple(_without_quotes(value) for value in _VALUE.findall(found["values"]))
        return Token(found["key"].lower(), values, negated, found.start(), found.end())
    plain = found["plain"]
    if plain == "OR" and not negated:
        return Token(OR, (), False, found.start(), found.end())
    parts = tuple(plain.upper().split(","))
    for key, _pattern in _BARE:
        if all(_is_bare(key, part) for part in parts):
            return Token(key, parts, negated, found.start(), found.end())
    return Token(WORDS, (plain,), negated, found.start(), found.end())


def _without_quotes(value: str, instead: str = "") -> str:
    return " ".join(value.translate(_CURLY).replace('"', instead).split())


def parse(text: str) -> FilterQuery:
    """Read a filter line.

    :raises ReviewError: where it names a filter or value there is not, or leaves one out.
    """
    found = tuple(one for one in tokens(text) if one.key != WORDS or one.values[0] not in ("-", '"'))
    for number, one in enumerate(found):
        _check(one, found, number)
    words_asked, without = _search(found, text)
    return FilterQuery(found, _conditions(found), words_asked, without)


def _check(one: Token, found: tuple[Token, ...], number: int) -> None:
    if one.key == OR:
        around = (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
        if any(beside.key not in (WORDS, OR) for beside in around):
            raise ReviewError("OR stands between words. For tags and the like, write tag:Youth,Women.")
    elif one.key not in (*KEYS, WORDS):
        raise ReviewError(
            f'There is no filter "{one.key}:". There are: {", ".join(KEYS)}. '
            "To search for the words, put them in quotes."
        )
    elif one.key != WORDS and not any(one.values):
        raise ReviewError(f'Say what comes after "{one.key}:", or take it out.')
    else:
        _check_values(one)


def _check_values(one: Token) -> None:
    known = _KNOWN.get(one.key, ())
    for value in one.values if known else ():
        if _plain(value) not in known:
            raise ReviewError(f'"{one.key}:{value}" is no filter. There are: {", ".join(known)}.')


def _plain(value: str) -> str:
    return " ".join(value.lower().replace("-", " ").replace("_", " ").split())


def _conditions(found: tuple[Token, ...]) -> tuple[Condition, ...]:
    kept: list[Condition] = []
    for one in found:
        if one.key in (WORDS, OR):
            continue
        values = tuple(_value(one.key, value) for value in one.values if value)
        kept.append(Condition(one.key, values, one.negated))
    return tuple(_widened(kept))


def _value(key: str, value: str) -> str:
    if key in _KNOWN:
        return _plain(value)
    return value.upper() if _is_bare(key, value) else value


def _widened(kept: list[Condition]) -> list[Condition]:
    """Conditions on what a comment has only one of, joined: either will do."""
    joined: dict[str, Condition] = {}
    others: list[Condition] = []
    for one in kept:
        if one.key not in _ONE_OF or one.negated:
            others.append(one)
        elif one.key in joined:
            values = dict.fromkeys((*joined[one.key].values, *one.values))
            joined[one.key] = Condition(one.key, tuple(values))
        else:
            joined[one.key] = one
    return [*joined.values(), *others]


def _search(found: tuple[Token, ...], text: str) -> tuple[str, str]:
    said = [one for one in found if one.key in (WORDS, OR)]
    asked = [one for one in said if one.key == OR or not one.negated]
    heard = [one for one in said if one.key == OR or words(one.values[0])]
    if said and not any(one.key == WORDS for one in heard):
        raise ReviewError(f'There is no word to search for in "{text.strip()}".')
    if any(one.key == WORDS and words(one.values[0]) for one in asked):
        return written(said), ""
    return "", " OR ".join(one.values[0] for one in heard if one.key == WORDS)


def terms(text: str) -> tuple[str, ...]:
    """The folded words and phrases that a filter line searches for; "*" at the end: the word may go on.

    A line that cannot be read lights nothing.
    """
    try:
        sought = parse(text).words
    except ReviewError:
        return ()
    groups = query.parse(sought).groups if sought else ()
    found = (" ".join(term.words) + "*" * term.prefix for group in groups for term in group)
    return tuple(dict.fromkeys(found))
