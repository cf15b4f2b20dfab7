"""A saved page as it comes: one HTML file or a web archive (MHTML), decoded, and what it is called."""

import email
import email.policy
import re
from pathlib import Path

from lxml.etree import _Element as Element

from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers.decoding import decode
from ogp_review.importers.discuto_html_page import Page
from ogp_review.importers.discuto_html_words import words_of
from ogp_review.importers.html_text import LARGEST_HTML

_MHTML = re.compile(rb"\A(?:From: |MIME-Version: |Subject: |Snapshot-Content-Location: )", re.IGNORECASE)
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, RecursionError)
_TITLES = ("//meta[@property='og:title']/@content", "//h1", "//title")
_SITE = re.compile(r"\s*[|–-]\s*discuto\s*$|^\s*discuto\s*[|–-]\s*", re.IGNORECASE)


def html_of(path: Path) -> tuple[str, tuple[IncomingWarning, ...]]:
    """The page in a file. Raises ReviewError where it is too large, empty, or an archive without a page."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_HTML + 1)
    except OSError as error:
        raise ReviewError(f'"{path.name}" cannot be read: {error.strerror or error}.') from error
    if len(data) > LARGEST_HTML:
        raise ReviewError(
            f'"{path.name}" is larger than {LARGEST_HTML // 1024**2} MB. Save the pages one by one.'
        )
    if _MHTML.match(data):
        data = _unpacked(data, path.name)
    decoded = decode(data)
    if not decoded.text.strip():
        raise ReviewError(f'"{path.name}" is empty. Choose a saved page.')
    return decoded.text, decoded.warnings


def _unpacked(data: bytes, name: str) -> bytes:
    """The page in a web archive of one file."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                found = part.get_payload(decode=True)
                if isinstance(found, bytes):
                    return found
    except _BROKEN as error:
        raise ReviewError(f'"{name}" is damaged: no page can be found in it. Save the page anew.') from error
    raise ReviewError(f'"{name}" holds no web page. Save the page anew, as "complete" or as text.')


def title_of(page: Page) -> str:
    """The title of a consultation, alike on each of its pages."""
    for path in _TITLES:
        found = page.root.xpath(path)
        for item in found[:1] if isinstance(found, list) else []:
            title = " ".join((words_of(item) if isinstance(item, Element) else str(item)).split())
            title = _SITE.sub("", title)
            if title and match_key(title) != "discuto":
                return title[:300]
    return f"Discuto consultation {page.consultation}" if page.consultation else ""


def language_of(root: Element) -> str | None:
    stated = root.get("lang", "")[:2].lower()
    return stated if re.fullmatch("[a-z]{2}", stated) else None
