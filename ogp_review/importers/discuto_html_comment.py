"""One comment on a saved Discuto page: who, when, how many votes, and its words."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from ogp_review.domain.folding import match_key
from ogp_review.importers.discuto_html_words import (
    byline,
    drop,
    is_author,
    is_button,
    is_count,
    is_date,
    is_link,
    is_organisation,
    is_widget,
    tokens,
    votes_in,
    words_of,
)
from ogp_review.importers.html_text import html_text
from ogp_review.importers.worded_dates import worded_date

_BODY = frozenset((
    "comment-text", "comment-body", "comment-content", "comment__content", "comment__text", "comment__body",
    "field-name-comment-body", "field-name-body", "text", "body", "content", "message", "comment_text",
))  # fmt: skip
_CONTROLS = ("form", "button", "input", "select", "textarea", "nav", "script", "style", "img", "svg")
_LONGEST_NAME = 120
_LONGEST_DATE = 45


@dataclass(slots=True)
class Said:
    """What one part of a page tells of a comment."""

    text: str
    author: str | None = None
    organisation: str | None = None
    posted: str | None = None
    posted_at: str | None = None
    votes_for: int | None = None
    votes_against: int | None = None

    def fuller(self, other: "Said") -> "Said":
        """What two parts tell of the same comment: the longer text, and of each field what is there."""
        longer, shorter = (self, other) if len(self.text) >= len(other.text) else (other, self)
        return Said(
            longer.text,
            longer.author or shorter.author,
            longer.organisation or shorter.organisation,
            longer.posted or shorter.posted,
            longer.posted_at or shorter.posted_at,
            shorter.votes_for if longer.votes_for is None else longer.votes_for,
            shorter.votes_against if longer.votes_against is None else longer.votes_against,
        )


def said_in(element: Element, name: str) -> Said:
    """Read a comment and take from the tree what is not its text. Comments within it are gone by now."""
    body = next(
        (part for part in element.iter("*") if _BODY.intersection(tokens(part)) and words_of(part)), element
    )
    elements = [part for part in element.iter("*") if part is not element]
    words = set(body.iter("*")) if body is not element else set()
    around = [part for part in elements if part not in words]
    authors = sorted(_of(is_author, around, elements), key=is_link)[:1]
    dates = [part for part in around if is_date(part) and (words_of(part) or _stated_date(part))]
    dates = dates or [part for part in around if _is_bare_date(part)] or _of(is_date, [], elements)
    widgets = [part for part in elements if is_widget(part) or is_count(part)]
    organisations = _of(is_organisation, around, elements)
    bylines = [part for part in around if "submitted" in tokens(part)]
    said = Said("", organisation=words_of(organisations[0])[:_LONGEST_NAME] if organisations else None)
    said.votes_for, said.votes_against = votes_in(widgets)
    _note_when(said, dates or bylines)
    for part in (*dates, *widgets):
        drop(part)
    _note_who(said, authors, bylines)
    for part in (*authors, *organisations, *bylines):
        drop(part)
    said.text = _text(element, body, name)
    return said


def _of(kind: Callable[[Element], bool], around: list[Element], elements: list[Element]) -> list[Element]:
    """The parts of a kind beside the text, else the first in it: further names may be others'."""
    beside = [part for part in around if kind(part) and words_of(part)]
    return beside or [part for part in elements if kind(part) and words_of(part)][:1]


def _note_who(said: Said, authors: list[Element], bylines: list[Element]) -> None:
    names = (words_of(part)[:_LONGEST_NAME] for part in authors)
    said.author = next((name for name in names if not is_button(name)), None)
    if said.author:
        said.author = byline(said.author)[0] or said.author
        return
    lines = (words_of(part)[:300] for part in bylines)
    said.author = next(filter(None, (byline(line)[0] for line in lines)), None)


def _note_when(said: Said, candidates: list[Element]) -> None:
    for part in candidates:
        stated, written = _stated_date(part), byline(words_of(part))[1][:120]
        understood = worded_date(stated) or worded_date(written)
        if said.posted is None or (understood and said.posted_at is None):
            said.posted, said.posted_at = written or stated, understood


def _is_bare_date(part: Element) -> bool:
    """Whether an element holds a date and no more, such as the link to the comment itself."""
    if part.tag not in ("a", "span", "small", "em", "i", "abbr") or len(part):
        return False
    return len(part.text or "") <= _LONGEST_DATE and worded_date((part.text or "").strip()) is not None


def _stated_date(part: Element) -> str:
    """The date a program is told, beside the one that people are shown."""
    return (
        part.get("datetime") or part.get("content") or (part.get("title") if part.tag == "time" else "") or ""
    )


def _text(element: Element, body: Element, name: str) -> str:
    headings = () if body is element else element.iter("h1", "h2", "h3", "h4", "h5")
    titles = [words_of(heading) for heading in headings if body not in heading.iterancestors()]
    for control in list(body.iter(*_CONTROLS)):
        if control is not body:
            drop(control)
    for link in list(body.iter("a")):
        if link is not body and is_button(words_of(link)):
            drop(link)
    text = _without_buttons(plain_text(body, name))
    said = match_key(text)
    added = [title for title in titles if title and not said.startswith(match_key(title).rstrip(".… "))]
    return "\n\n".join((*added, text))


def plain_text(element: Element, name: str) -> str:
    """The text below an element; links within the site are words only."""
    for link in element.iter("a"):
        if "href" in link.attrib and is_within_site(link.get("href", "")):
            del link.attrib["href"]
    return html_text(
        etree.tostring(element, encoding="unicode", method="html", with_tail=False), name
    ).strip()


def is_within_site(address: str) -> bool:
    return (
        not address.startswith(("http://", "https://", "mailto:"))
        or "/consultation" in address
        or ("discuto" in address.split("?")[0])
    )


def _without_buttons(text: str) -> str:
    """Lines at both ends that are buttons are none of a person's words."""
    lines = text.split("\n")
    while len(lines) > 1 and is_button(_bare(lines[-1])):
        lines.pop()
    while len(lines) > 1 and is_button(_bare(lines[0])):
        lines.pop(0)
    return "\n".join(lines).strip().removeprefix("- ")


def _bare(line: str) -> str:
    return line.strip().removeprefix("-").strip()
