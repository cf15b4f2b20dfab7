"""The first chapters of the report: cover, summary, how we consulted, who took part, what we heard."""

from collections.abc import Sequence

from ogp_review.domain.report import (
    ConsultationLine,
    Edition,
    Figure,
    MatrixRow,
    ReportDocument,
    Theme,
)
from ogp_review.exporters.docx_parts import (
    PORTRAIT_WIDTH,
    TABLE_END,
    Chapters,
    TableColumn,
    bar,
    cell,
    paragraph,
    row,
    table,
    table_start,
)
from ogp_review.exporters.docx_points import narrative, points_table
from ogp_review.i18n import _, ngettext

_BREAKDOWN_ROWS = 12
_DECISIONS = 12


def edition_name(edition: Edition) -> str:
    names = {Edition.COMMITTEE: _("Steering Committee edition"), Edition.PUBLIC: _("Public edition")}
    return names[edition]


def cover(document: ReportDocument) -> str:
    lines = [edition_name(document.edition), document.made_on]
    if document.made_by:
        lines.append(_("Made by {name}").format(name=document.made_by))
    return (
        paragraph("Subtitle", _("Phase 3 report"))
        + paragraph("Title", document.title or _("Untitled review"))
        + "".join(paragraph("OGPCover", line) for line in lines)
    )


def summary(chapters: Chapters, document: ReportDocument) -> None:
    chapters.heading(1, _("Summary"), new_page=True)
    chapters.add(_headline(document))
    if document.summary.strip():
        chapters.blocks(document.summary)
    else:
        chapters.text(_("No summary has been written yet."), "OGPNothing")
    if document.unfinished:
        left = ngettext("One thing is", "{n} things are", len(document.unfinished))
        warning = _("This report is not finished. {left} still to be done: see “Method and limits”.")
        chapters.text(warning.format(left=left), "OGPCallout")
    if document.edition is Edition.COMMITTEE:
        _decisions(chapters, document.matrix)


def _headline(document: ReportDocument) -> str:
    """The four figures everybody asks for first."""
    figures, width = document.figures, PORTRAIT_WIDTH // 4
    shown = (
        (figures.comments, ngettext("comment", "comments", figures.comments)),
        (figures.participants, ngettext("participant", "participants", figures.participants)),
        (len(document.matrix), ngettext("point to answer", "points to answer", len(document.matrix))),
        (document.ledger.answered, _("comments answered")),
    )
    cells = (
        cell(width, paragraph("OGPFigure", f"{count:,}") + paragraph("OGPFigureLabel", name))
        for count, name in shown
    )
    columns = [TableColumn(name, width) for _count, name in shown]
    start = table_start(columns, _("Key figures"), "OGPFigures", head=False)
    return f"{start}{row(cells)}{TABLE_END}"


def _decisions(chapters: Chapters, matrix: Sequence[MatrixRow]) -> None:
    asked = [(index, item) for index, item in enumerate(matrix) if item.for_decision]
    if not asked:
        return
    chapters.heading(2, _("For the Committee to decide"))
    points_table(chapters, asked[:_DECISIONS], _("Points for decision"))
    if len(asked) > _DECISIONS:
        more = ngettext("And one more", "And {n} more", len(asked) - _DECISIONS)
        chapters.text(_("{more}, marked “For decision” in Annex A.").format(more=more), "OGPNote")


def how_we_consulted(chapters: Chapters, document: ReportDocument) -> None:
    chapters.heading(1, _("How we consulted"))
    if not document.consultations:
        chapters.text(_("No consultation has been brought into this review yet."), "OGPNothing")
        return
    count = ngettext("one consultation", "{n} consultations", len(document.consultations))
    chapters.text(_("The draft was put out for comment in {count}.").format(count=count))
    columns = (
        TableColumn(_("Consultation"), 3971),
        TableColumn(_("Channel"), 1400),
        TableColumn(_("Language"), 1200),
        TableColumn(_("Closed"), 1350),
        TableColumn(_("Comments"), PORTRAIT_WIDTH - 7921, number=True),
    )
    chapters.add(table_start(columns, _("Consultations")))
    for line in document.consultations:
        texts = (line.channel, line.language or _("several"), line.closes or _("not stated"))
        cells = [cell(columns[0].width, _consultation(line))]
        cells += [
            cell(column.width, paragraph("OGPTableText", text))
            for column, text in zip(columns[1:4], texts, strict=True)
        ]
        cells.append(cell(columns[4].width, paragraph("OGPTableNumber", f"{line.comments:,}")))
        chapters.add(row(cells, whole=len(line.description) < 1200))
    chapters.add(TABLE_END)


