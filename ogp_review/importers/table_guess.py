"""Which field each column of a table is, guessed from its title and its cells, with how sure and why.

A known title decides; words in a title count with what the cells are like; without either the cells alone may
tell. What a person says comes before all of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ogp_review.domain.folding import match_key
from ogp_review.importers.table_columns import SEVERAL, TEXT, known_title
from ogp_review.importers.table_features import Features, features_of

SURE_ENOUGH = 0.5
"""From here on a guess is taken without a person's word."""

SAID = "you said so"

_WORDS: tuple[tuple[str, float, str], ...] = (
    ("email", 0.8, r"\be-?mail\b|\bcorreo\b|\bcourriel\b"),
    ("stakeholder", 0.7, r"responding as|respondent type|type of (?:respondent|organi[sz]ation)|stakeholder|"
     r"individual or on behalf|organi[sz]ation type|which sector|tipo de (?:organizacion|participante)|"
     r"type d'?(?:organisme|organisation)|art der organisation"),
    ("consent", 0.7, r"may (?:we )?(?:be )?(?:named|publish your name)|consent to be named|publish(?:ed)? "
     r"(?:with )?(?:your|my) name|publicar (?:su|mi) nombre|publier (?:votre|mon) nom|"
     r"name (?:veroffentlich|genannt)"),
    ("organisation", 0.6, r"^(?!.*(?:type|size|tipo|art der|behalf|sector|\?)).*(?P<word>organi[sz]a[tc]ion|"
     r"institution|company|employer|entidad|empresa|organisme|firma|verein|behorde)"),
    ("first_name", 0.7, r"\b(?:first|given) name\b|\bprenom\b|\bvorname\b"),
    ("last_name", 0.7, r"\b(?:last|family) name\b|\bsurname\b|\bapellidos?\b|\bnachname\b"),
    ("author", 0.6, r"\bauthor\b|\bautor(?:in)?\b|\bauteur\b|\bcommenter\b|\brespondent(?:'s)? name\b|"
     r"\byour name\b|\bsubmitter\b|\bsubmitted by\b|\bparticipant\b|\bverfasser\b"),
    ("votes_against", 0.7, r"votes? (?:against|down)|down ?votes?|dislikes?|en contra|contre\b|dagegen"),
    ("votes_for", 0.7, r"votes? (?:for|up)\b|up ?votes?|\blikes?\b|\bsupports?\b|endorsements total|a favor|"
     r"\bpour\b|dafur"),
    ("parent", 0.7, r"\b(?:in )?reply to\b|\bparent\b|respuesta a|en reponse a|antwort auf"),
    ("path", 0.6, r"\b(?:thread|comment) path\b|\bancestry\b"),
    ("posted", 0.65, r"\b(?:posted|published|created|submitted|received|submission)\b.*(?:\bdate\b|\bat\b|"
     r"\bon\b|\btime\b)|\bdate\b.*(?:posted|published|created|submitted|received)|\bfecha\b|\bdatum\b|\btimestamp\b"),
    ("posted", 0.55, r"\bdate\b|\bcreated\b|\beingang\b"),
    ("language", 0.6, r"\blanguage\b|\bidioma\b|\blangue\b|\bsprache\b"),
    ("country", 0.55, r"\bcountry\b|\bpais\b|\bpays\b|which country"),
    ("paragraph", 0.55, r"\bparagraph\b|\bparrafo\b|\bparagraphe\b|\babsatz\b|\bclause\b"),
    ("external_id", 0.55, r"(?:^|\W)(?:id|uuid|identifier|reference)$|\bcomment (?:no|number|nr)\b"),
    ("proposal", 0.6, r"(?:proposed|suggested) (?:change|wording|text|amendment)|propuesta de "
     r"(?:cambio|redaccion)|proposition de modification|anderungsvorschlag"),
    ("anchor", 0.55, r"\bquoted? (?:text|passage)\b|\bselected text\b|\btexto citado\b|\bpassage\b"),
    (TEXT, 0.6, r"\bcomments?\b|\bcomentarios?\b|\bcommentaires?\b|\bkommentare?\b|\bfeedback\b|"
     r"\bopinion(?:es)?\b|\bdescription\b|\bdescripcion\b|\bbody\b|\bcontent\b|\bmessage\b|\bmensaje\b|\bnachricht\b|"
     r"\bremarks?\b|\bobserva(?:tions?|cion(?:es)?)\b|\bstellungnahme\b|\bstatement\b|\bcontribution\b|"
     r"\bcontribucion\b|\bbeitrag\b|\bavis\b|\bsubmission text\b|\bfree text\b|\bverbatim\b|\bresponses?\b"),
    (TEXT, 0.7, r"please (?:explain|describe|tell|give|use|provide|set out|share|comment)|"
     r"use (?:this|the) space|explain (?:your|why)|why do you|your (?:reasons?|views?|comments?)|"
     r"further comments|"
     r"^(?:q\d+\W.*)?(?:what|why|how)\b.*\?$|por favor,? explique|veuillez (?:expliquer|preciser)|"
     r"bitte (?:erlautern|begrunden)|\?$"),
)  # fmt: skip
_PATTERNS = tuple((field, sure, re.compile(pattern)) for field, sure, pattern in _WORDS)
_ANSWERED = re.compile(
    r"^(?:official )?(?:answer|response|respuesta|reponse|antwort)s?(?:$|[ /]|\bof\b|\bby\b)"
)
_OF_QUESTIONS = re.compile(
    r"(?:title|number|wording|text) of the question|question (?:text|number|title)|column id"
)
"""Titles of a list of questions, whose sentences are nobody's comments."""

