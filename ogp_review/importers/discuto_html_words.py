"""What stands on the buttons and links of a Discuto page, and which of its markup says who and when."""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from ogp_review.domain.folding import match_key
from ogp_review.importers.decoding import REPLACEMENT

# Folded (domain.folding.match_key): no case, no accents. English, German, Spanish, French.
_BUTTON = re.compile(
    r"(?:reply|answer|antworten|responder|repondre|report( abuse)?|flag|melden|denunciar|reportar|signaler"
    r"|permalink|link|#|share|teilen|compartir|partager|edit|delete|bearbeiten|editar|modifier"
    r"|vote( (up|down))?|(read|show|view) (more|comment|all)|mehr( lesen)?|leer mas|ver mas|lire la suite"
    r"|voir plus|»|›|…|\.\.\.|(dis)?agree|(dis)?like|stimme( nicht)? zu|(no |de |des)?acuerdo"
    r"|(pas )?d'accord|log ?in.{0,40}|new|neu|nuevo"
    r"|collapse|expand|hide|show( replies)?|translate|ubersetzen|traducir|traduire)"
)
_IN_REPLY = re.compile(
    r"(?:in reply|reply|replies|replied|responding) to|(als )?antwort(et)? auf|(en )?respuesta a"
    r"|(en )?reponse a"
)
_IN_REPLY_END = re.compile(
    r"(?:(?:in reply|reply|replies|replied|responding) to|(?:als )?antwort(?:et)? auf|(?:en )?respuesta a"
    r"|(?:en )?r[ée]ponse à)\s*:?\s*$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:disagree\w*|against|dislikes?|down(?:votes?)?|thumbs-?down|contra|en contra|desacuerdo|contre"
    r"|negative?|pas d'accord|dagegen|stimme nicht( zu)?|minus|nein|ablehnung)\b|rate-down|vote-down"
    r"|votes-against"
)
_FOR = re.compile(
    r"\b(?:agree\w*|for|likes?|up(?:votes?)?|thumbs-?up|pro|a favor|de acuerdo|pour|positive?|d'accord|dafur"
    r"|stimme( zu)?|plus|ja|in favou?r|zustimmung)\b|rate-up|vote-up|votes-for"
)
_WIDGET = re.compile(
    r"(?:^|[-_ ])(?:(?:up|down)?votes?|voting|rate|rating|(?:dis)?agree|(?:dis)?like|thumbs?|score)"
    r"(?:$|[-_ ])"
)
_LONGEST_WIDGET = 100
_NUMBER = re.compile(r"(?<![0-9.,%])([0-9]{1,6})(?![0-9.,]*[0-9%])")
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COUNT = re.compile(r"(?P<word>\D{2,25}?)\W{0,3}[0-9]{1,6}\W?|[0-9]{1,6}\W{1,2}(?P<words>\D{2,25})")
_AUTHOR = re.compile(r"(?:^|[-_])(?:author|username|user-?name|commenter|poster|fullname|display-?name)$")
_ORGANISATION = re.compile(r"(?:^|[-_])(?:organi[sz]ation|company|affiliation|institution)$")
_DATE = re.compile(r"(?:^|[-_])(?:date|time|created|posted|timestamp|datetime|time-?ago|ago)$")
_SUBMITTED = re.compile(
    r"(?:submitted|posted|written|verfasst|gespeichert|erstellt|enviado|publicado|escrito|soumis|ecrit|publie)?\s*"
    r"(?:by|von|por|par)\s+(?P<author>.{1,120}?)(?:,|\s+(?:on|am|el|le)\b|\s+[-–|]|$)",
    re.IGNORECASE,
)
_PROFILE = re.compile(r"/(?:users?|profile|profil|perfil|members?)/[^/?#]")


def words_of(element: Element) -> str:
    """The words below an element, on one line."""
    return " ".join("".join(texts_of(element)).split())


def texts_of(element: Element) -> Iterator[str]:
    return (str(text) for text in element.itertext("*"))


def tokens(element: Element) -> list[str]:
    return element.get("class", "").lower().split()[:50]


def is_button(text: str) -> bool:
    """Whether words are no more than what one can do with a comment, or a bare count."""
    key = match_key(text).strip(" .:|·()0123456789")
    return not key or _BUTTON.fullmatch(key) is not None


