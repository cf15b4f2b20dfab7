"""What the cells of one column are like: the ground on which its field is guessed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ogp_review.domain.languages import language_name
from ogp_review.importers.table_dates import looks_like_date
from ogp_review.importers.table_values import consent, is_destroyed, stated

_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,255}\.[A-Za-z]{2,24}")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*")
_WEB = re.compile(r"(?:https?://|www\.)\S+")
_PARAGRAPH = re.compile(
    r"(?:P|§|¶|Par\.?|Para\.?|Paragraph|Párrafo|Paragraphe|Absatz)\s?\d{1,4}(?:[.\-]\d{1,3})*[a-z]?", re.I
)
_ID = re.compile(
    r"(?=[^\s]*\d)(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{20,}|[0-9A-Fa-f]{12,}|\d{6,18}"
    r"|[A-Za-z]{1,12}[-_]?\d{2,}[-_\dA-Za-z]*)"
)
_PATH = re.compile(r"\d{1,9}(?:[/>]\d{1,9})+/?|/?\d{1,9}(?:/\d{1,9})*/?")
_PERSON = re.compile(r"[^\W\d_][\w.'’\-]*(?: [^\W\d_][\w.'’\-]*){1,3}")
_TAGS = re.compile(r"</?(?:p|br|strong|em|b|i|a|ul|ol|li|div|span|h[1-6])\b[^<>]*>", re.I)
_LANGUAGES = frozenset(
    "english french spanish german italian portuguese inglés francés español alemán anglais français "
    "espagnol allemand englisch französisch spanisch deutsch".split()
)
_CAPITAL = re.compile(r"[^\W\d_a-zà-öø-ÿ]")


@dataclass(frozen=True, slots=True)
class Features:
    """Shares (0 to 1) of the cells of a column that hold something."""

    cells: int = 0
    distinct: float = 0.0
    words: float = 0.0
    longest: int = 0
    email: float = 0.0
    dates: float = 0.0
    numbers: float = 0.0
    web: float = 0.0
    paragraphs: float = 0.0
    ids: float = 0.0
    destroyed: float = 0.0
    paths: float = 0.0
    persons: float = 0.0
    languages: float = 0.0
    answers: float = 0.0
    html: float = 0.0

    @property
    def is_prose(self) -> bool:
        """Whether people wrote sentences in it."""
        plain = max(self.email, self.dates, self.numbers, self.web) < 0.5
        return plain and (self.words >= 5 or (self.words >= 3 and self.longest >= 120))

    @property
    def are_ids(self) -> bool:
        return self.cells >= 2 and self.ids + self.destroyed >= 0.9 and self.distinct >= min(0.5, self.ids)


def features_of(cells: Sequence[str]) -> Features:
    """What the cells that hold something are like."""
    said = [text for text in map(stated, cells) if text]
    if not said:
        return Features()
    count = len(said)
    short = [text for text in said if len(text) <= 100]

    def share(test: Callable[[str], object]) -> float:
        return sum(1 for text in short if test(text)) / count

    return Features(
        cells=count,
        distinct=len(set(said)) / count,
        words=sum(len(text.split(None, 40)) for text in said) / count,
        longest=max(map(len, said)),
        email=share(_EMAIL.fullmatch),
        dates=share(looks_like_date),
        numbers=share(_NUMBER.fullmatch),
        web=share(_WEB.fullmatch),
        paragraphs=share(_PARAGRAPH.fullmatch),
        ids=share(_ID.fullmatch),
        destroyed=share(is_destroyed),
        paths=share(lambda text: "/" in text and _PATH.fullmatch(text)),
        persons=share(_is_person),
        languages=share(_is_language),
        answers=share(lambda text: consent(text) is not None),
        html=sum(bool(_TAGS.search(text)) for text in said) / count,
    )


def _is_person(text: str) -> bool:
    return bool(_PERSON.fullmatch(text)) and all(_CAPITAL.match(word) for word in text.split())


def _is_language(text: str) -> bool:
    code = text.replace("_", "-").split("-")[0].lower()
    return text.casefold() in _LANGUAGES or (len(code) == 2 and language_name(code) != code)
