"""What those members of a JSON object are called that say something: the known names, in one place."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.html_text import html_text
from ogp_review.importers.table_values import consent, language_code
from ogp_review.importers.worded_dates import worded_date

Object = Mapping[str, Any]

TEXT = (
    "text", "body", "comment", "content", "message", "response", "answer", "comment_text", "commentText",
    "textContent", "description", "texte", "commentaire", "contenu", "texto", "comentario", "contenido",
    "kommentar",
)  # fmt: skip
_TITLE = ("title", "subject", "titre", "titulo", "título", "titel", "headline")
_ID = ("id", "ref", "uuid", "guid", "_id", "uid")
_OWN_ID = re.compile(r"(?:comment|response|proposal|argument|post|reply|message|opinion)_?id", re.IGNORECASE)
_AUTHOR = ("author", "user", "participant", "name", "username", "displayName", "author_name", "authorName",
           "creator", "auteur", "autor", "nom", "nombre", "from")  # fmt: skip
_NAME = ("displayName", "display_name", "name", "fullname", "fullName", "username", "title", "nickname")
_ORGANISATION = ("organisation", "organization", "organisation_name", "org", "company", "organización")
_DATE = ("created_at", "createdAt", "date", "posted", "published_at", "publishedAt", "submitted_at",
         "created", "timestamp", "posted_at", "time", "fecha", "datum")  # fmt: skip
_FOR = ("votes_for", "votes_ok", "votesFor", "upvotes", "up_votes", "upVotes", "likes", "votes_count",
        "votesCount", "vote_count", "thumbs_up", "yes", "agree", "votes_up", "up", "for",
        "votes")  # fmt: skip
_AGAINST = ("votes_against", "votes_nok", "votesAgainst", "downvotes", "down_votes", "downVotes", "dislikes",
            "thumbs_down", "no", "disagree", "votes_down", "down", "against")  # fmt: skip
_PARENT = (
    "parent_id",
    "parentId",
    "reply_to",
    "in_reply_to",
    "inReplyTo",
    "replyTo",
    "parent",
    "reply_to_id",
)
_PARAGRAPH = ("paragraph", "paragraph_label", "paragraphLabel", "paragraphe", "párrafo", "absatz")
_LANGUAGE = ("language", "lang", "locale", "idioma", "langue", "sprache")
_CONSENT = ("consent", "may_be_named", "mayBeNamed", "public_name")
_SIDE = ("alignment", "stance", "side", "position", "sentiment", "type", "polarity")
_MARKUP = re.compile(
    r"</?(?:p|br|div|ul|ol|li|strong|em|b|i|a|span|h[1-6]|blockquote|table|tr|td)\b[^<>]*>|&(?:[a-z]{2,8}|#\d+);",
    re.IGNORECASE,
)
_EPOCH = range(10**8, 10**11)
_SIDES = {
    **dict.fromkeys(("for", "pro", "pros", "yes", "support", "agree", "favour", "favor", "positive", "pour",
                     "in favor", "in favour", "a favor", "dafür", "arguments_for"), "for"),
    **dict.fromkeys(("against", "con", "cons", "contra", "no", "oppose", "disagree", "negative", "contre",
                     "en contra", "dagegen", "arguments_against"), "against"),
}  # fmt: skip


class Fields:
    """Reads the members of objects that stand for comments. `language` picks among translations."""

    def __init__(self, name: str, language: str | None, cleaner: Cleaner) -> None:
        self._name = name
        self._language = language
        self._cleaner = cleaner

    def text(self, item: Object) -> str:
        """Title and text, as plain text; "" where there is no text."""
        found = _first(item, TEXT)
        body = self._plain(found)
        title = self._plain(_first(item, _TITLE)) if body else ""
        link = self._plain(item.get("link")) if body else ""
        parts = [part for part in (title, body, link) if part.strip()]
        return "\n\n".join(part for n, part in enumerate(parts) if part not in parts[:n])

    def stated_language(self, item: Object) -> str | None:
        stated = self.line(_first(item, _LANGUAGE))
        if stated:
            return language_code(stated)
        found = _first(item, TEXT)
        return self._chosen(found)[0] if isinstance(found, Mapping) else None

    def plain(self, item: Object, name: str) -> str:
        return self._plain(item.get(name))

    def line(self, value: object) -> str | None:
        """A short value as one line of text, or the name that an object has."""
        if isinstance(value, Mapping):
            value = _first(value, _NAME)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        return self._cleaner.text(str(value)).strip() or None

    def _plain(self, value: object) -> str:
        if isinstance(value, Mapping):
            value = self._chosen(value)[1]
        if not isinstance(value, str):
            return ""
        return self._cleaner.text(html_text(value, self._name) if _MARKUP.search(value) else value)

    def _chosen(self, texts: Object) -> tuple[str | None, object]:
        """Of a text in several languages: that of the consultation, else the first."""
        found = [(key, text) for key, text in texts.items() if isinstance(text, str) and text.strip()]
        wanted = [pair for pair in found if pair[0] == self._language]
        key, text = next(iter(wanted or found), ("", ""))
        return (language_code(key) if 2 <= len(key) <= 5 else None), text

    def identity(self, item: Object) -> str | None:
        found = next((item[name] for name in _ID if _is_id(item.get(name))), None)
        if found is None:
            found = next(
                (item[name] for name in item if _OWN_ID.fullmatch(name) and _is_id(item[name])), None
            )
        return self.line(found)

    def parent(self, item: Object) -> str | None:
        found = _first(item, _PARENT)
        return self.identity(found) if isinstance(found, Mapping) else self.line(found)

    def people(self, item: Object) -> dict[str, Any]:
        """Author, organisation, e-mail address, country and consent, from the object and its author."""
        author = _first(item, _AUTHOR)
        inner: Object = author if isinstance(author, Mapping) else {}
        answer = self.line(_first(item, _CONSENT) or _first(inner, _CONSENT))
        said = next((v for n in _CONSENT for v in (item.get(n), inner.get(n)) if isinstance(v, bool)), None)
        return {
            "author": self.line(author),
            "organisation": self.line(_first(item, _ORGANISATION) or _first(inner, _ORGANISATION)),
            "email": self.line(item.get("email") or inner.get("email")),
            "stakeholder": self.line(item.get("stakeholder") or inner.get("stakeholder")),
            "country": self.line(item.get("country") or inner.get("country")),
            "consent": consent(answer) if answer else said,
        }

    def date(self, item: Object) -> tuple[str | None, str | None]:
        """The date as written, and as understood."""
        written = _first(item, _DATE)
        posted = self.line(written)
        if isinstance(written, int | float) and not isinstance(written, bool):
            return posted, _from_epoch(written)
        return posted, worded_date(posted) if posted else None

    def paragraph(self, item: Object) -> str | None:
        found = _first(item, _PARAGRAPH)
        return self.line(found.get("label") or found.get("name") if isinstance(found, Mapping) else found)


def votes(item: Object) -> tuple[int | None, int | None]:
    """Votes for and against, from members of the object or of an object "votes" in it."""
    inner = item.get("votes")
    places: tuple[Object, ...] = (item, inner) if isinstance(inner, Mapping) else (item,)
    return _count(places, _FOR), _count(places, _AGAINST)


def side(item: Object, list_name: str, parent: Object | None) -> str | None:
    """Whether an argument is "for" or "against" what it stands under, as far as the source says."""
    if list_name.lower() in _SIDES:
        return _SIDES[list_name.lower()]
    for name in _SIDE:
        value = item.get(name)
        if isinstance(value, str) and value.strip().lower() in _SIDES:
            return _SIDES[value.strip().lower()]
        if _is_number(value) and (name == "alignment" or _counts_sides(parent)):
            against = -1 if name == "alignment" else 0
            return "for" if value == 1 else "against" if value == against else None
    return None


def _counts_sides(parent: Object | None) -> bool:
    """Whether an object counts its arguments as yes and no: their type is 1 or 0 then."""
    return parent is not None and "arguments_yes_count" in parent and "arguments_no_count" in parent


def _first(item: Object, names: Iterable[str]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "", [], {})), None)


def _is_id(value: object) -> bool:
    return (isinstance(value, str) and 0 < len(value) <= 200) or _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _count(places: tuple[Object, ...], names: tuple[str, ...]) -> int | None:
    found = (place[name] for place in places for name in names if _is_number(place.get(name)))
    return next((count for count in found if 0 <= count < 10**9), None)


def _from_epoch(value: float) -> str | None:
    seconds = value / 1000 if value >= _EPOCH.stop else value
    if not _EPOCH.start <= seconds < _EPOCH.stop:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat(timespec="seconds")
