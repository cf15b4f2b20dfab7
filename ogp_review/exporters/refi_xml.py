"""Elements of REFI-QDA as text, and ids that are the same each time the same review is written."""

import hashlib
import re

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.exporters.holding import Holding, clean_line

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def content(text: str) -> str:
    """`text` as it stands inside an element."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def attribute(text: str) -> str:
    """`text` on one line, as it stands between the quotes of an attribute."""
    return content(clean_line(text)).replace('"', "&quot;")


def plain_bytes(text: str) -> bytes:
    """`text` as a file of its own holds it: everything but a lone surrogate, which no Unicode file can."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text).encode("utf-8")


class Guids:
    """Ids by kind and name. Of a public edition nobody can tell which review it is of."""

    def __init__(self, document: ReportDocument) -> None:
        public = document.edition == Edition.PUBLIC
        seed = f"public\0{document.title}" if public else f"review\0{document.review_id}"
        self._start = hashlib.sha256(seed.encode("utf-8", "surrogatepass"))

    def of(self, kind: str, *names: object) -> str:
        digest = self._start.copy()
        told = "\0".join((kind, *map(str, names)))
        digest.update(b"\0" + told.encode("utf-8", "surrogatepass"))
        found = digest.hexdigest()
        return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:32]}"


def described(holding: Holding, tag: str, text: str, where: str) -> str:
    """An element that holds no more than `text`; nothing where that is empty."""
    return f"<{tag}>{content(holding.text(text, where))}</{tag}>" if text else ""
