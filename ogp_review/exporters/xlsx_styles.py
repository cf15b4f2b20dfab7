"""How the workbook looks, in one place: one accent colour, hairlines, text at the top of its cell."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ogp_review.domain.response import Disposition, State
from ogp_review.exporters.xlsx_cells import Looks

ACCENT = "4451BD"
_TINT = "E4E6F5"
_INK = "22242E"
_QUIET = "63677A"
_HAIRLINE = "C3C6D4"
_FACE = "Arial"

STATE_COLOURS = {
    State.NEW: "F1F2F5",
    State.TRIAGED: "E4E6F5",
    State.DRAFTED: "FFF3CF",
    State.IN_REVIEW: "FCE3CC",
    State.APPROVED: "DDF0DF",
    State.PUBLISHED: "BFE3C6",
}
_DECISION_COLOUR = "FFDFA8"
EDITABLE_STATES = (State.NEW, State.TRIAGED, State.DRAFTED, State.IN_REVIEW)

A3, A4 = 8, 9


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _box() -> Border:
    side = Side("hair", color=_HAIRLINE)
    return Border(left=side, right=side, top=side, bottom=side)


def _font(**how: Any) -> Font:
    return Font(**{"name": _FACE, "sz": 10, "color": _INK, **how})


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the styles in the workbook, as a cell names them."""

    header: int
    editable_header: int
    number_header: int
    wrapped: Looks
    plain: Looks
    figure: Looks
    total: Looks
    label: int
    heading: int
    title: int
    subtitle: int
    body: Looks
    good: int
    bad: int


class _Maker:
    """Makes styles on cells of a scratch sheet: openpyxl keeps each in the workbook once it was on a cell."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = book.create_sheet("scratch")
        self._rows = count(1)

    def style(
        self,
        font: Font,
        *,
        wrap: bool = False,
        side: str = "left",
        indent: int = 0,
        at: str = "top",
        **more: Any,
    ) -> int:
        cell = self.sheet.cell(next(self._rows), 1)
        cell.font = font
        cell.alignment = Alignment(horizontal=side, vertical=at, wrap_text=wrap or None, indent=indent)
        for name, value in more.items():
            setattr(cell, name, value)
        return int(cell.style_id)

    def looks(self, font: Font, *, wrap: bool, **more: Any) -> Looks:
        return Looks(
            text=self.style(font, wrap=wrap, **more),
            guarded=self.style(font, wrap=wrap, quotePrefix=True, **more),
            number=self.style(font, number_format="#,##0", side="right", **more),
            day=self.style(font, number_format="yyyy-mm-dd", **more),
            time=self.style(font, number_format="yyyy-mm-dd hh:mm", **more),
        )


def make_styles(book: Workbook) -> Styles:
    maker, box, text = _Maker(book), _box(), _font()
    white, bold = _font(b=True, color="FFFFFF"), _font(b=True)
    cell = {"border": box, "indent": 1}
    middle = {**cell, "at": "center", "wrap": True}
    tinted, dark = _fill(_TINT), _fill(ACCENT)
    styles = Styles(
        header=maker.style(bold, fill=tinted, **middle),
        editable_header=maker.style(white, fill=dark, **middle),
        number_header=maker.style(white, fill=dark, side="right", **middle),
        wrapped=maker.looks(text, wrap=True, **cell),
        plain=maker.looks(text, wrap=False, **cell),
        figure=maker.looks(text, **middle),
        total=maker.looks(bold, fill=tinted, **middle),
        label=maker.style(_font(color=_QUIET), wrap=True),
        heading=maker.style(_font(b=True, sz=12, color=ACCENT), at="center"),
        title=maker.style(_font(b=True, sz=18, color=ACCENT), at="center"),
        subtitle=maker.style(_font(color=_QUIET)),
        body=maker.looks(text, wrap=True),
        good=maker.style(_font(b=True, color="1E7B34"), wrap=True, at="center", indent=1),
        bad=maker.style(_font(b=True, color="B3261E"), wrap=True, at="center", indent=1),
    )
    book.remove(maker.sheet)
    return styles


def colour_states(sheet: Worksheet, cells: str) -> None:
    for state, colour in STATE_COLOURS.items():
        sheet.conditional_formatting.add(cells, CellIsRule("equal", [f'"{state}"'], fill=_fill(colour)))


def colour_decisions(sheet: Worksheet, cells: str) -> None:
    rule = CellIsRule("equal", ['"yes"'], fill=_fill(_DECISION_COLOUR), font=Font(b=True))
    sheet.conditional_formatting.add(cells, rule)


def offer(sheet: Worksheet, cells: str, choices: tuple[str, ...], title: str, sentence: str) -> None:
    """A drop-down of `choices`; anything else is refused with `sentence`."""
    _drop_down(sheet, cells, f'"{",".join(choices)}"', title, sentence, "stop")


def suggest(sheet: Worksheet, cells: str, source: str, title: str, sentence: str) -> None:
    """A drop-down of the cells `source`; anything else is questioned."""
    _drop_down(sheet, cells, source, title, sentence, "warning")


def _drop_down(sheet: Worksheet, cells: str, source: str, title: str, sentence: str, style: str) -> None:
    rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorStyle, rule.errorTitle, rule.error = style, title, sentence
    rule.add(cells)
    sheet.add_data_validation(rule)


def offer_disposition(sheet: Worksheet, cells: str) -> None:
    offer(
        sheet, cells, tuple(Disposition), "Disposition", "Choose one of the seven dispositions of the list."
    )


def offer_state(sheet: Worksheet, cells: str) -> None:
    sentence = "Choose a state up to in review. Approving and publishing are done in OGP Review."
    offer(sheet, cells, EDITABLE_STATES, "State", sentence)


def offer_decision(sheet: Worksheet, cells: str) -> None:
    offer(sheet, cells, ("yes",), "For decision", "Write yes, or leave the cell empty.")


def refuse_typing(sheet: Worksheet, cells: str) -> None:
    """Keeps cells from being overtyped. A protected sheet would do more harm: it could not be sorted."""
    rule = DataValidation("custom", formula1="FALSE", allow_blank=False, showErrorMessage=True)
    rule.errorStyle, rule.errorTitle = "stop", "Not read back"
    rule.error = "This column is not read back. Those to edit have a dark header; change this in OGP Review."
    for column in cells.split():
        rule.add(column)
    sheet.add_data_validation(rule)


def set_up_page(sheet: Worksheet, title: str, paper: int, *, table: bool) -> None:
    """Fit to one page wide, numbered; a table lies on its side and has its header row on each page."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape" if table else "portrait"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.7, 0.3, 0.35
    footer = sheet.oddFooter
    footer.left.text, footer.center.text, footer.right.text = title.replace("&", "&&"), "&A", "&P / &N"
    for part in (footer.left, footer.center, footer.right):
        part.size = 8
    if table:
        sheet.print_title_rows = "1:1"
