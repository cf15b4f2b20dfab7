"""The chapters that follow the draft: paragraph by paragraph, what we did not take up, method and limits."""

from collections.abc import Iterable, Sequence

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL
from ogp_review.domain.report import MatrixRow, Quotation, ReportDocument, ReportParagraph, ReportSection
from ogp_review.domain.response import NOT_TAKEN_UP
from ogp_review.exporters.docx_parts import PORTRAIT_WIDTH, Chapters, TableColumn, table
from ogp_review.exporters.docx_points import changed, heard, narrative, point_text, points_table, response
from ogp_review.i18n import _, ngettext
from ogp_review.progress import Progress

_POINTS_SHOWN = 12
_PROBLEMS_SHOWN = 50


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
    """A paragraph nobody commented on is told in a line, unless staff changed it all the same."""
    declared = _("No comments captured; its page declares {n}.")
    nothing = declared.format(n=f"{item.declared:,}") if item.declared else _("No comments.")
    chapters.text(nothing, "OGPNothing")
    if item.narrative.changed.strip() or item.revised:
        chapters.text(_("What changed"), "Heading4")
        chapters.blocks(item.narrative.changed)
        _revised(chapters, item)


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


def _draft_text(chapters: Chapters, item: ReportParagraph) -> None:
    if item.text:
        chapters.text(item.text, "OGPDraftText")
        if not item.complete:
            chapters.text(_("Only the beginning of this paragraph was captured."), "OGPNothing")
    elif item.label == WHOLE_DRAFT_LABEL:
        chapters.text(_("Comments about the draft as a whole."), "OGPDraftText")
    elif item.label == NOT_ASSIGNED_LABEL:
        chapters.text(_("Comments that no paragraph has been chosen for."), "OGPDraftText")
    else:
        chapters.text(_("Text not captured."), "OGPDraftText")


def _counts(item: ReportParagraph) -> str:
    comments = ngettext("One comment", "{n} comments", item.comments)
    points = ngettext("one point", "{n} points", len(item.rows))
    declared = "" if item.declared is None else _("; its page declares {n}").format(n=f"{item.declared:,}")
    return f"{comments} · {points}{declared}"


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
    if item.revised:
        chapters.text(_("Revised text:"), "OGPNote")
        chapters.text(item.revised, "OGPDraftText")


def not_taken_up(chapters: Chapters, matrix: Sequence[MatrixRow]) -> None:
    chapters.heading(1, _("What we did not take up, and why"))
    groups: dict[str, list[MatrixRow]] = {disposition: [] for disposition in NOT_TAKEN_UP}
    for item in matrix:
        if item.disposition in groups:
            groups[item.disposition].append(item)
    if not any(groups.values()):
        chapters.text(_("Nothing has been declined, found out of scope or deferred."), "OGPNothing")
    columns = (
        TableColumn(_("Ref"), 1050),
        TableColumn(_("Paragraph"), 1150),
        TableColumn(_("Point"), 2621),
        TableColumn(_("Comments"), 1150, number=True),
        TableColumn(_("Why"), PORTRAIT_WIDTH - 5971),
    )
    for disposition, rows in groups.items():
        if rows:
            title = _(disposition).capitalize()
            chapters.heading(2, title)
            chapters.add(table(columns, title, (_declined(row) for row in rows)))


def _declined(row: MatrixRow) -> tuple[str | int, ...]:
    why = row.response if row.response.strip() else _("No reason given yet.")
    return (row.ref, row.paragraph, point_text(row), row.comments, why)


def method(chapters: Chapters, document: ReportDocument, notes: Iterable[str]) -> None:
    chapters.heading(1, _("Method and limits"))
    chapters.text(
        _(
            "Every comment is kept as it was sent. Comments that say the same are merged into one point, and "
            "each point has one row in Annex A with its response. Comments set aside are in Annex C, in full."
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
    """What the pages say they hold, beside what was captured of it."""
    lines = [line for line in document.consultations if line.declared_comments is not None]
    if not lines:
        return
    chapters.text(_("What the pages declare, and what was captured"), "Heading4")
    columns = (
        TableColumn(_("Consultation"), 4471),
        TableColumn(_("Declared"), 1150, number=True),
        TableColumn(_("Captured"), 1150, number=True),
        TableColumn(_("Difference"), 1150, number=True),
        TableColumn(_("Votes declared"), PORTRAIT_WIDTH - 7921, number=True),
    )
    rows = []
    for line in lines:
        declared = line.declared_comments or 0
        votes = _("not stated") if line.declared_votes is None else line.declared_votes
        rows.append((line.title or line.name, declared, line.comments, line.comments - declared, votes))
    chapters.add(table(columns, _("Declared and captured comments"), rows))
