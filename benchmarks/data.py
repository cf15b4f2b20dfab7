"""Seeded comments with the texture of a public consultation, made with the standard library alone.

Median 60 words with a lognormal tail to 1,500, four languages, 10 % replies, 13 % near-duplicates (campaign
letters with a few words changed) and 2 % stock lines. Written as CSV with the columns of our own export, and
kept in a folder for temporary files, so that each size is made once.
"""

import csv
import math
import os
import random
import tempfile
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from ogp_review.interchange.matrix import COMMENT_COLUMNS

SEED = 7
VERSION = 4
"""Raised when what is generated changes, so that no older file is taken for it."""

RARE = "zyzzyvarum"
PHRASE = "independent oversight body"
COMMON = "the"
PREFIX = "pro*"
EVERY_RARE = 997
EVERY_PHRASE = 211
PIECE = 250_000
"""So many rows stay below the size of a file that an import accepts."""

_SYLLABLES = {
    "en": (
        "b c d f g h l m n p r s t w st tr pl pr ch sh th",
        "a e i o u ea ou ai",
        "n r s t l d nt st ng ed tion",
    ),
    "es": ("b c d f g l m n p r s t v ll ñ tr pr", "a e i o u á é í ó ú ie", "n r s l d ción dad mente"),
    "fr": ("b c d f g l m n p r s t v ch tr pr qu", "a e i o u é è ê ai eau ô", "n r s t l e ment tion que"),
    "it": (
        "b c d f g l m n p r s t v sc tr pr gl gn",
        "a e i o u à è ò ù ia",
        "n r l o a i zione mente tà to",
    ),
}
_FUNCTION_WORDS = {
    "en": "the of and to in a is that for it as was with be by on not this are we or from at should must",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont été",
    "it": "di che è e la il un a per in una mi ma lo ha le si ho non con li se da come ci no questo qui sono",
}
_STOCK = {
    "en": (
        "We support this paragraph.",
        "I agree.",
        "Please delete this paragraph.",
        "See our general comments.",
    ),
    "es": ("Sin comentarios.", "Apoyamos este párrafo.", "Estoy de acuerdo."),
    "fr": ("Sans commentaire.", "Nous soutenons ce paragraphe.", "D'accord."),
    "it": ("Nessun commento.", "Sosteniamo questo paragrafo.", "Sono d'accordo."),
}
_FIRST = "Anna Ben Carla Diego Elena Farid Gita Hugo Ines Jon Kofi Lena Marta Noor Olga Pablo Rosa Sven Tariq"
_LAST = (
    "Abel Bianchi Costa Dupont Evans Ferrari Garcia Hansen Ito Jansen Khan Lopez Martin Nkosi Okafor Perez"
)
_ORGANISATIONS = (
    "",
    "",
    "",
    "Red Abierta",
    "Open Data Forum",
    "Ministry of Justice",
    "Transparence 21",
    "Uni Lyon",
)
_LANGUAGES = ("en",) * 11 + ("es", "fr", "it") * 3
_VOCABULARY = 12_000


def folder() -> Path:
    """Where generated files are kept between runs."""
    chosen = Path(os.environ.get("OGP_REVIEW_BENCH_DIR", Path(tempfile.gettempdir()) / "ogp-review-bench"))
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def csv_of(count: int) -> Path:
    """A CSV with `count` comments; made where it is not there yet."""
    [target] = _files(count, max(count, 1))
    return target


def xlsx_of(count: int) -> Path:
    """The same as a workbook, as Excel writes one: each text once, and cells that name it by its number."""
    source = csv_of(count)
    target = source.with_suffix(".xlsx")
    if not target.exists():
        import xlsxwriter

        beside = source.with_suffix(f".{os.getpid()}.xlsx")
        book = xlsxwriter.Workbook(beside)  # it shares texts between cells, as Excel does
        sheet = book.add_worksheet("Comments")
        with source.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file)):
                _write_cells(sheet, number, row)
        book.close()
        beside.replace(target)
    return target


def _write_cells(sheet: Any, number: int, row: list[str]) -> None:
    for column, cell in enumerate(row):
        if cell.isdecimal():
            sheet.write_number(number, column, int(cell))
        elif cell:
            sheet.write_string(number, column, cell)


def pieces_of(count: int) -> list[Path]:
    """The same as files that an import accepts, however many comments there are."""
    return [csv_of(count)] if count <= PIECE else _files(count, PIECE)


def _files(count: int, piece: int) -> list[Path]:
    starts = range(0, count, piece)
    numbers = [f"-{number}" if len(starts) > 1 else "" for number in range(len(starts))]
    targets = [folder() / f"comments-{count}{number}-v{VERSION}.csv" for number in numbers]
    if not all(target.exists() for target in targets):
        rows = _rows(count)
        for target in targets:
            _write(target, islice(rows, piece))
    return targets


