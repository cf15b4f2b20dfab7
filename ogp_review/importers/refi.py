"""REFI-QDA (.qdpx, .qdc): the codebook, sources and codings of another program for qualitative analysis."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element

from ogp_review.domain.incoming import (
    Incoming,
    IncomingConsultation,
    IncomingTag,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import zips
from ogp_review.importers.refi_sources import Source, name_of, sources_of
from ogp_review.importers.xml import root_of

FORMAT = "refi-qda"
CHANNEL = "refi-qda"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:Project|CodeBook)\b")
_NOT_READ = {
    "Note": "memo", "Case": "case", "Variable": "variable", "Link": "link", "Graph": "graph", "Set": "set",
}  # fmt: skip


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file begins as a project or a codebook of REFI-QDA does."""
    if zips.looks_like(head):
        return name.lower().endswith(".qdpx") or b"project.qde" in head.lower()
    return b"urn:QDA-XML:" in head and _ROOT.search(head) is not None


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """Tags, comments (one a source) and codings of a project or codebook.

    Raises ReviewError where it is damaged, harmful, or is neither.
    """
    root = _root(path)
    kind = name_of(root)
    if kind not in ("Project", "CodeBook"):
        raise ReviewError(f'"{path.name}" is XML, but neither a project nor a codebook of REFI-QDA.')
    title = consultation or root.get("name") or ""
    about = IncomingConsultation(title, CHANNEL, language)
    return Reading(FORMAT, about, _records(path, root))


def _root(path: Path) -> _Element:
    if not _is_zip(path):
        try:
            with path.open("rb") as file:
                return root_of(file, name=path.name)
        except OSError as error:
            raise ReviewError(f'"{path.name}" cannot be read: {error.strerror or error}.') from error
    with zips.open_zip(path) as package:
        projects = [member for member in package.members if member.lower().endswith(".qde")]
        own = [member for member in projects if zips.plain_name(member).lower() == "project.qde"]
        if not projects:
            raise ReviewError(f'"{path.name}" holds no project (project.qde): it is no file of REFI-QDA.')
        member = min(own or projects, key=len)
        with package.open(member) as stream:
            return root_of(stream, name=path.name, part=member)


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return zips.looks_like(file.read(8))
    except OSError as error:
        raise ReviewError(f'"{path.name}" cannot be read: {error.strerror or error}.') from error


def _records(path: Path, root: _Element) -> Iterator[Incoming]:
    codebook = _Codebook(root)
    yield from codebook.tags
    if _is_zip(path):
        with zips.open_zip(path) as package:
            yield from _sources(root, codebook, package)
    else:
        yield from _sources(root, codebook, None)
    if not codebook.tags and next(sources_of(root), None) is None:
        yield IncomingWarning("The project is empty: it holds neither codes nor sources.")
    yield from _left_out(root)


def _left_out(root: _Element) -> Iterator[IncomingWarning]:
    counts = Counter(_NOT_READ[name_of(element)] for element in root.iter() if name_of(element) in _NOT_READ)
    if counts:
        told = ", ".join(f"{count:,} {what}{'' if count == 1 else 's'}" for what, count in counts.items())
        yield IncomingWarning(f"Not read, since a review has no place for them: {told}.")


def _sources(root: _Element, codebook: "_Codebook", package: zips.Package | None) -> Iterator[Incoming]:
    for number, element in enumerate(sources_of(root), 1):
        yield from Source(element, number, codebook.paths, package).records()


class _Codebook:
    """The codes as tags, and each code's path by its GUID."""

    def __init__(self, root: _Element) -> None:
        self.tags: list[IncomingTag] = []
        self.paths: dict[str, str] = {}
        top = root if name_of(root) == "CodeBook" else root.find("{*}CodeBook")
        codes = top.find("{*}Codes") if top is not None else None
        names = {code.get("name", "") for code in codes.iterfind("{*}Code")} if codes is not None else set()
        waiting = [(code, "") for code in reversed(_codes(codes))]
        while waiting:
            code, above = waiting.pop()
            path = self._add(code, above, names if not above else set())
            waiting += [(below, path) for below in reversed(_codes(code))]

    def _add(self, code: _Element, above: str, tops: set[str]) -> str:
        path = "/".join(filter(None, (above, _path(code.get("name", ""), tops))))
        where = f"code {len(self.tags) + 1}"
        colour = code.get("color", "")
        self.paths.setdefault(code.get("guid", "").lower(), path)
        self.tags.append(
            IncomingTag(
                path,
                where,
                colour=colour.lower() if _COLOUR.fullmatch(colour) else None,
                definition=(code.findtext("{*}Description") or "").strip(),
            )
        )
        return path


def _codes(parent: _Element | None) -> list[_Element]:
    return list(parent.iterfind("{*}Code")) if parent is not None else []


def _path(name: str, tops: set[str]) -> str:
    """The name of a code as a path: "Coke::diet" stands below "Coke" where there is such a code."""
    head, sign, tail = name.partition("::")
    if sign and tail.strip() and head in tops:
        return f"{_segment(head)}/{_segment(tail)}"
    return _segment(name)


def _segment(name: str) -> str:
    """One name of a path; a slash in it would begin another."""
    return " ".join(name.replace("/", "∕").split()) or "(without a name)"
