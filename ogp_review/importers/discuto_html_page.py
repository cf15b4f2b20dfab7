"""A saved Discuto page as a tree: which parts of it are comments, which id each has, what it stands under.

Classes and nesting change from one version of the site to the next; the ids in its links do not. So comments
are found by their ids ("…/consultation/48900?comment=48965&page=2&paragraph=1121574", id="comment-48965"):
what belongs to one is as much round its link as holds no other comment, heading or label.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from ogp_review.errors import ReviewError
from ogp_review.importers.discuto_html_words import says_in_reply, tokens, words_of
from ogp_review.importers.discuto_labels import listed_label
from ogp_review.importers.watching import look_up

MOST_TAGS = 1_000_000
"""More than any page has; each takes memory in the tree."""

_PARSED_AT_ONCE = 1024 * 1024
_CONSULTATION = re.compile(r"/(?:(?P<language>[a-z]{2})/)?consultations?/(?P<id>[0-9]{1,12})\b")
_COMMENT = re.compile(
    r"[?&]comment=([0-9]{1,12})\b|#comment-([0-9]{1,12})$|/comment/reply/[0-9]+/([0-9]{1,12})\b"
)
_PARAGRAPH = re.compile(r"[?&]paragraph=([0-9]{1,12})\b")
_COMMENT_ID = re.compile(r"(?:comment|cid|comment-item|reply)[-_]?([0-9]{1,12})")
_PARAGRAPH_ID = re.compile(r"(?:paragraph|para|par)[-_]?([0-9]{1,12})")
LABEL = re.compile(r"[P§¶]\s?\.?\s?[0-9]{1,4}[a-z]?")
_WHOLE = frozenset(("comment", "comment-item", "comment-wrapper", "single-comment", "reply", "comment-reply"))
_NESTS = frozenset(
    ("indented", "replies", "children", "responses", "sub-comments", "answers", "comment-replies")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
_TOP = frozenset(("body", "html", "main"))


@dataclass(slots=True)
class Found:
    """A part of the page that is one comment."""

    ident: str
    element: Element
    parent: str | None = None
    paragraph: str | None = None


@dataclass(slots=True)
class Page:
    """What a page holds besides text: its consultation, comments in page order, and labels by their ids."""

    root: Element
    consultation: str | None = None
    language: str | None = None
    comments: list[Found] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    replied_to: list[Element] = field(default_factory=list)


def tree_of(html: str, name: str) -> Element:
    """The tree of a page. Raises ReviewError where it is too large or nested too deeply."""
    if html.count("<") > MOST_TAGS:
        raise ReviewError(
            f'"{name}" has more than {MOST_TAGS:,} tags. Save the pages of the consultation one by one.'
        )
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = _parsed(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReviewError(f'"{name}" is no web page that can be read.') from error
    errors = (*parser.error_log, *parser.feed_error_log)
    if root is None or any("depth" in str(entry.message) for entry in errors):
        raise ReviewError(f'"{name}" is nested too deeply to be a page of Discuto.')
    return root


def _parsed(data: bytes, parser: etree.HTMLParser) -> Element:
    if len(data) <= _PARSED_AT_ONCE:
        return etree.fromstring(data, parser)
    for start in range(0, len(data), _PARSED_AT_ONCE):
        look_up()
        parser.feed(data[start : start + _PARSED_AT_ONCE])
    return parser.close()


def page_of(root: Element, html: str) -> Page:
    """The ids of a page, and what has them."""
    page = Page(root)
    seen = Counter(found.groups() for found in _CONSULTATION.finditer(html[:MOST_TAGS]))
    if seen:
        page.consultation = Counter(found[1] for found in seen.elements()).most_common(1)[0][0]
        languages = Counter(
            found[0] for found in seen.elements() if found[0] and found[1] == page.consultation
        )
        page.language = next((language for language, _ in languages.most_common(1)), None)
    _Finder(page).find()
    return page


class _Finder:
    """Marks every element with the ids below it, then climbs from each id to what belongs to it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._own: list[tuple[Element, str]] = []
        self._below: dict[Element, set[str]] = defaultdict(set)
        self._barred: set[Element] = set()
        self._paragraphs: list[tuple[Element, str]] = []
        self._paragraphs_below: dict[Element, set[str]] = defaultdict(set)
        self._reply_to: dict[Element, str] = {}
        self._answers: dict[Element, str] | None = None

    def find(self) -> None:
        for element in self._page.root.iter("*"):
            look_up()
            self._mark(element)
        self._find_labels()
        by_element: dict[Element, Found] = {}
        for element, ident in self._own:
            look_up()
            container = self._container(element, ident)
            by_element.setdefault(container, Found(ident, container))
        self._page.comments = self._outermost(by_element)
        for found in self._page.comments:
            look_up()
            found.parent = self._parent(found, by_element)
            found.paragraph = self._paragraph(found)
        self._page.replied_to = list(self._reply_to)

    def _mark(self, element: Element) -> None:
        href = element.get("href", "")[:2_000] if element.tag == "a" else ""
        comment = _COMMENT.search(href)
        paragraph = _PARAGRAPH.search(href)
        if comment:
            self._mark_comment(element, _number(comment))
        elif ident := _ident(element, _COMMENT_ID, ("data-comment-id", "data-comment", "data-cid")):
            self._add(element, ident)
        pid = (
            paragraph[1]
            if paragraph
            else _ident(element, _PARAGRAPH_ID, ("data-paragraph-id", "data-paragraph"))
        )
        if pid:
            self._paragraphs.append((element, pid))
            self._spread(element, pid, self._paragraphs_below)
        if element.tag in _HEADINGS or (
            len(element) == 0 and LABEL.fullmatch((element.text or "").strip()[:20])
        ):
            self._bar(element)

    def _mark_comment(self, element: Element, ident: str) -> None:
        """A link to a comment is its own, unless the words before it say that it is what is replied to."""
        if says_in_reply(f"{_before(element)[-60:]} {words_of(element)[:60]}"):
            self._reply_to[element] = ident
        else:
            self._add(element, ident)

    def _add(self, element: Element, ident: str) -> None:
        self._own.append((element, ident))
        self._spread(element, ident, self._below)

    @staticmethod
    def _spread(element: Element, ident: str, below: dict[Element, set[str]]) -> None:
        """Two ids tell as much as many: there is more than one."""
        at: Element | None = element
        while at is not None and ident not in below[at]:
            if len(below[at]) < 2:
                below[at].add(ident)
            at = at.getparent()

    def _bar(self, element: Element) -> None:
        at: Element | None = element
        while at is not None and at not in self._barred:
            self._barred.add(at)
            at = at.getparent()

    def _container(self, element: Element, ident: str) -> Element:
        if element.tag == "a" and not element.get("href") and not words_of(element):
            after = element.getnext()  # an empty anchor stands before what it names
            return after if after is not None and self._below[after] <= {ident} else element
        if element.tag != "a":
            return element
        whole = _nearest_whole(element)
        if whole is not None and self._first_below(whole) == ident:
            return whole
        return self._climbed(element, ident)

    def _climbed(self, element: Element, ident: str) -> Element:
        best = element
        above = element.getparent()
        while above is not None and above.tag not in _TOP:
            if above in self._barred or self._below[above] != {ident}:
                break
            best = above
            if above.tag in ("li", "article", "tr"):
                break
            above = above.getparent()
        return best

    def _first_below(self, whole: Element) -> str | None:
        """The id a whole comment has itself or names first."""
        own = _ident(whole, _COMMENT_ID, ("data-comment-id", "data-comment", "data-cid"))
        if own:
            return own
        for link in whole.iter("a"):
            found = _COMMENT.search(link.get("href", "")[:2_000])
            if found and link not in self._reply_to and _nearest_whole(link) is whole:
                return _number(found)
        return None

    def _outermost(self, by_element: dict[Element, Found]) -> list[Found]:
        """Without what lies within a part of the same comment, in page order."""
        kept = {
            element: found
            for element, found in by_element.items()
            if not any(
                by_element[above].ident == found.ident
                for above in element.iterancestors()
                if above in by_element
            )
        }
        return [kept[element] for element in self._page.root.iter("*") if element in kept]

    def _parent(self, found: Found, by_element: dict[Element, Found]) -> str | None:
        stated = found.element.get("data-parent-id") or found.element.get("data-parent")
        if stated and stated.isdecimal() and stated not in ("0", found.ident):
            return stated
        named = self._answered(by_element).get(found.element)
        if named and named != found.ident:
            return named
        for above in found.element.iterancestors():
            if above in by_element and by_element[above].ident != found.ident:
                return by_element[above].ident
            if _NESTS.intersection(tokens(above)):
                before = self._before(above, by_element)
                if before and before != found.ident:
                    return before
        return None

    def _answered(self, by_element: dict[Element, Found]) -> dict[Element, str]:
        """The comment that each comment's own words say it replies to."""
        if self._answers is None:
            self._answers = {}
            for link, ident in self._reply_to.items():
                inside = next((above for above in link.iterancestors() if above in by_element), None)
                if inside is not None:
                    self._answers.setdefault(inside, ident)
        return self._answers

    def _before(self, nest: Element, by_element: dict[Element, Found]) -> str | None:
        """The comment that a nest of replies stands below, as its sibling."""
        for sibling in nest.itersiblings(preceding=True):
            if sibling in by_element:
                return by_element[sibling].ident
            if len(self._below[sibling]) == 1:
                return next(iter(self._below[sibling]))
        return None

    def _paragraph(self, found: Found) -> str | None:
        """The id of the paragraph that a comment's links name, else of the one it stands in."""
        own = self._paragraphs_below.get(found.element, set())
        if len(own) == 1:
            return next(iter(own))
        for above in found.element.iterancestors():
            inside = self._paragraphs_below.get(above, set())
            if len(inside) == 1:
                return next(iter(inside))
            if inside:
                return None
        return None

    def _find_labels(self) -> None:
        for element, pid in self._paragraphs:
            look_up()
            if pid not in self._page.labels:
                label = self._label_near(element, pid)
                if label:
                    self._page.labels[pid] = label

    def _label_near(self, element: Element, pid: str) -> str | None:
        said = listed_label(words_of(element)[:60])
        if said and LABEL.fullmatch(said[0]):
            return bare_label(said[0])
        at: Element | None = element
        while at is not None and self._paragraphs_below[at] == {pid} and at.tag not in _TOP:
            for inner in at.iter("*") if at in self._barred else ():
                if len(inner) == 0 and LABEL.fullmatch((inner.text or "").strip()[:20]):
                    return bare_label((inner.text or "").strip())
            at = at.getparent()
        return None


def _nearest_whole(element: Element) -> Element | None:
    """The nearest element above that is a whole comment by what it is called."""
    for above in element.iterancestors():
        if above.tag == "article" or _WHOLE.intersection(tokens(above)):
            return above
    return None


def _number(found: re.Match[str]) -> str:
    return next(str(group) for group in found.groups() if group)


def _before(element: Element) -> str:
    """The words that stand right before an element."""
    sibling, above = element.getprevious(), element.getparent()
    if sibling is not None:
        return sibling.tail or ""
    return (above.text or "") if above is not None else ""


def _ident(element: Element, form: re.Pattern[str], names: tuple[str, ...]) -> str | None:
    """The id of a comment or a paragraph that an element states as its own."""
    if element.tag in ("form", "input", "textarea", "button", "label", "select"):
        return None
    stated = next((str(element.get(name)) for name in names if element.get(name, "").isdecimal()), None)
    found = form.fullmatch(element.get("id", "")[:80]) or form.fullmatch(element.get("name", "")[:80])
    return stated or (found[1] if found else None)


def bare_label(label: str) -> str:
    return re.sub(r"\s+|(?<=[P§¶])\.", "", label)
