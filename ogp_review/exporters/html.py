"""The report as one web page: everything in it, nothing fetched, and public text that stays text."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.exporters import html_comments, html_draft, html_front
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.holding import clean_line
from ogp_review.exporters.html_page import Page
from ogp_review.exporters.html_text import escaped
from ogp_review.exporters.wording import day
from ogp_review.i18n import _, resources
from ogp_review.progress import Progress


def write_html(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Write `document` to `target` as one page; tells what a page could not hold.

    :raises Cancelled: when the person has stopped it; an older file is as it was.
    :raises ReviewError: where the file cannot be written.
    """
    progress.check_cancelled()
    page = Page(document)
    with writing(target) as stream:
        for chunk in _whole(page, progress):
            stream.write(chunk.encode("utf-8"))
        progress.check_cancelled()
    return page.writer.holding.notes()


def _whole(page: Page, progress: Progress) -> Iterator[str]:
    style, script = _resource("report.css"), _resource("report.js")
    yield _head(page, style, script)
    yield _banner(page)
    yield _contents(page)
    yield f'<main id="main" tabindex="-1">{_search()}'
    for chapter in page.chapters:
        yield f'<section aria-labelledby="{chapter.anchor}"{chapter.searched}>'
        yield f'<h2 id="{chapter.anchor}">{escaped(chapter.title)}</h2>'
        yield from _CHAPTERS[chapter.name](page, progress)
        yield "</section>\n"
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


_CHAPTERS = {
    "summary": html_front.summary,
    "consulted": html_front.how_we_consulted,
    "took_part": html_front.who_took_part,
    "heard": html_front.what_we_heard,
    "draft": html_draft.paragraph_by_paragraph,
    "declined": html_draft.not_taken_up,
    "comments": html_comments.comments,
    "participants": html_front.participants,
    "codebook": html_front.codebook,
    "method": html_front.method,
    "about": html_front.about,
}


def _resource(name: str) -> str:
    return (resources() / "html" / name).read_text("utf-8")


def _head(page: Page, style: str, script: str) -> str:
    """The policy lets this page's own style and script run, by their digests, and fetches nothing."""
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    writer = page.writer
    robots = "" if page.public else '<meta name="robots" content="noindex">\n'
    return (
        f'<!DOCTYPE html>\n<html lang="{writer.language}" dir="{writer.direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'{robots}<meta name="generator" content="OGP Review {escaped(clean_line(page.document.version))}">\n'
        f"<title>{escaped(page.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _banner(page: Page) -> str:
    document = page.document
    public = document.edition == Edition.PUBLIC
    edition = _("Public edition") if public else _("Committee edition: not for publication")
    spoken = page.writer.spoken(page.title)
    return (
        f'<a class="skip" href="#main">{escaped(_("Skip to the text"))}</a>\n<header>'
        f'<p class="quiet">{escaped(_("Phase 3 report"))}</p><h1{spoken}>{escaped(page.title)}</h1>'
        f'<p class="quiet">{escaped(edition)} · {escaped(day(document.made_on))}</p></header>\n'
    )


def _contents(page: Page) -> str:
    items = "".join(_entry(chapter.anchor, chapter.title, "") for chapter in page.chapters)
    inner = "".join(_entry(anchor, title, page.writer.spoken(title)) for anchor, title in page.sections)
    inside = f"<ul>{inner}</ul></li>" if inner else "</li>"
    marker = f'href="#{page.draft_anchor}">{escaped(page.draft_title)}</a></li>'
    items = items.replace(marker, marker.removesuffix("</li>") + inside)
    label = escaped(_("Contents"))
    return f'<nav aria-labelledby="contents"><h2 id="contents">{label}</h2><ul>{items}</ul></nav>\n'


def _entry(anchor: str, title: str, spoken: str) -> str:
    return f'<li><a href="#{anchor}"{spoken}>{escaped(title)}</a></li>'


def _search() -> str:
    """Hidden until the script runs: without it there is the browser's own search."""
    words: Iterable[tuple[str, str]] = (
        ("found", _("{n} of {total} found.")),
        ("none", _("Nothing found. Try fewer or other words.")),
    )
    told = "".join(f' data-{name}="{escaped(text)}"' for name, text in words)
    return (
        f'<div class="find" role="search" hidden id="find"{told}><label for="query">'
        f"{escaped(_('Search the points and comments'))}</label>"
        '<input id="query" type="search" autocomplete="off" spellcheck="false">'
        '<p id="hits" role="status"></p></div>\n'
    )