_SEPARATORS = re.compile(r"[_/\s]+")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Guess:
    """The field of a column ("" where it is not read), how sure that is (0 to 1), and why."""

    field: str = ""
    confidence: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """A guess for each column, and the columns that hold prose but are not read: perhaps comments too."""

    columns: tuple[Guess, ...]
    prose: tuple[int, ...]
    features: tuple[Features, ...]

    def places(self, *fields: str) -> list[int]:
        return [place for place, guess in enumerate(self.columns) if guess.field in fields]


def guess_columns(titles: Sequence[str], rows: Sequence[Sequence[str]], said: Mapping[int, str]) -> Guesses:
    """A field for each column; `said` is what a person has decided, by place."""
    features = [features_of([row[place] for row in rows if place < len(row)]) for place in range(len(titles))]
    offers = [_offers(title, like) for title, like in zip(titles, features, strict=True)]
    chosen = {place: Guess(field, 1.0, SAID) for place, field in said.items()}
    _choose_single(offers, chosen)
    _choose_texts(offers, features, chosen, decided=any(field in SEVERAL for field in said.values()))
    _drop_titles(chosen)
    guesses = tuple(chosen.get(place, Guess()) for place in range(len(titles)))
    prose = tuple(n for n, like in enumerate(features) if like.is_prose and n not in chosen)
    return Guesses(guesses, prose, tuple(features))


def _choose_single(offers: Sequence[list[Guess]], chosen: dict[int, Guess]) -> None:
    """The surest column for each field that only one may have."""
    taken = {guess.field for guess in chosen.values()}
    ranked = sorted(
        ((guess.confidence, -place, guess) for place, some in enumerate(offers) for guess in some),
        key=lambda item: item[:2],
        reverse=True,
    )
    for confidence, negative, guess in ranked:
        free = -negative not in chosen and guess.field not in taken and guess.field not in SEVERAL
        better = max((other.confidence for other in offers[-negative] if other.field in SEVERAL), default=0.0)
        if free and confidence >= SURE_ENOUGH and confidence >= better:
            chosen[-negative] = guess
            taken.add(guess.field)


def _choose_texts(
    offers: Sequence[list[Guess]], features: Sequence[Features], chosen: dict[int, Guess], decided: bool
) -> None:
    """The column with a known title; else all whose titles and cells speak of comments; else all prose."""
    if decided:
        return
    texts = {
        place: max(speaking, key=lambda guess: guess.confidence)
        for place, some in enumerate(offers)
        if place not in chosen and (speaking := [guess for guess in some if guess.field == TEXT])
    }
    known = [place for place, guess in texts.items() if guess.confidence > 0.9]
    if known:
        best = max(known, key=lambda place: texts[place].confidence)
        chosen[best] = texts[best]
        return
    worded = {place: guess for place, guess in texts.items() if guess.confidence >= 0.6}
    for place, guess in (worded or texts).items():
        if guess.confidence >= SURE_ENOUGH:
            chosen[place] = guess


def _drop_titles(chosen: dict[int, Guess]) -> None:
    """A title needs a text that it stands above; alone it is the text."""
    titles = [place for place, guess in chosen.items() if guess.field == "title" and guess.why != SAID]
    if not titles:
        return
    texts = [place for place, guess in chosen.items() if guess.field in SEVERAL]
    if not texts:
        chosen[titles[0]] = Guess(TEXT, 0.55, "the only text there is")
    elif len(texts) > 1:
        del chosen[titles[0]]


