"""A page of Discuto saved from the browser: every comment with its id, author, date and votes, and the draft.

Comments are found by their ids (see `discuto_html_page`). The rest of the page is read as its text capture
is, by `discuto`, so that the draft and what it declares come out alike, whichever way the page was kept.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from lxml.etree import SubElement
from lxml.etree import _Element as Element

from ogp_review.domain.draft import label_key
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingConsultation,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
    IncomingSkip,
    IncomingWarning,
    Reading,
)
from ogp_review.importers import discuto
from ogp_review.importers.discuto_html_comment import Said, plain_text, said_in
from ogp_review.importers.discuto_html_file import html_of, language_of, title_of
from ogp_review.importers.discuto_html_page import LABEL, Found, Page, bare_label, page_of, tree_of
from ogp_review.importers.discuto_html_words import (
    drop,
    drop_in_reply,
    is_widget,
    texts_of,
    votes_in,
    words_of,
    writable,
)
from ogp_review.importers.discuto_labels import Block, block_of, is_section_heading
from ogp_review.importers.watching import look_up

FORMAT = "discuto-page"
_IS_HTML = re.compile(rb"<!doctype html|<html\b|<body\b", re.IGNORECASE)
_IDS = re.compile(rb"consultations?/[0-9]+(?:\?|&amp;|[^\"'\s<>]{0,200}[?&;])comment=[0-9]")
_FURNITURE = (
    "script",
    "style",
    "noscript",
    "nav",
    "form",
    "button",
    "select",
    "textarea",
    "template",
    "iframe",
)


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file begins as a web page of Discuto, or of a site that runs on it."""
    if not _IS_HTML.search(head):
        return False
    return b"discuto" in head.lower() or _IDS.search(head) is not None


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The draft, what it declares, and the comments of a saved page (HTML, or one file of MHTML).

    Pages and tabs of one consultation have the same title and the same ids. Raises ReviewError where the file
    is too large, or no page.
    """
    html, warnings = html_of(path)
    root = tree_of(html, path.name)
    page = page_of(root, html)
    title = consultation or title_of(page)
    spoken = language or page.language or language_of(root)
    about = IncomingConsultation(title, discuto.CHANNEL, spoken, external_id=page.consultation)
    return _Saved(page, path.name).reading(about, warnings)


class _Saved:
    """Takes the comments out of the tree, innermost first, and reads what is left as text."""

    def __init__(self, page: Page, name: str) -> None:
        self._page = page
        self._name = f'"{name}"'
        self._said: dict[str, Said] = {}
        self._where: dict[str, str] = {}
        self._agreement: dict[str, tuple[int, int]] = {}
        self._idents = {label_key(label): ident for ident, label in page.labels.items()}

    def reading(self, about: IncomingConsultation, warnings: tuple[IncomingWarning, ...]) -> Reading:
        for link in self._page.replied_to:
            drop_in_reply(link)
        for found in reversed(self._page.comments):
            look_up()
            said = said_in(found.element, self._name)
            known = self._said.get(found.ident)
            self._said[found.ident] = said.fuller(known) if known else said
            if found.element.getparent() is not None:
                drop(found.element)
        headings = self._headings()
        self._prepare_lists()
        self._take_widgets()
        text = plain_text(self._page.root, self._name)
        rest = discuto.read(text)
        about = replace(about, description=rest.consultation.description, closes=rest.consultation.closes)
        return Reading(FORMAT, about, self._records(list(rest.records), headings, warnings, text))

    def _headings(self) -> set[str]:
        """The words of the page's headings, before it becomes text; and its furniture taken out."""
        for element in list(self._page.root.iter(*_FURNITURE)):
            drop(element)
        return {
            match_key(words_of(element))
            for element in self._page.root.iter("h1", "h2", "h3", "h4", "h5", "h6")
        }

    def _prepare_lists(self) -> None:
        """Lists of comments as a text capture has them; a heading whose comments are all taken goes too."""
        for element in list(self._page.root.iter("h1", "h2", "h3", "h4", "h5", "h6")):
            if block_of(match_key(words_of(element))) is not Block.COMMENTS:
                continue
            after = element.getnext()
            if after is not None and words_of(after):
                _set_bullets_apart(after)
            elif self._said:
                drop(element)

    def _take_widgets(self) -> None:
        """Votes on a paragraph are not its text."""
        found = [element for element in self._page.root.iter("*") if is_widget(element)]
        within = set(found)
        for element in found:
            if not within.isdisjoint(element.iterancestors()):
                continue
            agree, disagree = votes_in([element])
            label = _label_above(element)
            if label and (agree is not None or disagree is not None):
                self._agreement.setdefault(label, (agree or 0, disagree or 0))
            drop(element)

    def _records(
        self, rest: list[Incoming], headings: set[str], warnings: tuple[IncomingWarning, ...], text: str
    ) -> Iterator[Incoming]:
        yield from warnings
        yield from self._draft(rest, headings)
        yield from self._comments()
        yield from self._captured(rest)
        yield from self._told()
        by_text = discuto.looks_like(text)
        yield from (r for r in rest if isinstance(r, IncomingWarning) and by_text and self._is_news(r))

    def _is_news(self, warning: IncomingWarning) -> bool:
        """A block without anything below is what the comments were taken from."""
        return "nothing below" not in warning.text or not self._said

    def _draft(self, rest: list[Incoming], headings: set[str]) -> Iterator[Incoming]:
        """Sections and paragraphs; where the page marks its headings, no other line is one."""
        sections = [record for record in rest if isinstance(record, IncomingSection)]
        kept = [
            record for record in sections if _said_by(record) in headings or is_section_heading(_full(record))
        ]
        chosen = kept if any(_said_by(record) in headings for record in sections) else sections
        moved: dict[str | None, str | None] = {None: None}
        last: str | None = None
        for section in sections:
            last = section.key if section in chosen else last
            moved[section.key] = last
        for record in rest:
            if isinstance(record, IncomingParagraph):
                ident = self._idents.get(label_key(record.label))
                yield replace(record, section=moved[record.section], where=record.label, external_id=ident)
            elif isinstance(record, IncomingDeclared):
                votes = max(record.votes, sum(self._agreement.get(record.paragraph, (0, 0))))
                yield replace(record, votes=votes, where=record.paragraph)
            elif isinstance(record, IncomingSection) and record in chosen:
                yield replace(record, where=f'the heading "{_full(record)[:60]}"')

    def _comments(self) -> Iterator[Incoming]:
        first: dict[str, list[Found]] = {}
        for found in self._page.comments:
            first.setdefault(found.ident, []).append(found)
        for ident, places in first.items():
            said = self._said[ident]
            where = f"comment {ident}"
            if not said.text.strip():
                yield IncomingSkip(where, "no text")
                continue
            yield IncomingComment(
                said.text,
                where,
                external_id=ident,
                author=said.author,
                organisation=said.organisation,
                posted=said.posted,
                posted_at=said.posted_at,
                votes_for=said.votes_for,
                votes_against=said.votes_against,
                paragraph=self._paragraph(places),
                paragraph_key=next((place.paragraph for place in places if place.paragraph), None),
                parent=next((place.parent for place in places if place.parent), None),
            )

    def _paragraph(self, places: list[Found]) -> str | None:
        labels = (self._page.labels.get(place.paragraph or "") for place in places)
        return next(filter(None, labels), None)

    def _captured(self, rest: list[Incoming]) -> Iterator[Incoming]:
        """Comments that only the text shows, without an id."""
        known = Counter(match_key(said.text) for said in self._said.values())
        for record in rest:
            if isinstance(record, IncomingComment) and not known[match_key(record.text)]:
                yield record
            elif isinstance(record, IncomingSkip) and not self._said:
                yield record

    def _told(self) -> Iterator[IncomingWarning]:
        if self._agreement:
            told = "; ".join(
                f"{label}: {yes} for, {no} against" for label, (yes, no) in self._agreement.items()
            )
            yield IncomingWarning(f"Level of agreement, only its sum kept: {told[:1000]}.")
        if not self._said:
            yield IncomingWarning(
                "No comment with an id is on this page: its text was read as a text capture is."
            )


def _set_bullets_apart(part: Element) -> None:
    """Each item below a line with its bullet alone: what follows the list is not taken for its end then."""
    for item in list(part.iter("ul", "ol", "li")):
        if item.tag == "li":
            bullet = SubElement(item, "div")
            bullet.text, bullet.tail, item.text = "-", writable(item.text or ""), None
            item.insert(0, bullet)
        item.tag = "div"


def _label_above(element: Element) -> str | None:
    """The label of the paragraph that a widget belongs to: the only one in what is near."""
    for above in islice(element.iterancestors(), 6):
        labels = [text.strip() for text in islice(texts_of(above), 500) if LABEL.fullmatch(text.strip())]
        if labels:
            return bare_label(labels[0]) if len(labels) == 1 else None
    return None


def _full(section: IncomingSection) -> str:
    return f"{section.label}. {section.title}" if section.label else section.title


def _said_by(section: IncomingSection) -> str:
    return match_key(_full(section))
