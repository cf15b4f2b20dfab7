"""Folded copies of text, for matching and search: one way, in Python, for both databases."""

import re
import unicodedata

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff]"
)
_SPACELESS = re.compile("([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"})
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """`text` without case and accents; Chinese, Japanese and Thai with a space round each character."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _SPACELESS.sub(r" \1 ", plain)


def match_key(text: str) -> str:
    """`text` as it is compared with another: folded, white space and typographic punctuation evened out."""
    return " ".join(folded(text).translate(_PUNCTUATION).split())


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _WORD.findall(folded(text))