def _write(target: Path, lines: Iterable[list[str | int]]) -> None:
    beside = target.with_suffix(f".{os.getpid()}")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([column.title for column in COMMENT_COLUMNS])
        rows.writerows(lines)
    beside.replace(target)


class _Speech:
    """Words of one language, falling in frequency as words do."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self._chance = chance
        onsets, vowels, codas = (part.split() for part in _SYLLABLES[language])
        words = dict.fromkeys(_FUNCTION_WORDS[language].split())
        while len(words) < _VOCABULARY:
            count = chance.choices((1, 2, 3, 4), (10, 45, 35, 10))[0]
            word = "".join(chance.choice(onsets) + chance.choice(vowels) for _ in range(count))
            words.setdefault(word + (chance.choice(codas) if chance.random() < 0.6 else ""))
        self.words = list(words)
        weights = list(accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(_VOCABULARY)))
        self._table = [self.words[bisect(weights, weights[-1] * (n + 0.5) / 65_536)] for n in range(65_536)]

    def say(self, count: int) -> list[str]:
        """`count` words, in sentences of about 14."""
        chance = self._chance
        table = self._table
        said = [table[chance.getrandbits(16)] for _ in range(count)]
        position = 0
        while position < count:
            end = min(count - 1, position + 6 + chance.getrandbits(4))
            said[position] = said[position].capitalize()
            said[end] += "."
            position = end + 1
        return said


def _length(chance: random.Random, median: float = 56, spread: float = 1.0) -> int:
    return int(min(1_500, max(3, math.exp(chance.gauss(math.log(median), spread)))))


def _rows(count: int) -> Iterator[list[str | int]]:
    chance = random.Random(SEED)
    speech = {language: _Speech(language, chance) for language in _SYLLABLES}
    letters = _letters(speech, chance, max(3, count // 60))
    authors = [f"{first} {last}" for first in _FIRST.split() for last in _LAST.split()]
    paragraphs = min(300, max(30, 30 + int(90 * math.log10(max(count, 1_000) / 1_000))))
    last: dict[int, int] = {}
    for number in range(1, count + 1):
        language, text, place = _one(number, speech, letters, paragraphs, chance)
        answers = last.get(place) if chance.random() < 0.1 else None
        last.setdefault(place, number)
        yield _cells(number, place, language, text, answers, authors, chance)


def _letters(
    speech: dict[str, _Speech], chance: random.Random, count: int
) -> list[tuple[str, list[str], int]]:
    """Campaign letters: language, words, and the paragraph they are about."""
    found = []
    for _ in range(count):
        language = chance.choice(_LANGUAGES)
        found.append(
            (language, speech[language].say(max(20, _length(chance, 100, 0.6))), chance.randrange(30) + 1)
        )
    return found


def _one(
    number: int,
    speech: dict[str, _Speech],
    letters: list[tuple[str, list[str], int]],
    paragraphs: int,
    chance: random.Random,
) -> tuple[str, str, int]:
    kind = chance.random()
    place = min(paragraphs, int(chance.paretovariate(0.7)))
    if kind < 0.13:
        language, letter, place = letters[min(len(letters), int(chance.paretovariate(0.6))) - 1]
        return language, " ".join(_varied(letter, speech[language], chance)), place
    language = chance.choice(_LANGUAGES)
    if kind < 0.15:
        return language, chance.choice(_STOCK[language]), place
    words = speech[language].say(_length(chance))
    if number % EVERY_RARE == 0:
        words[len(words) // 2] = RARE
    if number % EVERY_PHRASE == 0:
        words[len(words) // 3] = PHRASE
    if len(words) > 120 and chance.random() < 0.5:
        words[len(words) // 2] += "\n\n"
    return language, " ".join(words), place


def _varied(letter: list[str], speech: _Speech, chance: random.Random) -> list[str]:
    """A quarter of those who send a letter send it as it is; the others change a few words."""
    words = list(letter)
    for _ in range(0 if chance.random() < 0.25 else chance.randrange(1, 6)):
        words[chance.randrange(len(words))] = chance.choice(speech.words)
    return words


def _cells(
    number: int,
    place: int,
    language: str,
    text: str,
    answers: int | None,
    authors: list[str],
    chance: random.Random,
) -> list[str | int]:
    known: dict[str, str | int] = {
        "Ref": f"C{number:04}",
        "Paragraph": f"P{place}" if chance.random() < 0.97 else "Whole draft",
        "Author": chance.choice(authors) if chance.random() < 0.9 else "",
        "Organisation": chance.choice(_ORGANISATIONS),
        "Channel": "web" if number % 5 else "email",
        "Language": language,
        "Date": f"2025-{1 + number % 12:02}-{1 + number % 28:02}",
        "Text": text,
        "Votes for": chance.randrange(20),
        "Votes against": chance.randrange(6),
        "Reply to": f"C{answers:04}" if answers else "",
    }
    return [known.get(column.title, "") for column in COMMENT_COLUMNS]
