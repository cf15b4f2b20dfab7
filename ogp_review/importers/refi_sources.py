"""The sources of a REFI-QDA project: the text of each as a comment, with the codings on it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from ogp_review.domain.incoming import (
    Incoming,
    IncomingAttachment,
    IncomingCoding,
    IncomingComment,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.importers import zips
from ogp_review.importers.decoding import decode
from ogp_review.importers.refi_offsets import Offsets, Selection

LARGEST_TEXT = 64 * 1024 * 1024
"""Bytes of one source."""

_NUMBER = re.compile(r"[0-9]{1,12}")
_SOURCES = {
    "TextSource": "text", "PDFSource": "PDF", "PictureSource": "picture", "AudioSource": "recording",
    "VideoSource": "video",
}  # fmt: skip
_HOLDERS = ("Representation", "Transcript", "TextDescription")


def sources_of(root: _Element) -> Iterator[_Element]:
    return (element for element in root.iterfind("{*}Sources/*") if name_of(element) in _SOURCES)


def name_of(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a source, and as it stands in its file, which positions are counted in."""

    text: str
    raw: str
    warnings: tuple[IncomingWarning, ...] = ()


class Source:
    """One source: a comment with its codings, or why it cannot be one."""

    def __init__(
        self, element: _Element, number: int, tags: Mapping[str, str], package: zips.Package | None
    ) -> None:
        self._element = element
        self._tags = tags
        self._package = package
        self._kind = _SOURCES[name_of(element)]
        name = " ".join(element.get("name", "").split())
        self._name = name
        self._where = f'source {number} "{name[:80]}"' if name else f"source {number}"
        self._guid = element.get("guid") or f"source {number}"

    def records(self) -> Iterator[Incoming]:
        holder = self._holder()
        found = self._text(holder) if holder is not None else None
        codings = sum(1 for _ in self._element.iter("{*}Coding"))
        if found is None or not found.text.strip():
            lost = f"; {codings:,} codings on it are not kept" if codings > 1 else ""
            lost = "; a coding on it is not kept" if codings == 1 else lost
            yield IncomingSkip(self._where, f"{self._why_not(found)}{lost}")
            yield from self._attachment()
            return
        for warning in found.warnings:
            yield IncomingWarning(f"{self._where}: {warning.text}")
        yield IncomingComment(found.text, self._where, external_id=self._guid, submission=self._name or None)
        assert holder is not None
        yield from self._codings(holder, found)

    def _holder(self) -> _Element | None:
        """The element that holds the text: the source itself, or what was typed of it."""
        if self._kind == "text":
            return self._element
        return next(
            (child for child in self._element if name_of(child) in _HOLDERS and self._has_text(child)), None
        )

    @staticmethod
    def _has_text(element: _Element) -> bool:
        return bool(element.get("plainTextPath")) or element.find("{*}PlainTextContent") is not None

    def _text(self, holder: _Element) -> _Text | None:
        content = holder.find("{*}PlainTextContent")
        if content is not None and (content.text or "").strip():
            text = content.text or ""
            return _Text(text.replace("\r\n", "\n").replace("\r", "\n"), text)
        data = self._bytes(holder.get("plainTextPath", ""))
        if data is None:
            return None
        decoded = decode(data)
        return _Text(decoded.text.removeprefix("\ufeff"), _as_it_stands(data, decoded.text), decoded.warnings)

    def _bytes(self, path: str) -> bytes | None:
        member = self._member(path)
        if member is None or self._package is None:
            return None
        return self._package.read(member, LARGEST_TEXT)

    def _member(self, path: str) -> str | None:
        """The part of the file that "internal://x" names; what lies outside the file is never opened."""
        scheme, sign, name = path.partition("://")
        if not sign or scheme.lower() != "internal" or self._package is None or zips.is_outside(name):
            return None
        return next((m for m in (f"Sources/{name}", name) if m in self._package), None)

    def _why_not(self, found: _Text | None) -> str:
        if found is not None:
            return "no text"
        if self._kind != "text" and self._holder() is None:
            return f"a {self._kind} without a text of it"
        return "its text is not in the file"

    def _attachment(self) -> Iterator[IncomingAttachment]:
        """A Word file or PDF that is there is offered as a source of its own."""
        path = self._element.get("richTextPath") or self._element.get("path") or ""
        member = self._member(path)
        if member and self._package is not None and self._kind in ("text", "PDF"):
            data = self._package.read(member)
            yield IncomingAttachment(zips.plain_name(self._name or member), data, self._where)

    def _codings(self, holder: _Element, found: _Text) -> Iterator[Incoming]:
        selections = [(element, _selection(element)) for element in holder.iterfind("{*}PlainTextSelection")]
        offsets = Offsets(found.text, found.raw, [one for _, one in selections if one is not None])
        lost = 0
        for element, selection in selections:
            place = offsets.place(selection) if selection is not None else None
            if place is None:
                lost += len(_tags_of(element))
                continue
            yield from self._coded(element, place)
        regions = [] if holder is self._element else self._on_regions(holder)
        owners = dict.fromkeys((self._element, holder))
        for guid in dict.fromkeys([*(guid for owner in owners for guid in _tags_of(owner)), *regions]):
            yield from self._coding(guid, None)
        yield from self._told(lost, len(regions))

    def _on_regions(self, holder: _Element) -> list[str]:
        """Tags on parts of a picture or recording, less those that stand on words of its text as well."""
        regions = (guid for child in self._element for guid in _tags_of(child) if child is not holder)
        on_words = {guid for one in holder.iterfind("{*}PlainTextSelection") for guid in _tags_of(one)}
        return [guid for guid in regions if guid not in on_words]

    def _coded(self, element: _Element, place: tuple[int, int]) -> Iterator[IncomingCoding]:
        for guid in _tags_of(element):
            yield from self._coding(guid, place)

    def _coding(self, guid: str, place: tuple[int, int] | None) -> Iterator[IncomingCoding]:
        tag = self._tags.get(guid)
        start, stop = place or (None, None)
        if tag is not None:
            yield IncomingCoding(self._guid, tag, self._where, start, stop)

    def _told(self, lost: int, regions: int) -> Iterator[IncomingWarning]:
        if lost:
            yield IncomingWarning(f"{self._where}: codings outside its text, not kept: {lost:,}.")
        if regions:
            yield IncomingWarning(
                f"{self._where}: codings on parts of the {self._kind} stand on its whole text: {regions:,}."
            )
        unknown = [guid for guid in _all_tags(self._element) if guid not in self._tags]
        if unknown:
            yield IncomingWarning(
                f"{self._where}: codings with a code that is not in the codebook, not kept: {len(unknown):,}."
            )


def _as_it_stands(data: bytes, text: str) -> str:
    """The text with the line ends of its file; where that is no whole Unicode, as it was understood."""
    attempts: tuple[Callable[[], str], ...] = (
        lambda: data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8"),
        lambda: text,
    )
    for attempt in attempts:
        try:
            return attempt().removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return text


def _selection(element: _Element) -> Selection | None:
    start, stop = element.get("startPosition", ""), element.get("endPosition", "")
    if not (_NUMBER.fullmatch(start) and _NUMBER.fullmatch(stop)):
        return None
    return Selection(int(start), int(stop), element.get("name", ""))


def _tags_of(element: _Element) -> list[str]:
    found = (
        reference.get("targetGUID", "").lower() for reference in element.iterfind("{*}Coding/{*}CodeRef")
    )
    return list(dict.fromkeys(found))


def _all_tags(element: _Element) -> Iterator[str]:
    return (reference.get("targetGUID", "").lower() for reference in element.iter("{*}CodeRef"))
