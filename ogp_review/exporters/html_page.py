"""What all chapters of a page share: its chapters and sections, and the names of its places in links."""

from collections.abc import Iterable
from dataclasses import dataclass

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.exporters.holding import clean_line
from ogp_review.exporters.html_text import Anchors, Writer, escaped
from ogp_review.i18n import _


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its name in code, its title, and whether the search looks into it."""

    name: str
    title: str
    is_searched: bool = False

    @property
    def anchor(self) -> str:
        return f"chapter-{self.name.replace('_', '-')}"

    @property
    def searched(self) -> str:
        return "" if self.is_searched else ' data-quiet=""'


class Page:
    """A document with the links that lead from each place of its page to the others."""

    def __init__(self, document: ReportDocument) -> None:
        self.document = document
        self.public = document.edition == Edition.PUBLIC
        self.writer = Writer(document.language)
        self.title = clean_line(document.title) or _("Untitled review")
        self.chapters = _chapters()
        self.draft_title = next(one.title for one in self.chapters if one.name == "draft")
        self.draft_anchor = "chapter-draft"
        self.sections = [
            (f"section-{number}", clean_line(section.heading) or _("Without a section"))
            for number, section in enumerate(document.sections, 1)
        ]
        labels = (one.label for section in document.sections for one in section.paragraphs)
        self._comments = Anchors("comment", (row.ref for row in document.comments))
        self._points = Anchors("point", (row.ref for row in document.matrix))
        self._paragraphs = Anchors("paragraph", labels)
        self.paragraphs = self._paragraphs.all

    def comment_anchor(self, ref: str) -> str | None:
        return self._comments.get(ref)

    def point_anchor(self, ref: str) -> str | None:
        """Of a row of the matrix: a comment that is a row of its own has one here as well."""
        return self._points.get(ref)

    def paragraph_anchor(self, label: str) -> str | None:
        return self._paragraphs.get(label)

    def comment_links(self, refs: Iterable[str]) -> str:
        return ", ".join(link(ref, self.comment_anchor(ref)) for ref in refs)


def link(text: str, anchor: str | None) -> str:
    """A link within the page; `text` alone where there is nothing to lead to."""
    shown = f"<bdi>{escaped(clean_line(text))}</bdi>"
    return f'<a href="#{anchor}">{shown}</a>' if anchor else shown


def _chapters() -> tuple[Chapter, ...]:
    return (
        Chapter("summary", _("Summary")),
        Chapter("consulted", _("How we consulted")),
        Chapter("took_part", _("Who took part")),
        Chapter("heard", _("What we heard")),
        Chapter("draft", _("Paragraph by paragraph"), is_searched=True),
        Chapter("declined", _("What we did not take up, and why")),
        Chapter("comments", _("Comments"), is_searched=True),
        Chapter("participants", _("Participants")),
        Chapter("codebook", _("Codebook")),
        Chapter("method", _("Method and limits")),
        Chapter("about", _("About this page")),
    )
