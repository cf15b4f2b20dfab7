"""Which column of a table is which field of a comment: the titles that are known, in one place."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ogp_review.domain.folding import match_key
from ogp_review.errors import ReviewError
from ogp_review.interchange.matrix import COMMENT_COLUMNS

TEXT = "text"
HTML = "text (HTML)"
"""A text column of HTML: read as the words a person would see."""

FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "Text", "Comment", "Comment text", "Text Comment", "Comentario", "Texto", "Commentaire", "Texte",
        "Kommentar", "Body", "Cuerpo", "Contenido", "Contenu", "Inhalt", "Stellungnahme",
    ),
    "external_id": (
        "Ref", "Id", "Comment ID", "Document ID", "Respondent ID", "Response ID", "Identifier",
        "Identificador", "Identifiant", "Kennung",
    ),
    "author": (
        "Author", "Name", "Participant", "Autor", "Nombre", "Auteur", "Nom", "Author name", "Full name",
        "Your name", "What is your name?", "Username", "User", "Verfasser",
    ),
    "first_name": (
        "First name", "Given name", "Submitter First Name", "Prénom", "Vorname", "Nombre de pila",
    ),
    "last_name": (
        "Last name", "Family name", "Surname", "Submitter Last Name", "Nom de famille", "Nachname",
        "Apellido", "Apellidos",
    ),
    "organisation": (
        "Organisation", "Organization", "Organización", "Institution", "Organisation name",
        "Organization name", "Entidad", "Organisme",
    ),
    "email": (
        "E-mail", "Email", "E-mail address", "Email address", "Correo electrónico", "Correo", "Courriel",
        "E-Mail-Adresse",
    ),
    "stakeholder": (
        "Stakeholder type", "Stakeholder", "Responding as", "Respondent type", "Organisation type",
        "Organization type", "Tipo de participante", "Type de participant", "Art der Organisation",
    ),
    "country": ("Country", "País", "Pays", "Land"),
    "consent": (
        "May be named", "Consent", "Consent to be named", "May we publish your name?", "Puede ser nombrado",
        "Peut être nommé", "Darf genannt werden",
    ),
    "language": ("Language", "Idioma", "Langue", "Sprache", "Lengua", "Locale"),
    "translation": ("Translation", "Traducción", "Traduction", "Übersetzung"),
    "channel": ("Channel", "Canal", "Kanal"),
    "posted": (
        "Date", "Posted", "Fecha", "Datum", "Posted date", "Date posted", "Published at", "Created at",
        "Submission date", "Submitted at", "Received date", "Timestamp", "Fecha de publicación",
        "Date de publication", "Veröffentlicht am",
    ),
    "votes_for": (
        "Votes for", "Votos a favor", "Votes pour", "Stimmen dafür", "Upvotes", "Votes up", "Likes",
        "Supports", "Apoyos",
    ),
    "votes_against": (
        "Votes against", "Votos en contra", "Votes contre", "Stimmen dagegen", "Downvotes", "Votes down",
        "Dislikes",
    ),
    "paragraph": (
        "Paragraph", "Párrafo", "Paragraphe", "Absatz", "Clause", "Paragraph label", "Artículo", "Article",
        "Artikel",
    ),
    "parent": (
        "Reply to", "In reply to", "Parent", "Parent ID", "Parent comment", "En respuesta a",
        "En réponse à", "Antwort auf",
    ),
    "path": ("Path", "Thread path", "Thread", "Ancestry", "Hilo", "Chemin", "Pfad"),
    "submission": ("Submission", "Submission ID", "Envío", "Envoi", "Einsendung"),
    "title": ("Title", "Subject", "Título", "Titre", "Titel", "Asunto", "Objet", "Betreff"),
    "proposal": (
        "Proposed change", "Suggested wording", "Suggested change", "Propuesta de cambio",
        "Proposition de modification", "Änderungsvorschlag",
    ),
    "anchor": ("Quoted text", "Passage", "Selected text", "Texto citado", "Passage cité", "Textstelle"),
}  # fmt: skip
"""What a column may be: a field of IncomingComment, or (`first_name`, `last_name`, `path`, `title`) what goes
into one; and its titles, the first of them that a table has counts."""

SEVERAL = (TEXT, HTML)
"""Fields that more than one column may have: a comment for each."""

OWN_TITLES = tuple(column.title for column in COMMENT_COLUMNS)
_MOST_NAMED = 20
_ALIASES = {match_key(title): (field, order) for field, titles in FIELDS.items()
            for order, title in enumerate(titles)}  # fmt: skip
_LOCALE = re.compile(r"/(?:machine_translations/)?[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
_WORDS = re.compile(r"[_\-./\s]+")


@lru_cache(maxsize=1024)
def known_title(title: str) -> tuple[str, int] | None:
    """The field that a title stands for, and how far back among its titles; None where it is not known.

    "body/en" and "author_name" are known too; of a joined title ("Q1 – Comment") the whole, else a part.
    """
    if len(title) > 120:
        return None
    for written in (title, *reversed(title.split(" – "))):
        for key in (match_key(written), _plain(written)):
            if key in _ALIASES:
                return _ALIASES[key]
    return None


def _plain(title: str) -> str:
    return match_key(_WORDS.sub(" ", _LOCALE.sub("", title)).strip().removesuffix(":"))


def field_named(name: str) -> str:
    """The field that a mapping names: "text", "external_id", or by one of its titles, "Reply to".

    Raises ReviewError where there is none of that name. "" is the column that is not read.
    """
    plain = match_key(name.replace("_", " "))
    if not plain or plain in _FIELD_NAMES:
        return _FIELD_NAMES.get(plain, "")
    if plain in _ALIASES:
        return _ALIASES[plain][0]
    known = ", ".join((*FIELDS, HTML))
    raise ReviewError(f'There is no field "{name}" of a comment to map to. Fields are {known}.')


_FIELD_NAMES = {match_key(field.replace("_", " ")): field for field in (*FIELDS, HTML)}


def column_names(titles: Sequence[str]) -> tuple[str, ...]:
    """A name for each column that no other has: its title, "column 7" where it has none, "Title (2)"."""
    seen: dict[str, int] = {}
    names = []
    for number, title in enumerate(titles, 1):
        name = " ".join(title.split()) or f"column {number}"
        key = match_key(name)
        seen[key] = again = seen.get(key, 0) + 1
        names.append(f"{name} ({again})" if again > 1 else name)
    return tuple(names)


def place_of(column: str, names: Sequence[str], table: str) -> int:
    """Where the column of that name stands. Raises ReviewError, naming those there are."""
    wanted = match_key(column)
    found = next((place for place, name in enumerate(names) if match_key(name) == wanted), None)
    if found is None:
        raise ReviewError(f'"{table}" has no column "{column}". Its columns are {column_list(names)}.')
    return found


def fields_of(mapping: Mapping[str, str], names: Sequence[str], table: str) -> dict[int, str]:
    """What a mapping in its first form says, {"text": "Comment"}: the field of each place it names."""
    found = [(field_named(field), column) for field, column in mapping.items()]
    return {place_of(column, names, table): field for field, column in found}


def column_list(names: Sequence[str]) -> str:
    """The columns of a table for a sentence; a very wide one is cut short."""
    named = [quoted(name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        named.append(f"and {len(names) - _MOST_NAMED:,} more")
    return ", ".join(named)


def quoted(name: str) -> str:
    """A name of a column for a sentence, cut short where it is a whole question."""
    text = " ".join(name.split())
    if re.fullmatch(r"column \d+", text):
        return text
    return f'"{text}"' if len(text) <= 60 else f'"{text[:59]}…"'
