"""The parts of a Word file that people's words stand in, found as Word finds them: by relationship."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers.xml import Budget, root_of
from ogp_review.importers.zips import Package, open_zip

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MAIN = "word/document.xml"
_STORIES = ("footnotes", "endnotes", "header", "footer")
_SINGLE = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "styles", "numbering")
_NUMBER = re.compile(r"-?[0-9]{1,9}")


@dataclass(slots=True)
class WordFile:
    """The trees of a Word file: its document, what stands around that, and what is said about both."""

    name: str
    document: etree._Element
    stories: list[tuple[str, etree._Element]] = field(default_factory=list)
    parts: dict[str, etree._Element] = field(default_factory=dict)
    foreign: int = 0


def load(path: Path) -> WordFile:
    """The Word file at `path`.

    :raises ReviewError: where it is no Word file or cannot be read.
    """
    with open_zip(path) as package:
        return _Loader(package).file()


class _Loader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._budget = Budget()

    def file(self) -> WordFile:
        main = next((target for kind, target in self._targets("") if kind == "officeDocument"), _MAIN)
        main = main if main in self._package else _MAIN
        if main not in self._package:
            raise ReviewError(f'"{self._package.name}" is not a Word document: it has no text in it.')
        document = self._tree(main)
        if local(document) != "document":
            raise ReviewError(f'"{self._package.name}" is not a Word document. Check what its name ends in.')
        found = WordFile(self._package.name, document)
        for kind, target in self._targets(main):
            self._take(found, kind, target)
        return found

    def _take(self, found: WordFile, kind: str, target: str) -> None:
        if kind == "aFChunk":
            found.foreign += 1
        elif target not in self._package:
            return
        elif kind in _STORIES:
            found.stories.append((kind, self._tree(target)))
        elif kind in _SINGLE:
            found.parts.setdefault(kind, self._tree(target))

    def _targets(self, part: str) -> Iterator[tuple[str, str]]:
        """What a part refers to: the last word of the relationship's type, and the member it leads to."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self._package:
            return
        for relation in self._tree(rels):
            target = relation.get("Target", "")
            if target and relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                yield kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def _tree(self, member: str) -> etree._Element:
        with self._package.open(member) as stream:
            root = root_of(stream, name=self._package.name, part=member, budget=self._budget)
        if str(root.tag).startswith(_STRICT):
            _make_transitional(root)
        return root


def _make_transitional(root: etree._Element) -> None:
    """A file saved as "Strict Open XML" has the same words in another namespace."""
    for element in root.iter():
        element.tag = str(element.tag).replace(_STRICT, W)
        for name, value in element.items():
            if str(name).startswith(_STRICT):
                del element.attrib[name]
                element.set(str(name).replace(_STRICT, W), value)


_LOCAL: dict[str, str] = {}


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = str(element.tag)
    name = _LOCAL.get(tag)
    if name is None:
        name = tag.rsplit("}", 1)[-1]
        if len(_LOCAL) < 10_000:
            _LOCAL[tag] = name
    return name


def value(element: etree._Element | None, *path: str) -> str | None:
    """What the `w:val` of an element says, or of the one that `path` leads to below it."""
    for name in path:
        element = element.find(W + name) if element is not None else None
    return None if element is None else element.get(f"{W}val")


def whole(text: str | None, default: int) -> int:
    """A whole number as an attribute states it."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else default


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as `w:tblHeader` is there and not turned off."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")
