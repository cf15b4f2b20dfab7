"""Headings, lists and automatic numbers: what Word shows before a paragraph and keeps out of its text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from ogp_review.importers.word_package import W, is_on, value, whole

_LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HEADING = "heading "
_BULLET = "•"


@dataclass(slots=True)
class _Style:
    name: str
    base: str
    level: int | None
    list: str | None
    depth: int | None


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    plain: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """An abstract numbering: its levels, and how far each has been counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looks:
    """How a paragraph is set: `level` of a heading (1 is outermost), the number or bullet shown before it."""

    level: int | None = None
    title: bool = False
    contents: bool = False
    number: str = ""

    @property
    def listed(self) -> bool:
        return bool(self.number) and self.level is None


_PLAIN = Looks()
"""What most paragraphs look like, kept once."""


class Numbers:
    """Tells the looks of each paragraph; numbers count on, so paragraphs are asked about in their order."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, tuple[str, dict[int, int]]] = {}
        self._begun: set[str] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_numbering(numbering)

    def looks(self, paragraph: etree._Element) -> Looks:
        settings = paragraph.find(f"{W}pPr")
        style = value(settings, "pStyle") or self._default
        chain = self._chain(style)
        names = [known.name for known in chain]
        looks = Looks(
            self._level(settings, chain),
            any(name == "title" for name in names),
            any(name.startswith("toc ") for name in names),
            self._number(settings, style, chain),
        )
        return _PLAIN if looks == _PLAIN else looks

    def _chain(self, style: str) -> list[_Style]:
        """A style and those it is based on, nearest first."""
        chain: list[_Style] = []
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            chain.append(self._styles[style])
            style = chain[-1].base
        return chain

    def _level(self, settings: etree._Element | None, chain: list[_Style]) -> int | None:
        stated = value(settings, "outlineLvl")
        levels = [whole(stated, _LEVELS)] if stated else [s.level for s in chain if s.level is not None]
        return levels[0] + 1 if levels and 0 <= levels[0] < _LEVELS else None

    # Numbers ----------------------------------------------------------------------------------------------

    def _number(self, settings: etree._Element | None, style: str, chain: list[_Style]) -> str:
        own = settings.find(f"{W}numPr") if settings is not None else None
        name = value(own, "numId") or next((known.list for known in chain if known.list), None)
        if name is None or name not in self._uses:
            return ""
        stated = value(own, "ilvl")
        depth = whole(stated, 0) if stated else self._depth(name, style, chain)
        return self._next(name, min(max(depth, 0), _LEVELS - 1))

    def _depth(self, name: str, style: str, chain: list[_Style]) -> int:
        levels = self._lists.get(self._uses[name][0], _List()).levels
        linked = [depth for depth, level in levels.items() if level.style == style]
        return next(iter([*linked, *(s.depth for s in chain if s.depth is not None)]), 0)

    def _next(self, name: str, depth: int) -> str:
        key, starts = self._uses[name]
        numbered = self._lists.get(key)
        level = numbered.levels.get(depth) if numbered else None
        if numbered is None or level is None:
            return ""
        if name not in self._begun:
            self._begun.add(name)
            for restarted, start in starts.items():
                numbered.counts[restarted] = start - 1
        numbered.counts[depth] = numbered.counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in numbered.counts if other > depth]:
            del numbered.counts[deeper]
        return _BULLET if level.form == "bullet" else _shown(numbered, level)

    # The two parts ----------------------------------------------------------------------------------------

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iter(f"{W}style"):
            if style.get(f"{W}type", "paragraph") != "paragraph":
                continue
            name = (value(style, "name") or "").lower()
            stated = value(style, "pPr", "outlineLvl")
            depth = value(style, "pPr", "numPr", "ilvl")
            ident = style.get(f"{W}styleId", "")
            self._styles[ident] = _Style(
                name,
                value(style, "basedOn") or "",
                whole(stated, _LEVELS) if stated else _named_level(name),
                value(style, "pPr", "numPr", "numId"),
                whole(depth, 0) if depth else None,
            )
            if style.get(f"{W}default") in ("1", "true", "on"):
                self._default = ident

    def _read_numbering(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in root.findall(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            self._lists[key] = _List(dict(map(_level, abstract.findall(f"{W}lvl"))))
            linked[value(abstract, "styleLink") or ""] = key
            links[key] = value(abstract, "numStyleLink") or ""
        for use in root.findall(f"{W}num"):
            key = value(use, "abstractNumId") or ""
            target = linked.get(links[key], key) if links.get(key) else key
            self._uses[use.get(f"{W}numId", "")] = (target, _starts(use))


def _named_level(name: str) -> int | None:
    number = name.removeprefix(_HEADING)
    return int(number) - 1 if name.startswith(_HEADING) and number in "123456789" and number else None


def _level(element: etree._Element) -> tuple[int, _Level]:
    depth = whole(element.get(f"{W}ilvl"), 0)
    return depth, _Level(
        whole(value(element, "start"), 1),
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        is_on(element.find(f"{W}isLgl")),
        value(element, "pStyle") or "",
    )


def _starts(use: etree._Element) -> dict[int, int]:
    found = {}
    for override in use.findall(f"{W}lvlOverride"):
        start = value(override, "startOverride")
        if start is not None:
            found[whole(override.get(f"{W}ilvl"), 0)] = whole(start, 1)
    return found


def _shown(numbered: _List, level: _Level) -> str:
    text = level.text
    for depth in range(_LEVELS):
        mark = f"%{depth + 1}"
        if mark in text:
            other = numbered.levels.get(depth, _Level())
            form = "decimal" if level.plain else other.form
            text = text.replace(mark, _written(numbered.counts.get(depth, other.start), form))
    return text.strip()[:40]


def _written(number: int, form: str) -> str:
    return _FORMS.get(form, str)(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 260 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for size, sign in _ROMAN:
        text += sign * (number // size)
        number %= size
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda _: "",
}
