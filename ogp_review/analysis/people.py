"""Participants of several sources that may be one person, with what says so.

Nobody is compared with everybody: those who share an address, a name or a surname with an organisation meet.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ogp_review.analysis.ties import Ties
from ogp_review.domain.folding import words
from ogp_review.domain.people import StatedParticipant

NAMELESS = frozenset(
    "anonymous anonyme anonimo anonim unknown inconnu desconocido guest invitado user usuario utilisateur"
    " participant participante name nombre nom none na admin".split()
)
SHARED = frozenset(
    "info contact contacto office oficina hello hola mail email secretariat secretaria admin team equipo"
    " press consultation consulta noreply communications enquiries".split()
)
"""What stands before the @ of addresses that several people write from."""

NEXT = 12
"""Of so many participants with the same key each is compared with the next ones only."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two participants (ids, the smaller first) that may be one person: how sure, and why, in words."""

    first: int
    second: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A participant as they are compared."""

    id: int
    name: tuple[str, ...]
    organisation: tuple[str, ...]
    email: str
    plain_email: str
    shared: bool
    sorted_name: tuple[str, ...] = field(default=())


_Rule = Callable[[_Known, _Known], tuple[float, str] | None]


def matches(
    people: Iterable[StatedParticipant], persons: Mapping[int, int], apart: Iterable[tuple[int, int]] = ()
) -> list[Match]:
    """Pairs that may be one, the surest first; n that are one are named in n - 1 pairs.

    :param persons: whom those that are merged already are shown as.
    :param apart: pairs of which somebody said that they are not one; nothing named here joins them.
    """
    known = [_known(one) for one in people]
    best: dict[tuple[int, int], tuple[float, list[str]]] = {}
    for one, other in _meeting(known):
        for confidence, reason in _evidence(one, other):
            pair = (min(one.id, other.id), max(one.id, other.id))
            before, reasons = best.get(pair, (0.0, []))
            if reason not in reasons:
                best[pair] = (max(before, confidence), [*reasons, reason])
    found = [
        Match(*pair, _together(sure, reasons), " and ".join(reasons))
        for pair, (sure, reasons) in best.items()
    ]
    found.sort(key=lambda match: (-match.confidence, match.first, match.second))
    ties = Ties(persons.items(), apart)
    return [match for match in found if ties.tie(match.first, match.second)]


def _together(sure: float, reasons: list[str]) -> float:
    """Two things that say the same are surer than either."""
    return min(0.99, round(sure + 0.02 * (len(reasons) - 1), 2))


def _known(one: StatedParticipant) -> _Known:
    name = tuple(words(one.name or ""))
    if "," in (one.name or ""):  # "Ruiz, Ana"
        last, _, first = (one.name or "").partition(",")
        name = (*words(first), *words(last))
    if set(name) <= NAMELESS:
        name = ()
    email = (one.email or "").strip().lower()
    before, _, after = email.rpartition("@")
    plain = f"{before.partition('+')[0]}@{after}" if before else ""
    shared = bool(SHARED & set(words(before)))
    return _Known(
        one.id,
        name,
        tuple(words(one.organisation or "")),
        email if before else "",
        plain,
        shared,
        tuple(sorted(name)),
    )


def _meeting(known: Iterable[_Known]) -> Iterator[tuple[_Known, _Known]]:
    blocks: dict[object, list[_Known]] = defaultdict(list)
    for one in known:
        for key in _keys(one):
            blocks[key].append(one)
    for block in blocks.values():
        for place, one in enumerate(block):
            for other in block[place + 1 : place + 1 + NEXT]:
                yield one, other


def _keys(one: _Known) -> Iterator[object]:
    """Under which participants meet who may be one."""
    if one.plain_email:
        yield one.plain_email
    if one.name:
        yield one.sorted_name
    if one.organisation:
        yield from ((word, one.organisation) for word in set(one.name) if len(word) > 1)
    titled = one.organisation if not one.name else one.name
    if titled:
        yield "title", titled


def _evidence(one: _Known, other: _Known) -> Iterator[tuple[float, str]]:
    for rule in _RULES:
        found = rule(one, other)
        if found is not None:
            yield found


def _by_address(one: _Known, other: _Known) -> tuple[float, str] | None:
    if not one.plain_email or one.plain_email != other.plain_email:
        return None
    said = "the same e-mail address"
    sure = 0.97
    if one.email != other.email:
        said, sure = 'the same e-mail address but for what stands after its "+"', 0.85
    if one.name and other.name and not _share_a_name(one.name, other.name):
        return min(sure, 0.5), f"{said}, under another name"
    if one.shared and not (one.name and other.name):
        return min(sure, 0.6), f"{said}, which several people may share"
    return sure, said


def _by_name(one: _Known, other: _Known) -> tuple[float, str] | None:
    if not one.name or one.sorted_name != other.sorted_name:
        return None
    said = "the same name" if one.name == other.name else "the same names in another order"
    if one.organisation and one.organisation == other.organisation:
        return (0.95 if one.name == other.name else 0.88), f"{said} and the same organisation"
    if one.organisation and other.organisation:
        return None
    sure = 0.6 if len(one.name) > 1 else 0.4
    if one.organisation or other.organisation:
        return sure, f"{said}; one states no organisation"
    return sure, f"{said}; neither states an organisation"


def _by_initials(one: _Known, other: _Known) -> tuple[float, str] | None:
    """ "A. Ruiz" and "Ana Ruiz", or "Ana M. Ruiz": the surname whole, the others as their initials."""
    if not one.organisation or one.organisation != other.organisation:
        return None
    if one.sorted_name == other.sorted_name or not _may_be_one(one.name, other.name):
        return None
    if any(len(word) == 1 for word in (*one.name, *other.name)):
        return 0.8, "initials that fit the full name and the same organisation"
    return 0.7, "a longer form of the name and the same organisation"


def _by_organisation(one: _Known, other: _Known) -> tuple[float, str] | None:
    """The same organisation where neither, or one under its own name, says who wrote."""
    title, others = (who.organisation or who.name for who in (one, other))
    if not title or title != others or (one.name and one.name == other.name):
        return None
    if any(who.name not in ((), title) for who in (one, other)):
        return None
    return 0.8, "the same organisation, and nobody is named"


_RULES: tuple[_Rule, ...] = (_by_address, _by_name, _by_initials, _by_organisation)


def _may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names can be one person's: the same words, or initials of them, one whole in common."""
    shorter, longer = sorted((list(one), list(other)), key=len)
    if not shorter or not set(shorter) & {word for word in longer if len(word) > 1}:
        return False
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        fitting = next((place for place, there in enumerate(left) if _fits(word, there)), None)
        if fitting is None:
            return False
        del left[fitting]
    return all(len(word) == 1 for word in left) or len(shorter) > 1


def _share_a_name(one: Iterable[str], other: Sequence[str]) -> bool:
    return any(_fits(here, there) for here in one for there in other)


def _fits(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
