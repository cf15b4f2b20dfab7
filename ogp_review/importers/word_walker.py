"""Walks the trees of a Word file and gathers their words in order, with changes and places of comments."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from ogp_review.importers.watching import look_up
from ogp_review.importers.word_numbers import Looks, Numbers
from ogp_review.importers.word_package import W, WordFile, is_on, local, value, whole
from ogp_review.importers.word_text import Cell, Paragraph, Stamp, Token, Words

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DATE_UTC = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"

_SKIPPED = frozenset(
    "pPr rPr sectPr tblPr tblGrid tblPrEx trPr tcPr sdtPr sdtEndPr instrText delInstrText rt rubyPr "
    "Fallback fldChar annotationRef bookmarkStart bookmarkEnd proofErr".split()
)
_CHARACTERS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011",
}  # fmt: skip
_PICTURES = frozenset(("drawing", "pict", "object"))
_FORMATTING = tuple(
    f"{W}{name}"
    for name in "rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange numberingChange".split()
)


def words_of(file: WordFile) -> Words:
    """The words of the document, then of its notes, headers and footers."""
    walker = _Walker(file.name, Numbers(file.parts.get("styles"), file.parts.get("numbering")))
    for story, root in [("document", file.document), *file.stories]:
        walker.walk(story, root)
    words = walker.words
    if not words.paragraphs:  # words outside of any, in a file that no Word wrote
        words.paragraphs.append(Paragraph(1, "document", 0, len(words.tokens), Looks(), ()))
    return words


def words_in(element: etree._Element, name: str) -> Words:
    """The words of one comment in the file `name`."""
    walker = _Walker(name, Numbers(None, None))
    walker.walk("comment", element)
    return walker.words


@dataclass(frozen=True, slots=True)
class _State:
    inserted: Stamp | None = None
    deleted: Stamp | None = None
    move: str | None = None


@dataclass(slots=True)
class _Grid:
    """How far a table has been read."""

    table: int
    row: int = -1
    column: int = 0
    titles: bool = False


class _Walker:
    """Walks a tree once, in order. What it does not know it looks into, so that no words are missed."""

    def __init__(self, name: str, numbers: Numbers) -> None:
        self.words = Words(name)
        self._numbers = numbers
        self._story = ""
        self._note = ""
        self._cells: tuple[Cell, ...] = ()
        self._tables = 0
        self._grid = _Grid(-1)
        self._moves: dict[str, str] = {}
        self._boxes: list[tuple[etree._Element, _State]] = []
        self._open: list[Paragraph] = []
        self._handlers: dict[str, Callable[[etree._Element, _State], None]] = {
            "p": self._paragraph, "tbl": self._table, "tr": self._row, "tc": self._cell, "t": self._text,
            "delText": self._text,
            "sym": self._symbol, "ins": self._insertion, "del": self._deletion, "moveTo": self._insertion,
            "moveFrom": self._deletion, "commentRangeStart": self._range, "commentRangeEnd": self._range,
            "commentReference": self._point, "moveFromRangeStart": self._begin_move,
            "moveToRangeStart": self._begin_move, "moveFromRangeEnd": self._end_move,
            "moveToRangeEnd": self._end_move, "AlternateContent": self._alternative,
            "txbxContent": self._box, "footnote": self._note_text, "endnote": self._note_text,
            "footnoteReference": self._note_mark, "endnoteReference": self._note_mark,
        }  # fmt: skip

    def walk(self, story: str, root: etree._Element) -> None:
        self._story = story
        self.words.formatting += sum(1 for _ in root.iter(*_FORMATTING))
        self._into(root, _State())

    def _into(self, element: etree._Element, state: _State) -> None:
        for child in element:
            look_up()
            name = local(child)
            handler = self._handlers.get(name)
            if handler is not None:
                handler(child, state)
            elif name in _CHARACTERS:
                self._add(_CHARACTERS[name], state)
            elif name not in _SKIPPED:
                self.words.pictures += name in _PICTURES
                self._into(child, state)

    # Words ------------------------------------------------------------------------------------------------

    def _add(self, text: str, state: _State, *, ends: bool = False) -> None:
        token = Token(text, state.inserted, state.deleted, state.move, ends)
        self.words.tokens.append(token)

    def _text(self, element: etree._Element, state: _State) -> None:
        text = element.text
        if text:
            self._add(text.replace("\r\n", "\n").replace("\r", "\n"), state)

    def _symbol(self, element: etree._Element, state: _State) -> None:
        """A character of a symbol font, which is known by its place in that font."""
        try:
            code = int(element.get(f"{W}char", ""), 16)
        except ValueError:
            return
        good = 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD
        self._add(chr(code) if good else "\ufffd", state)

    def _paragraph(self, element: etree._Element, state: _State) -> None:
        looks = self._numbers.looks(element)
        first = len(self.words.tokens)
        number = len(self.words.paragraphs) + 1
        paragraph = Paragraph(number, self._story, first, first, looks, self._cells, self._note)
        paragraph.ident = element.get(f"{_W14}paraId", "")
        self.words.paragraphs.append(paragraph)
        self._open.append(paragraph)
        boxes, self._boxes = self._boxes, []
        self._into(element, state)
        self._add("\n", self._mark(element, state), ends=True)
        self._open.pop()
        paragraph.last = len(self.words.tokens)
        inside, self._boxes = self._boxes, boxes
        for box, within in inside:
            self._into(box, within)

    def _mark(self, paragraph: etree._Element, state: _State) -> _State:
        """The fate of a paragraph's mark."""
        settings = paragraph.find(f"{W}pPr/{W}rPr")
        for child in settings if settings is not None else ():
            if local(child) in ("ins", "moveTo"):
                state = self._inserted(child, state)
            elif local(child) in ("del", "moveFrom"):
                state = self._deleted(child, state)
        return state

    def _box(self, element: etree._Element, state: _State) -> None:
        """A text box stands inside a paragraph; its own paragraphs are read after that one."""
        if self._open:
            self._boxes.append((element, state))
        else:
            self._into(element, state)

    def _alternative(self, element: etree._Element, state: _State) -> None:
        """The same thing for new and for old versions of Word: read once."""
        choices = list(element)
        if choices:
            self._into(choices[0], state)

    # Changes ----------------------------------------------------------------------------------------------

    def _inserted(self, element: etree._Element, state: _State) -> _State:
        move = self._moves.get("moveTo") if local(element) == "moveTo" else None
        return replace(state, inserted=stamp_of(element), move=move or state.move)

    def _deleted(self, element: etree._Element, state: _State) -> _State:
        move = self._moves.get("moveFrom") if local(element) == "moveFrom" else None
        return replace(state, deleted=stamp_of(element), move=move or state.move)

    def _insertion(self, element: etree._Element, state: _State) -> None:
        self._into(element, self._inserted(element, state))

    def _deletion(self, element: etree._Element, state: _State) -> None:
        self._into(element, self._deleted(element, state))

    def _begin_move(self, element: etree._Element, state: _State) -> None:
        kind = local(element).removesuffix("RangeStart")
        self._moves[kind] = element.get(f"{W}name", "")

    def _end_move(self, element: etree._Element, state: _State) -> None:
        self._moves.pop(local(element).removesuffix("RangeEnd"), None)

    # Places -----------------------------------------------------------------------------------------------

    def _range(self, element: etree._Element, state: _State) -> None:
        key, here = element.get(f"{W}id", ""), len(self.words.tokens)
        if local(element) == "commentRangeStart":
            self.words.ranges[key] = [here]
        elif len(self.words.ranges.get(key, ())) == 1:
            self.words.ranges[key].append(here)

    def _point(self, element: etree._Element, state: _State) -> None:
        self.words.points.setdefault(element.get(f"{W}id", ""), len(self.words.tokens))

    def _note_text(self, element: etree._Element, state: _State) -> None:
        """The text of a foot- or endnote; lines that set notes apart are notes of a type."""
        if element.get(f"{W}type") in (None, "normal"):
            self._note = element.get(f"{W}id", "")
            self._into(element, state)
            self._note = ""

    def _note_mark(self, element: etree._Element, state: _State) -> None:
        if self._open:
            kind = local(element).removesuffix("Reference") + "s"
            self._open[-1].notes += ((kind, element.get(f"{W}id", "")),)

    # Tables -----------------------------------------------------------------------------------------------

    def _table(self, element: etree._Element, state: _State) -> None:
        outer, self._grid = self._grid, _Grid(self._tables)
        self._tables += 1
        self._into(element, state)
        self._grid = outer

    def _row(self, element: etree._Element, state: _State) -> None:
        grid = self._grid
        grid.row, grid.column = grid.row + 1, 0
        grid.titles = is_on(element.find(f"{W}trPr/{W}tblHeader"))
        self._into(element, self._row_state(element, state))

    def _cell(self, element: etree._Element, state: _State) -> None:
        grid, outer = self._grid, self._cells
        span = min(max(whole(value(element, "tcPr", "gridSpan"), 1), 1), 64)
        merged = element.find(f"{W}tcPr/{W}vMerge")
        continues = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        self._cells = (*outer, Cell(grid.table, grid.row, grid.column, span, continues, grid.titles))
        self._into(element, state)
        self._cells = outer
        grid.column += span

    def _row_state(self, row: etree._Element, state: _State) -> _State:
        """Words of a row that was inserted or deleted whole have its fate."""
        settings = row.find(f"{W}trPr")
        for child in settings if settings is not None else ():
            if local(child) == "ins":
                state = self._inserted(child, state)
            elif local(child) == "del":
                state = self._deleted(child, state)
        return state


def stamp_of(element: etree._Element) -> Stamp:
    """Who made a change or a comment, and when."""
    author, date = element.get(f"{W}author", ""), element.get(f"{W}date")
    return Stamp(author.strip(), date, element.get(_DATE_UTC))
