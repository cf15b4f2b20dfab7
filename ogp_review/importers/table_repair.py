"""Text that was once read in the wrong encoding: found, and put right where a person agrees.

A repair undoes the wrong step: the characters back to the bytes they came from, and those read rightly. It is
offered with its before and after, and it touches only cells that become more plausible by it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage: what its bytes are, what they were taken for, and how that is told to a person."""

    name: str
    taken_for: str
    really: str
    told: str


REPAIRS = {
    repair.name: repair
    for repair in (
        Repair("cp1252", "cp1252", "utf-8", "UTF-8 that was read as Windows-1252"),
        Repair("macroman", "mac_roman", "cp1252", "Windows-1252 that was read as MacRoman"),
        Repair("macroman-utf8", "mac_roman", "utf-8", "UTF-8 that was read as MacRoman"),
        Repair("cp850", "cp850", "cp1252", "Windows-1252 that was read as DOS text"),
        Repair("cp850-utf8", "cp850", "utf-8", "UTF-8 that was read as DOS text"),
        Repair("windows-mac", "cp1252", "mac_roman", "MacRoman that was read as Windows-1252"),
    )
}
"""By the name under which a mapping keeps it, the surest first."""

_LOWER = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžßğışłńśźżąęćčěřůőűþð"
_UPPER = _LOWER.upper().replace("SS", "")
_SIGNS = "·†°˙¸˚˝˛ˇ√∂∑∏π∫Ωªº≈∆◊¬±≤≥¥µß¢£€™®©¤¦§¨¯´¶¿¡«»‡ˆ‰‹›„‚"
_GOOD = re.compile(
    f"(?<=[A-Za-z])[{_LOWER}]|[{_LOWER}](?=[a-z])|(?<!\\w)[{_UPPER}](?=\\w)"
    f"|(?<=[A-Z])[{_UPPER}](?=[A-Z])|(?<=[A-Z]{{2}})[{_UPPER}](?!\\w)|\u00a0"
    r"|(?<!\w)[¿¡«](?=\s?\w)|(?<=\w)\s?»|(?<=\w)’(?=\w)|(?<=[0-9 nN])[ºª](?!\w)|[’”](?!\w)|[‘“](?=\w)"
    "|(?<=[lL])·(?=[lL])"  # Catalan
)
_BAD = re.compile(
    f"(?<=[a-z{_LOWER}])[{_UPPER}]|(?<=[A-Z])[{_UPPER}](?=[a-z])|(?<=[A-Za-km-z])[{_SIGNS}](?=[a-z{_LOWER}])|l[{_SIGNS}](?=[a-km-z])"
    r"|(?<!\w)[ø¸†˙·](?=\w)|(?<!\w)[ÂÃÄÅÆÊËÌÍÎÏÐÑÒÔÕÖØÙÚÛÜÝÞŒŠŸŽâãäåæçêëìíîïðñôõöøùûüýþÿœšž](?!\w)|â€|√.|[├┬]."
    "|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[\u0080-\u009f\u2500-\u259f]"
)
_ODD = re.compile(r"[\x00-\x7f]{0,2}[^\x00-\x7f]+[\x00-\x7f]{0,2}")
_MOST_LOOKED = 2_000
_LONGEST_LOOKED = 4_000
_LEAST_SHARE = 0.05


def repaired(text: str, name: str) -> str:
    """`text` as it was before it was misread; as it stands where it was not, or that cannot be undone."""
    if text.isascii():
        return text
    undone = _undone(text, REPAIRS[name])
    return undone if undone is not None and _plausible(undone) >= _plausible(text) else text


def _plausible(text: str) -> tuple[int, int]:
    return _score(text), sum(map(str.isalpha, text))


def _undone(text: str, repair: Repair) -> str | None:
    try:
        data = _bytes_of(text, repair.taken_for)
        if repair.really == "utf-8":
            return data.decode("utf-8")
        return data.decode(repair.really, "surrogateescape").translate(_CONTROLS)
    except (UnicodeError, KeyError):
        return None


def _bytes_of(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(map(_table(encoding).__getitem__, text))


_CONTROLS = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
"""Bytes that Windows-1252 leaves free stand for themselves, as in Latin-1."""


@lru_cache
def _table(encoding: str) -> dict[str, bytes]:
    """The byte of each character of an encoding; one that it leaves free is the control of that number."""
    table: dict[str, bytes] = {}
    for byte in range(256):
        data = bytes([byte])
        table[data.decode(encoding, "surrogateescape").translate(_CONTROLS)] = data
    for byte in range(0x80, 0xA0) if encoding == "cp1252" else ():
        table.setdefault(chr(byte), bytes([byte]))  # Latin-1, which many take for Windows-1252
    return table


def _score(text: str) -> int:
    """How plausible the accents and signs of a text are: each that fits counts for it, else against it."""
    odd = "\n".join(_ODD.findall(text))
    return len(_GOOD.findall(odd)) - 2 * len(_BAD.findall(odd))


@dataclass(frozen=True, slots=True)
class Offer:
    """A repair that would help: how many of the cells looked at, and the first of them before and after."""

    repair: Repair
    cells: int
    examples: tuple[tuple[str, str], ...]


def offered(texts: Iterable[str], examples: int = 3) -> Offer | None:
    """The repair that makes most of `texts` more plausible; None where they are fine as they stand."""
    looked = list(_looked_at(texts))
    odd = [text for text in looked if _BAD.search(text)]
    offers = [_offer(repair, odd, examples) for repair in REPAIRS.values()]
    best = max(offers, key=lambda offer: offer.cells)
    return best if best.cells and best.cells >= _LEAST_SHARE * len(looked) else None


def _looked_at(texts: Iterable[str]) -> Iterator[str]:
    left = _MOST_LOOKED
    for text in texts:
        if left and not text.isascii():
            left -= 1
            yield text[:_LONGEST_LOOKED]


def _offer(repair: Repair, looked: list[str], examples: int) -> Offer:
    changed = []
    for before in looked:
        after = _undone(before, repair)
        if after is not None and _score(after) > _score(before):
            changed.append((before, after))
    return Offer(repair, len(changed), tuple(_excerpt(*pair) for pair in changed[:examples]))


def _excerpt(before: str, after: str) -> tuple[str, str]:
    """A few words round the first change."""
    first = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, first - 30)
    return before[start : first + 50].strip(), after[start : first + 50].strip()
