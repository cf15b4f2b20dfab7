"""The first chapters of the report: cover, summary, how we consulted, who took part, what we heard."""

import re
from collections.abc import Iterator, Sequence

from ogp_review.domain.comment import Stance
from ogp_review.domain.languages import NOT_STATED, language_name
from ogp_review.domain.report import (
    ConsultationLine,
    Edition,
    Figure,
    Figures,
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
from ogp_review.exporters.wording import channel_name, day
from ogp_review.i18n import _, ngettext

_LONE_DASH = re.compile(r"^[-–•]\s*\n", re.MULTILINE)
"""A bullet whose text stands on the next line, as pages are captured."""

_BREAKDOWN_ROWS = 12
_DECISIONS = 12
_COMMENTS_WIDTH, _STANCE_WIDTH = 1130, 1010


def edition_name(edition: Edition) -> str:
    names = {Edition.COMMITTEE: _("Steering Committee edition"), Edition.PUBLIC: _("Public edition")}
    return names[edition]


def cover(document: ReportDocument) -> str:
    lines = [edition_name(document.edition), day(document.made_on)]
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
    unknown = figures.comments and not figures.participants
    people = ngettext("participant", "participants", figures.participants)
    shown = (
        (figures.comments, ngettext("comment", "comments", figures.comments)),
        ("–", _("participants not stated")) if unknown else (figures.participants, people),
        (len(document.matrix), ngettext("row to answer", "rows to answer", len(document.matrix))),
        (
            document.ledger.answered,
            ngettext("comment answered", "comments answered", document.ledger.answered),
        ),
    )
    cells = (
        cell(
            width,
            paragraph("OGPFigure", count if isinstance(count, str) else f"{count:,}")
            + paragraph("OGPFigureLabel", name),
        )
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
    chapters.text(_("The draft was put out for comment in {count}.").format(count=count), "OGPLeadIn")
    columns = (
        TableColumn(_("Consultation"), 4171),
        TableColumn(_("Channel"), 1200),
        TableColumn(_("Language"), 1200),
        TableColumn(_("Open until"), 1350),
        TableColumn(_("Comments"), PORTRAIT_WIDTH - 7921, number=True),
    )
    rows = [(title_of(line), *_how(line), line.comments) for line in document.consultations]
    total = (_("Together"), "", "", "", sum(line.comments for line in document.consultations))
    chapters.add(table(columns, _("Consultations"), rows, total=total if len(rows) > 1 else None))
    for line in document.consultations:
        if line.description.strip():
            chapters.text(_("What contributors read: {title}").format(title=title_of(line)), "Heading4")
            chapters.blocks(_LONE_DASH.sub("– ", line.description), "OGPDraftText", line.language)


def title_of(line: ConsultationLine) -> str:
    return line.title or line.name


def _how(line: ConsultationLine) -> tuple[str, str, str]:
    until = day(line.closes) if line.closes else _("not stated")
    return channel_name(line.channel), language_name(line.language), until


def who_took_part(chapters: Chapters, document: ReportDocument) -> None:
    figures = document.figures
    chapters.heading(1, _("Who took part"))
    if not figures.comments:
        chapters.text(_("No comments have been received yet."), "OGPNothing")
        return
    chapters.text(" ".join(_who_wrote(figures)))
    by_channel = [Figure(channel_name(figure.name), figure.count) for figure in figures.by_channel]
    _breakdown(chapters, _("By type of stakeholder"), figures.by_stakeholder)
    _breakdown(chapters, _("By country"), figures.by_country)
    _breakdown(chapters, _("By language"), figures.by_language)
    _breakdown(chapters, _("By channel"), by_channel)
    counted = ngettext("the one comment", "all {n} comments", figures.comments)
    chapters.text(_("Each list counts {counted}; shares are rounded.").format(counted=counted), "OGPNote")


def _who_wrote(figures: Figures) -> Iterator[str]:
    came = ngettext("One comment came in", "{n} comments came in", figures.comments)
    if figures.participants:
        who = ngettext("one participant", "{n} participants", figures.participants)
        yield _("{came} from {who}.").format(came=came, who=who)
    else:
        yield _("{came}; the source does not say from whom.").format(came=came)
    if figures.organisations:
        yield ngettext("They name one organisation.", "They name {n} organisations.", figures.organisations)
    if figures.replies:
        yield ngettext(
            "One comment is a reply to another.", "{n} comments are replies to others.", figures.replies
        )
    if figures.votes_for or figures.votes_against:
        votes = _("Readers cast {up} votes for and {down} against comments.")
        yield votes.format(up=f"{figures.votes_for:,}", down=f"{figures.votes_against:,}")


def _breakdown(chapters: Chapters, title: str, figures: Sequence[Figure]) -> None:
    """A table with bars: names, counts, shares. What is not stated and the many small ones come last."""
    chapters.text(title, "Heading4")
    total = sum(figure.count for figure in figures)
    known = [figure for figure in figures if figure.count and figure.name not in ("", NOT_STATED)]
    if not known:
        chapters.text(_("Not stated for any comment."), "OGPNothing")
        return
    shown, rest = known[:_BREAKDOWN_ROWS], known[_BREAKDOWN_ROWS:]
    most = shown[0].count
    if rest:
        others = ngettext("one other", "{n} others", len(rest))
        shown.append(Figure(others, sum(figure.count for figure in rest)))
    unknown = total - sum(figure.count for figure in shown)
    if unknown:
        shown.append(Figure(_("not stated"), unknown))
    columns = (
        TableColumn(title, 3000),
        TableColumn("", 3771),
        TableColumn(_("Comments"), 1150, number=True),
        TableColumn(_("Share"), 1150, number=True),
    )
    chapters.add(table_start(columns, title, head=False))
    for number, figure in enumerate(shown):
        named = number < min(len(known), _BREAKDOWN_ROWS)
        contents = (
            paragraph("OGPKeptText", figure.name),
            bar(figure.count / most, columns[1].width - 170) if named else paragraph("OGPKeptText", ""),
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
    chapters.text(
        _(
            "A comment counts under every theme it was tagged with, and a theme with others below it counts "
            "only what is its own. The columns after “Points” tell what the comments want."
        ),
        "OGPLeadIn",
    )
    stances = _stances(themes)
    numbers = (_("Points"), *(_(name).capitalize() for name in stances))
    columns = (
        TableColumn(_("Theme"), PORTRAIT_WIDTH - _COMMENTS_WIDTH - _STANCE_WIDTH * len(numbers)),
        TableColumn(_("Comments"), _COMMENTS_WIDTH, number=True),
        *(TableColumn(name, _STANCE_WIDTH, number=True) for name in numbers),
    )
    chapters.add(table(columns, _("Themes"), (_theme_line(theme, stances) for theme in themes)))
    for theme in themes:
        if theme.narrative:
            chapters.heading(2, theme.path.replace("/", " / "))
            narrative(chapters, theme.narrative)


def _stances(themes: Sequence[Theme]) -> list[str]:
    """Those that any comment has, the usual ones in their order."""
    found = [figure.name for theme in themes for figure in theme.by_stance if figure.count]
    return [name for name in dict.fromkeys([*map(str, Stance), *found]) if name in found]


def _theme_line(theme: Theme, stances: Sequence[str]) -> tuple[str | int, ...]:
    counts = {figure.name: figure.count for figure in theme.by_stance}
    return (theme_name(theme), theme.comments, theme.points, *(counts.get(name) or "–" for name in stances))


def theme_name(theme: Theme) -> str:
    """The theme's own name, set in under its parent's."""
    depth, name = theme.path.count("/"), theme.path.rsplit("/", 1)[-1]
    return "\u2003" * depth + name + (" " + _("(retired)") if theme.retired else "")
