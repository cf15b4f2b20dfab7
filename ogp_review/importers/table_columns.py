"""Which column of a table is which field of a comment: the titles that are known, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ogp_review.domain.folding import match_key
from ogp_review.errors import ReviewError
from ogp_review.interchange.matrix import COMMENT_COLUMNS

FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "Text", "Comment", "Comment text", "Text Comment", "Comentario", "Texto", "Commentaire", "Texte",
        "Kommentar",
    ),
    "external_id": ("Ref", "Id", "Comment ID", "Document ID"),
    "author": ("Author", "Name", "Participant", "Autor", "Nombre", "Auteur", "Nom"),
    "organisation": ("Organisation", "Organization", "Organización", "Institution"),
    "email": ("E-mail", "Email", "E-mail address", "Email address", "Correo electrónico", "Courriel"),
    "stakeholder": ("Stakeholder type", "Stakeholder"),
    "country": ("Country", "País", "Pays", "Land"),
    "consent": ("May be named",),
    "language": ("Language", "Idioma", "Langue", "Sprache"),
    "translation": ("Translation",),
    "channel": ("Channel", "Canal", "Kanal"),
    "posted": ("Date", "Posted", "Fecha", "Datum"),
    "votes_for": ("Votes for", "Votos a favor", "Votes pour"),
    "votes_against": ("Votes against", "Votos en contra", "Votes contre"),
    "paragraph": ("Paragraph", "Párrafo", "Paragraphe", "Absatz"),
    "parent": ("Reply to", "In reply to"),
    "submission": ("Submission",),
}  # fmt: skip
"""Field of IncomingComment: its titles, the first of them that a table has counts."""

OWN_TITLES = tuple(column.title for column in COMMENT_COLUMNS)
_MOST_NAMED = 20
_ALIASES = {match_key(title): field for field, titles in FIELDS.items() for title in titles}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each of FIELDS stands in a row (-1: nowhere), how many do, and the titles that are not read."""

    places: tuple[int, ...]
    known: int
    unread: tuple[str, ...]
    own_export: bool

    @property
    def has_text(self) -> bool:
        return self.places[0] >= 0

    @property
    def text(self) -> int:
        return self.places[0]


def match_columns(titles: Sequence[str], mapping: Mapping[str, str] | None) -> Columns:
    """Fields to columns: what `mapping` says first, then the known titles."""
    keys = [match_key(title) for title in titles]
    wanted = {_field(name): title for name, title in (mapping or {}).items()}
    places = tuple(_place(field, keys, wanted) for field in FIELDS)
    used = set(places)
    unread = tuple(_named(title, n) for n, title in enumerate(titles, 1) if n - 1 not in used)
    return Columns(places, sum(place >= 0 for place in places), unread, tuple(titles) == OWN_TITLES)


def _place(field: str, keys: list[str], wanted: Mapping[str, str]) -> int:
    names = [wanted[field]] if field in wanted else FIELDS[field]
    taken = {match_key(title) for other, title in wanted.items() if other != field}
    found = (match_key(name) for name in names)
    return next((keys.index(key) for key in found if key in keys and key not in taken), -1)


def _field(name: str) -> str:
    """The field that a mapping names: "text", "external_id", or by one of its titles, "Reply to"."""
    plain = match_key(name.replace("_", " "))
    return next((field for field in FIELDS if field.replace("_", " ") == plain), _ALIASES.get(plain, name))


def check_mapping(mapping: Mapping[str, str], titles: Sequence[str], name: str) -> None:
    """Raises ReviewError where a mapping names a field or a column that does not exist."""
    keys = {match_key(title) for title in titles}
    for field, title in mapping.items():
        if _field(field) not in FIELDS:
            known = ", ".join(FIELDS)
            raise ReviewError(f'There is no field "{field}" of a comment to map to. Fields are {known}.')
        if match_key(title) not in keys:
            raise ReviewError(f'"{name}" has no column "{title}". Its columns are {column_list(titles)}.')


def column_list(titles: Sequence[str]) -> str:
    """The columns of a table for a sentence; a very wide one is cut short."""
    named = [_named(title, number) for number, title in enumerate(titles, 1)]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED:] = [f"and {len(named) - _MOST_NAMED} more"]
    return ", ".join(named)


def _named(title: str, number: int) -> str:
    text = " ".join(title.split())
    if not text:
        return f"column {number}"
    return f'"{text}"' if len(text) <= 60 else f'"{text[:59]}…"'