def _offers(title: str, like: Features) -> list[Guess]:
    """What a column could be, by its title and by its cells."""
    known = known_title(title)
    if not known and _OF_QUESTIONS.search(_plain(title)):
        return []
    found = [_by_title(*known, title, like)] if known else _by_words(title, like)
    found += _by_cells(like, not title.strip())
    return [guess for guess in found if guess.confidence > 0]


def _plain(title: str) -> str:
    return _SEPARATORS.sub(" ", match_key(title[:_LONGEST_TITLE]))


def _by_title(field: str, order: int, title: str, like: Features) -> Guess:
    sure, why = 0.97 - 0.001 * order, f'the title "{" ".join(title.split())[:60]}"'
    if field in ("author", "title") and like.cells >= 2 and like.are_ids:
        return Guess("external_id", 0.75, f"{why} speaks of another thing, but the cells are ids")
    if field == "title" and like.cells == 0:
        sure = 0.0
    return Guess(field, sure, why)


def _by_words(title: str, like: Features) -> list[Guess]:
    plain = _plain(title)
    found = []
    for field, sure, pattern in _PATTERNS:
        match = pattern.search(plain)
        if match:
            fits = _fits(field, like)
            sure = min(0.9, sure + 0.1 * fits) if fits > 0 else sure * (0.9 if fits == 0 else 0.3)
            if field == TEXT and _ANSWERED.search(plain) and "/" in title:
                sure = 0.3
            word = match.groupdict().get("word") or match[0]
            found.append(Guess(field, round(sure, 2), f'"{word[:40].strip()}" in its title'))
    return found


def _fits(field: str, like: Features) -> int:
    """1 where the cells are as those of the field would be, -1 where not, 0 where that says nothing."""
    if not like.cells:
        return -1 if field in (TEXT, "external_id") else 0
    tests: dict[str, bool] = {
        "email": like.email >= 0.5,
        "posted": like.dates >= 0.5,
        "votes_for": like.numbers >= 0.5,
        "votes_against": like.numbers >= 0.5,
        "external_id": like.distinct > 0.9 and like.words <= 2 and like.web < 0.5,
        "language": like.words <= 2 and like.distinct < 1,
        "country": like.words <= 4,
        "stakeholder": like.words <= 8,
        "paragraph": like.words <= 4,
        "consent": like.answers >= 0.5,
        "path": like.paths > 0,
        "parent": like.words <= 1.5,
        "author": like.words <= 5 and like.numbers < 0.5,
        "organisation": like.words <= 10 and like.numbers < 0.5,
        TEXT: like.is_prose,
    }
    return 1 if tests.get(field, True) else -1


def _by_cells(like: Features, nameless: bool) -> list[Guess]:
    """What the cells alone tell."""
    if like.cells < 2 and not (nameless and like.is_prose):
        return []
    return [
        Guess("email", 0.9 if like.email >= 0.8 else 0.0, "the cells are e-mail addresses"),
        Guess("posted", 0.55 if like.dates >= 0.8 and like.paths < 0.5 else 0.0, "the cells are dates"),
        Guess("paragraph", 0.7 if like.paragraphs >= 0.8 else 0.0, "the cells are labels of paragraphs"),
        Guess("language", 0.6 if _are_languages(like) else 0.0, "the cells are languages"),
        Guess("external_id", 0.55 if like.are_ids and like.distinct > 0.9 else 0.0, "the cells are ids"),
        Guess("external_id", 0.5 if like.destroyed >= 0.8 else 0.0, "the cells were ids"),
        Guess("author", 0.5 if _are_persons(like) else 0.0, "the cells are names"),
        Guess(TEXT, 0.55 if like.is_prose else 0.0, "the cells are sentences"),
    ]


def _are_languages(like: Features) -> bool:
    return like.languages >= 0.9 and like.cells >= 3 and like.distinct < 0.7


def _are_persons(like: Features) -> bool:
    return like.persons >= 0.8 and like.distinct >= 0.7 and like.cells >= 3 and like.words < 4


def html_columns(guesses: Guesses) -> list[int]:
    """Text columns that hold HTML and are read as they stand."""
    return [place for place in guesses.places(TEXT) if guesses.features[place].html >= 0.2]
