"""The chapters that follow the draft: paragraph by paragraph, what we did not take up, method and limits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL
from ogp_review.domain.redline import Change, Piece, redline
from ogp_review.domain.report import (
    MatrixRow,
    Narrative,
    Quotation,
    ReportDocument,
    ReportParagraph,
    ReportSection,
)
from ogp_review.domain.response import ANSWERED, NOT_TAKEN_UP
from ogp_review.exporters.docx_front import title_of
from ogp_review.exporters.docx_parts import (
    PORTRAIT_WIDTH,
    TABLE_END,
    Chapters,
    TableColumn,
    cell,
    changes,
    link,
    paragraph,
    row,
    table,
    table_start,
)
from ogp_review.exporters.docx_points import (
    changed,
    heard,
    narrative,
    narrative_in_short,
    point_paragraph,
    points_table,
    response,
)
from ogp_review.exporters.wording import beginning
from ogp_review.i18n import _, ngettext
from ogp_review.progress import Progress

_POINTS_SHOWN = 12
_PROBLEMS_SHOWN = 50
_WHOLE_REASON, _KEPT_LENGTH = 1500, 200
_SILENT_LENGTH = 300
"""How much is shown of a paragraph that nobody commented on, in characters."""


def paragraph_by_paragraph(chapters: Chapters, document: ReportDocument, progress: Progress) -> None:
    chapters.heading(1, _("Paragraph by paragraph"), new_page=True)
    if not document.sections:
        chapters.text(_("No draft has been brought into this review yet."), "OGPNothing")
    for section in document.sections:
        progress.check_cancelled()
        _section(chapters, section, document.matrix)


def _section(chapters: Chapters, section: ReportSection, matrix: Sequence[MatrixRow]) -> None:
    chapters.heading(2, section.heading or _unnamed(section))
    if section.narrative:
        narrative(chapters, section.narrative)
    if not section.paragraphs:
        chapters.text(_("This section has no paragraphs of its own."), "OGPNothing")
    for item in section.paragraphs:
        chapters.heading(3, item.label or _("Paragraph without a label"))
        if item.comments or item.rows:
            _commented(chapters, item, matrix)
        else:
            _silent(chapters, item)


def _unnamed(section: ReportSection) -> str:
    places = {WHOLE_DRAFT_LABEL, NOT_ASSIGNED_LABEL}
    if all(item.label in places for item in section.paragraphs):
        return _("Not about one paragraph")
    return _("Without a section")


def _silent(chapters: Chapters, item: ReportParagraph) -> None:
    """A paragraph nobody commented on is told in short, unless staff wrote about it or changed it."""
    told = _told_of_silence(item)
    in_full = bool(item.revised) or bool(told.written)
    _draft_text(chapters, item, None if in_full else _SILENT_LENGTH)
    if not in_full:
        narrative_in_short(chapters, told)
        return
    if "heard" in told.written:
        chapters.text(_silence(item), "OGPCounts")
    narrative(chapters, told)
    _revised(chapters, item)


def _told_of_silence(item: ReportParagraph) -> Narrative:
    told = item.narrative
    heard = told.heard if "heard" in told.written else _silence(item)
    nothing = _("Nothing captured to answer.") if item.declared else _("Nothing to answer.")
    return replace(
        told, heard=heard, response=told.response or nothing, changed=told.changed or _("No change.")
    )


def _silence(item: ReportParagraph) -> str:
    if not item.declared:
        return _("No comments.")
    return _("No comments captured; its source declares {n}.").format(n=f"{item.declared:,}")


def _commented(chapters: Chapters, item: ReportParagraph, matrix: Sequence[MatrixRow]) -> None:
    _draft_text(chapters, item)
    chapters.text(_counts(item), "OGPCounts")
    heard(chapters, item.narrative)
    for quotation in item.quotations:
        _quotation(chapters, quotation)
    _points(chapters, item.rows, matrix)
    response(chapters, item.narrative)
    changed(chapters, item.narrative)
    _revised(chapters, item)


def _draft_text(chapters: Chapters, item: ReportParagraph, length: int | None = None) -> None:
    """The text consulted on, whole or its first `length` characters."""
    if item.text:
        shown = beginning(item.text, length) if length else item.text
        broken_off = not item.complete and not shown.endswith("…")
        chapters.add(paragraph("OGPDraftText", shown + "…" * broken_off, keep=len(shown) < _KEPT_LENGTH))
        if not item.complete:
            chapters.text(_("Only the beginning of this paragraph was captured."), "OGPCounts")
    elif item.label == WHOLE_DRAFT_LABEL:
        chapters.text(_("Comments about the draft as a whole."), "OGPDraftText")
    elif item.label == NOT_ASSIGNED_LABEL:
        chapters.text(_("Comments that no paragraph has been chosen for."), "OGPDraftText")
    else:
        chapters.text(_("Text not captured."), "OGPDraftText")


def _counts(item: ReportParagraph) -> str:
    comments = ngettext("One comment", "{n} comments", item.comments)
    rows = ngettext("one row to answer", "{n} rows to answer", len(item.rows))
    declared = _("its source declares {n}").format(n=f"{item.declared or 0:,}")
    return " · ".join((comments, rows, *([] if item.declared is None else [declared])))


def _quotation(chapters: Chapters, quotation: Quotation) -> None:
    chapters.text(quotation.text, "OGPQuotation", quotation.language)
    chapters.text(" · ".join(part for part in (quotation.ref, quotation.who) if part), "OGPSource")


def _points(chapters: Chapters, rows: Sequence[int], matrix: Sequence[MatrixRow]) -> None:
    if not rows:
        return
    shown = rows[:_POINTS_SHOWN]
    points_table(chapters, ((index, matrix[index]) for index in shown), _("Points on this paragraph"))
    if len(rows) > len(shown):
        more = ngettext("And one more in Annex A.", "And {n} more in Annex A.", len(rows) - len(shown))
        chapters.text(more, "OGPNote")


def _revised(chapters: Chapters, item: ReportParagraph) -> None:
    """From the draft to the revised text, word by word, where the draft is known in full."""
    if not item.revised:
        return
    if not item.text or not item.complete:
        chapters.text(_("The revised text:"), "OGPCounts")
        chapters.text(item.revised, "OGPRedline")
    elif item.text == item.revised:
        chapters.text(_("The revised text is the same as the draft."), "OGPNote")
    else:
        legend = (
            Piece(Change.KEPT, _("The draft with its changes:") + " "),
            Piece(Change.INSERTED, _("inserted")),
            Piece(Change.KEPT, ", "),
            Piece(Change.DELETED, _("deleted")),
            Piece(Change.KEPT, "."),
        )
        chapters.add(changes("OGPCounts", legend, ""))
        chapters.add(changes("OGPRedline", redline(item.text, item.revised), item.revised))


def not_taken_up(chapters: Chapters, matrix: Sequence[MatrixRow]) -> None:
    chapters.heading(1, _("What we did not take up, and why"))
    groups: dict[str, list[tuple[int, MatrixRow]]] = {disposition: [] for disposition in NOT_TAKEN_UP}
    for index, item in enumerate(matrix):
        if item.disposition in groups:
            groups[item.disposition].append((index, item))
    if not any(groups.values()):
        chapters.text(_("Nothing has been declined, found out of scope or deferred."), "OGPNothing")
    columns = (
        TableColumn(_("Ref"), 1050),
        TableColumn(_("Paragraph"), 1150),
        TableColumn(_("Point, and why it was not taken up"), PORTRAIT_WIDTH - 3350),
        TableColumn(_("Comments"), 1150, number=True),
    )
    for disposition, rows in groups.items():
        if rows:
            title = _(disposition).capitalize()
            chapters.heading(2, title)
            chapters.add(table_start(columns, title))
            for index, item in rows:
                chapters.links.add(f"row{index}")
                chapters.add(_declined(columns, item, f"row{index}"))
            chapters.add(TABLE_END)


def _declined(columns: Sequence[TableColumn], item: MatrixRow, anchor: str) -> str:
    why = item.response if item.response.strip() else _("No reason given yet.")
    contents = (
        link("OGPTableText", item.ref, anchor),
        paragraph("OGPTableText", item.paragraph),
        point_paragraph(item, "OGPTableLead") + paragraph("OGPTableText", why) + _not_final(item),
        paragraph("OGPTableNumber", f"{item.comments:,}"),
    )
    cells = (cell(column.width, content) for column, content in zip(columns, contents, strict=True))
    return row(cells, whole=len(why) < _WHOLE_REASON)


def _not_final(item: MatrixRow) -> str:
    if item.state in ANSWERED:
        return ""
    return paragraph("OGPTableQuiet", _("Not final: {state}.").format(state=item.state))


def method(chapters: Chapters, document: ReportDocument, notes: Iterable[str]) -> None:
    chapters.heading(1, _("Method and limits"))
    chapters.text(
        _(
            "Every comment is kept as it was sent. Comments that say the same are merged into one point. "
            "Each point has one row in Annex A with its response, and so has each comment that stands alone. "
            "Comments set aside are in Annex C, in full."
        )
    )
    _ledger(chapters, document)
    _declared(chapters, document)
    chapters.text(_("What is still to be done"), "Heading4")
    if document.unfinished:
        chapters.bullets(document.unfinished)
    else:
        chapters.text(_("Nothing is left to do."), "OGPNothing")
    chapters.text(_("Limits"), "Heading4")
    limits = (*document.notes, *notes)
    if limits:
        chapters.bullets(limits)
    else:
        chapters.text(_("None are known."), "OGPNothing")
    made = _("Made with OGP Review {version} from review {review}.")
    chapters.text(made.format(version=document.version, review=document.review_id), "OGPNote")


def _ledger(chapters: Chapters, document: ReportDocument) -> None:
    """The account of every comment, as a sum."""
    ledger = document.ledger
    chapters.text(_("The account of every comment"), "Heading4")
    columns = (
        TableColumn(_("Comments that are"), 7671),
        TableColumn(_("Comments"), PORTRAIT_WIDTH - 7671, number=True),
    )
    rows = (
        (_("answered, in Annex A"), ledger.answered),
        (_("open: in Annex A, without an approved response yet"), ledger.open),
        (_("set aside, in Annex C"), ledger.set_aside),
    )
    chapters.add(table(columns, _("Ledger"), rows, total=(_("All comments"), ledger.comments)))
    if ledger.balanced:
        chapters.text(_("The account balances: no comment is missing and none is counted twice."))
        return
    chapters.text(_("The account does not balance."), "OGPCallout")
    chapters.bullets(ledger.problems[:_PROBLEMS_SHOWN])
    left = len(ledger.problems) - _PROBLEMS_SHOWN
    if left > 0:
        chapters.text(ngettext("And one more.", "And {n} more.", left), "OGPNote")


def _declared(chapters: Chapters, document: ReportDocument) -> None:
    """What the pages say they hold, beside what is held of it."""
    lines = [line for line in document.consultations if line.declared_comments is not None]
    if not lines:
        return
    chapters.text(_("What the sources declare, and what we hold"), "Heading4")
    columns = (
        TableColumn(_("Consultation"), 4471),
        TableColumn(_("Declared"), 1150, number=True),
        TableColumn(_("Held"), 1150, number=True),
        TableColumn(_("Difference"), 1150, number=True),
        TableColumn(_("Votes declared"), PORTRAIT_WIDTH - 7921, number=True),
    )
    rows = []
    for line in lines:
        declared = line.declared_comments or 0
        votes = _("not stated") if line.declared_votes is None else line.declared_votes
        rows.append((title_of(line), declared, line.comments, _signed(line.comments - declared), votes))
    chapters.add(table(columns, _("Comments declared and held"), rows))
    if any(line.comments > (line.declared_comments or 0) for line in lines):
        note = _("More may be held than is declared: a page counts only what was posted at its paragraphs.")
        chapters.text(note, "OGPNote")


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"
