"""Which paragraph a comment speaks of, where it says so: by naming it, or by quoting it word for word."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ogp_review.domain.folding import match_key

_NAMED = re.compile(
    r"\b(?:commentaire|comentario|commento|kommentar|comment)\s*(?:n[°ºo.]\s*)?\d{1,3}\s*[-–—:]\s*(P\s?\d{1,3})\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:(?:on|re|regarding|concerning|about|sobre|sur|à propos de|en|zu)\b\W*)?"
    r"(?:the |el |le |la )?(?:paragraphe?|p[áa]rrafo|absatz|para?\.?)?\s*(P\s?\d{1,3})\b\s*[:.,–—-]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{12,600}?)\s*[\"”“»]")

NAMES_IT = 0.98
QUOTES_IT = 0.95
_WORDS_NEEDED = 5
_RUN = 8


@dataclass(frozen=True, slots=True)
class Attribution:
    """A paragraph a comment may belong to. `evidence` are the comment's own words that say so."""

    paragraph: str
    confidence: float
    reason: str
    evidence: str


class Attributor:
    """Offers a paragraph for a comment. Made once for a draft, then asked for each comment."""

    def __init__(self, paragraphs: Mapping[str, Iterable[str]]) -> None:
        """:param paragraphs: label to the texts of the paragraph, in any languages and versions."""
        self._texts = {label: [match_key(text) for text in texts] for label, texts in paragraphs.items()}
        self._runs: dict[str, set[str]] = {}
        for label, texts in self._texts.items():
            for text in texts:
                for run in _runs(text.split()):
                    self._runs.setdefault(run, set()).add(label)

    def offer(self, text: str, anchor: str = "") -> Attribution | None:
        """The paragraph that `text` names, or quotes, or that `anchor`, the words it stands on, is part of;
        None where there is none, or several equally.
        """
        return self._named(text) or self._stands_on(anchor) or self._quoted(text) or self._repeated(text)

    def _stands_on(self, anchor: str) -> Attribution | None:
        wanted = match_key(anchor).strip(" .,;:…")
        if len(wanted.split()) < _WORDS_NEEDED:
            return None
        found = [label for label, texts in self._texts.items() if any(wanted in known for known in texts)]
        if len(found) != 1:
            return None
        reason = f'it stands on words of {found[0]}: "{_short(anchor)}"'
        return Attribution(found[0], QUOTES_IT, reason, anchor)

    def _named(self, text: str) -> Attribution | None:
        found = _NAMED.search(text) or _ABOUT.match(text)
        if found is None:
            return None
        label = found.group(1).replace(" ", "").upper()
        evidence = found.group(0).strip()
        return Attribution(label, NAMES_IT, f'it names {label}: "{evidence}"', evidence)

    def _quoted(self, text: str) -> Attribution | None:
        for quote in _QUOTED.findall(text):
            words = match_key(quote).strip(" .,;:…").split()
            if len(words) < _WORDS_NEEDED:
                continue
            wanted = " ".join(words)
            found = [label for label, texts in self._texts.items() if any(wanted in known for known in texts)]
            if len(found) == 1:
                return Attribution(found[0], QUOTES_IT, f'it quotes {found[0]}: "{_short(quote)}"', quote)
        return None

    def _repeated(self, text: str) -> Attribution | None:
        """Words of the draft that stand in the comment without quotation marks."""
        words = text.split()
        folded = [match_key(word) for word in words]
        for start, run in enumerate(_runs(folded)):
            labels = self._runs.get(run, set())
            if len(labels) == 1:
                [label] = labels
                passage = " ".join(words[start : start + _RUN])
                return Attribution(
                    label, QUOTES_IT, f'it repeats words of {label}: "{_short(passage)}"', passage
                )
        return None


def _runs(words: list[str]) -> list[str]:
    return [" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:79].rstrip() + "…"