def _consultation(line: ConsultationLine) -> str:
    title = line.title or line.name
    below = (line.description,) if line.description.strip() else ()
    return paragraph("OGPTableText", title) + "".join(paragraph("OGPTableQuiet", text) for text in below)


def who_took_part(chapters: Chapters, document: ReportDocument) -> None:
    figures = document.figures
    chapters.heading(1, _("Who took part"))
    if not figures.comments:
        chapters.text(_("No comments have been received yet."), "OGPNothing")
        return
    chapters.text(
        _("{who} from {organisations} sent {comments} in {submissions}. {replies}").format(
            who=ngettext("One participant", "{n} participants", figures.participants),
            organisations=ngettext("one organisation", "{n} organisations", figures.organisations),
            comments=ngettext("one comment", "{n} comments", figures.comments),
            submissions=ngettext("one submission", "{n} submissions", figures.submissions),
            replies=ngettext("One of them is a reply.", "{n} of them are replies.", figures.replies),
        )
    )
    votes = _("Readers cast {up} votes for and {down} votes against comments.")
    if figures.votes_for or figures.votes_against:
        chapters.text(votes.format(up=f"{figures.votes_for:,}", down=f"{figures.votes_against:,}"))
    _breakdown(chapters, _("By type of stakeholder"), figures.by_stakeholder)
    _breakdown(chapters, _("By country"), figures.by_country)
    _breakdown(chapters, _("By language"), figures.by_language)
    _breakdown(chapters, _("By channel"), figures.by_channel)


def _breakdown(chapters: Chapters, title: str, figures: Sequence[Figure]) -> None:
    """A table with bars: names, shares, counts."""
    chapters.text(title, "Heading4")
    total = sum(figure.count for figure in figures)
    if not total:
        chapters.text(_("Not stated."), "OGPNothing")
        return
    shown, rest = list(figures[:_BREAKDOWN_ROWS]), figures[_BREAKDOWN_ROWS:]
    if rest:
        others = ngettext("one other", "{n} others", len(rest))
        shown.append(Figure(others, sum(figure.count for figure in rest)))
    columns = (
        TableColumn(title, 3000),
        TableColumn("", 3771),
        TableColumn(_("Comments"), 1150, number=True),
        TableColumn(_("Share"), 1150, number=True),
    )
    chapters.add(table_start(columns, title, head=False))
    most = max(figure.count for figure in shown)
    for figure in shown:
        contents = (
            paragraph("OGPKeptText", figure.name or _("Not stated")),
            bar(figure.count / most, columns[1].width - 170),
            paragraph("OGPKeptNumber", f"{figure.count:,}"),
            paragraph("OGPKeptNumber", f"{figure.count / total:.0%}"),
        )
        cells = (cell(column.width, content) for column, content in zip(columns, contents, strict=True))
        chapters.add(row(cells))
    chapters.add(TABLE_END)


def what_we_heard(chapters: Chapters, document: ReportDocument) -> None:
    chapters.heading(1, _("What we heard"))
    themes = [theme for theme in document.themes if theme.comments or theme.points or theme.narrative]
    if not themes:
        chapters.text(_("No comment has been tagged with a theme yet."), "OGPNothing")
        return
    chapters.text(_("A comment counts under every theme that it speaks to."))
    columns = (
        TableColumn(_("Theme"), 3671),
        TableColumn(_("Comments"), 1150, number=True),
        TableColumn(_("Points"), 950, number=True),
        TableColumn(_("What the comments want"), PORTRAIT_WIDTH - 5771),
    )
    chapters.add(table(columns, _("Themes"), (_theme_line(theme) for theme in themes)))
    for theme in themes:
        if theme.narrative:
            chapters.heading(2, theme.path.replace("/", " / "))
            narrative(chapters, theme.narrative)


def _theme_line(theme: Theme) -> tuple[str | int, ...]:
    wants = " · ".join(f"{figure.name} {figure.count:,}" for figure in theme.by_stance if figure.count)
    return (theme_name(theme), theme.comments, theme.points, wants or _("not stated"))


def theme_name(theme: Theme) -> str:
    """The theme's own name, set in under its parent's."""
    depth, name = theme.path.count("/"), theme.path.rsplit("/", 1)[-1]
    return "\u2003" * depth + name + (" " + _("(retired)") if theme.retired else "")
