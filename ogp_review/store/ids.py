"""Ids that agree on every laptop: hashes of what a source says, random numbers for what staff make."""

import hashlib
import secrets
from collections.abc import Iterable

from ogp_review.domain.draft import FIRST_FREE_ID

_MASK = (1 << 63) - 1


def hash_id(*parts: object) -> int:
    """A 63-bit id that the same `parts` give on every computer."""
    joined = "\x1f".join(str(part) for part in parts)
    number = int.from_bytes(hashlib.blake2b(_bytes(joined), digest_size=8).digest(), "big") & _MASK
    return max(number, FIRST_FREE_ID)


def random_id() -> int:
    """A 63-bit id for something staff make."""
    return max(secrets.randbits(63), FIRST_FREE_ID)


def digest(text: str) -> bytes:
    """16 bytes that tell `text` from any other."""
    return hashlib.blake2b(_bytes(text), digest_size=16).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def copy_letters(copy: int, others: Iterable[int] = ()) -> str:
    """The letters that refs made in this copy carry, C-KQ-0007: two, or more where another copy has these."""
    known = set(others) - {copy}
    for length in range(2, 12):
        letters = _letters(copy, length)
        if all(_letters(other, length) != letters for other in known):
            return letters
    return _letters(copy, 13)


def _letters(copy: int, length: int) -> str:
    return "".join(chr(65 + copy // 26**place % 26) for place in range(length))