def says_in_reply(text: str) -> bool:
    return _IN_REPLY.search(match_key(text)) is not None


def is_widget(element: Element) -> bool:
    """Whether an element is where one votes, by what it is called."""
    named = " ".join((element.get("class", ""), element.get("id", ""))).lower()
    return _WIDGET.search(named) is not None and len(words_of(element)) <= _LONGEST_WIDGET


def is_count(element: Element) -> bool:
    """Whether an element says no more than "Agree (3)"."""
    if len(element) > 1 or element.tag in ("p", "li", "td"):
        return False
    found = _COUNT.fullmatch(match_key(words_of(element)[:60]))
    word = (found["word"] or found["words"]).strip(" :(") if found else ""
    return bool(word) and (_AGAINST.fullmatch(word) or _FOR.fullmatch(word)) is not None


def votes_in(widgets: list[Element]) -> tuple[int | None, int | None]:
    """Votes for and against as the elements of a widget show them, outermost first."""
    found: dict[bool, int] = {}
    for widget in widgets:
        for element in widget.iter("*"):
            against = _side(element)
            number = _NUMBER.search(words_of(element)) if against is not None else None
            if against is not None and number and _is_alone(element):
                found.setdefault(against, int(number[1]))
    return found.get(False), found.get(True)


def _is_alone(element: Element) -> bool:
    """Whether an element shows one number, rather than both."""
    return len(_NUMBER.findall(words_of(element))) == 1


def _side(element: Element) -> bool | None:
    """Whether an element counts votes against (True) or for (False), by what it is called or what it says."""
    names = ("class", "id", "title", "aria-label", "data-vote", "alt")
    named = match_key(" ".join(element.get(name, "")[:200] for name in names).replace("_", "-"))
    said = match_key(words_of(element)[:60])
    for text in (re.sub(r"(?<=[a-z])-(?=[a-z])", " ", named), named, said):
        if _AGAINST.search(text):
            return True
        if _FOR.search(text):
            return False
    return None


def is_author(element: Element) -> bool:
    if element.get("itemprop") in ("author", "creator") or element.get("rel") == "author":
        return True
    if any(_AUTHOR.search(token) for token in tokens(element)):
        return True
    return element.tag == "a" and _PROFILE.search(element.get("href", "")[:500]) is not None


def is_link(element: Element) -> bool:
    """Whether nothing but its address says what an element is."""
    return element.tag == "a" and not tokens(element)


def is_organisation(element: Element) -> bool:
    return any(_ORGANISATION.search(token) for token in tokens(element))


def is_date(element: Element) -> bool:
    if element.tag == "time" or element.get("itemprop") in ("datePublished", "dateCreated"):
        return True
    if "dc:date" in element.get("property", ""):
        return True
    return any(_DATE.search(token) for token in tokens(element))


def byline(text: str) -> tuple[str | None, str]:
    """Author and the rest of a line such as "Submitted by Ann on Mon, 30 January 2023 - 14:02"."""
    found = _SUBMITTED.match(text)
    return (found["author"].strip(), text[found.end() :].strip()) if found else (None, text)


def drop(element: Element) -> None:
    """Take an element from its tree; what follows it stays."""
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        add_before(element, f" {element.tail}")
    above.remove(element)


def drop_in_reply(link: Element) -> None:
    """Take out a link to the comment that is replied to, and the words that say so."""
    sibling, above = link.getprevious(), link.getparent()
    if sibling is not None:
        sibling.tail = writable(_IN_REPLY_END.sub("", sibling.tail or ""))
    elif above is not None:
        above.text = writable(_IN_REPLY_END.sub("", above.text or ""))
    drop(link)


def add_before(element: Element, text: str) -> None:
    sibling, above = element.getprevious(), element.getparent()
    if sibling is not None:
        sibling.tail = writable((sibling.tail or "") + text)
    elif above is not None:
        above.text = writable((above.text or "") + text)


def writable(text: str) -> str:
    """`text` with what a tree may hold but does not take: control characters, out of damaged pages."""
    return _UNWRITABLE.sub(REPLACEMENT, text)
