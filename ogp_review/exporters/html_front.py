"""The chapters of a page that are not about single comments: summary, figures, people, themes, method."""

from collections.abc import Iterator

from ogp_review.domain.languages import language_name
from ogp_review.domain.report import Figure, Narrative, Theme
from ogp_review.exporters.holding import clean_line
from ogp_review.exporters.html_page import Page
from ogp_review.exporters.html_tables import breakdown, table
from ogp_review.exporters.html_text import escaped
from ogp_review.exporters.wording import channel_name, day
from ogp_review.i18n import _, ngettext
from ogp_review.progress import Progress


def nothing(text: str) -> str:
    return f'<p class="nothing">{escaped(text)}</p>'


def summary(page: Page, _progress: Progress) -> Iterator[str]:
    document = page.document
    yield page.writer.written(document.summary)
    ledger = document.ledger
    counts = (
        (_("Comments"), ledger.comments), (_("Answered"), ledger.answered), (_("Open"), ledger.open),
        (_("Set aside"), ledger.set_aside), (_("Points"), document.figures.points),
    )  # fmt: skip
    pairs = "".join(f"<div><dt>{escaped(name)}</dt><dd>{count:,}</dd></div>" for name, count in counts)
    yield f'<dl class="figures">{pairs}</dl>'
    if document.unfinished and not page.public:
        yield f'<div class="unfinished"><h3>{escaped(_("Still to do"))}</h3>'
        yield f"{page.writer.bullets(document.unfinished)}</div>"


def how_we_consulted(page: Page, _progress: Progress) -> Iterator[str]:
    lines = page.document.consultations
    if not lines:
        yield nothing(_("No consultation has been brought into this review yet."))
        return
    rows = [
        (
            page.writer.line(line.title or line.name),
            page.writer.line(channel_name(line.channel)),
            page.writer.line(language_name(line.language)),
            page.writer.line(day(line.closes or "")),
            f"{line.comments:,}",
            "" if line.declared_comments is None else f"{line.declared_comments:,}",
        )
        for line in lines
    ]
    titles = (
        _("Consultation"), _("Channel"), _("Language"), _("Closed"), _("Comments held"),
        _("Comments declared"),
    )  # fmt: skip
    yield table(_("Consultations"), titles, rows, numbers=(4, 5))
    yield "".join(page.writer.written(line.description, line.language) for line in lines)


def who_took_part(page: Page, _progress: Progress) -> Iterator[str]:
    figures = page.document.figures
    if not figures.comments:
        yield nothing(_("No comments have been received."))
        return
    people = ngettext("One participant", "{n} participants", figures.participants)
    houses = ngettext("one organisation", "{n} organisations", figures.organisations)
    yield f"<p>{escaped(people)}, {escaped(houses)}.</p>"
    channels = [Figure(channel_name(one.name), one.count) for one in figures.by_channel]
    parts = (
        (_("By language"), _("Language"), figures.by_language),
        (_("By channel"), _("Channel"), channels),
        (_("By stakeholder"), _("Stakeholder"), figures.by_stakeholder),
        (_("By country"), _("Country"), figures.by_country),
    )
    yield '<div class="side">'
    yield "".join(breakdown(page.writer, caption, name, found) for caption, name, found in parts)
    yield "</div>"


def what_we_heard(page: Page, _progress: Progress) -> Iterator[str]:
    themes = [theme for theme in page.document.themes if theme.comments or theme.narrative]
    if not themes:
        yield nothing(_("No comment has a theme yet."))
        return
    rows = [
        (page.writer.line(theme.path), f"{theme.comments:,}", f"{theme.points:,}", _stances(theme))
        for theme in themes
    ]
    yield table(_("Themes"), (_("Theme"), _("Comments"), _("Points"), _("Stances")), rows, numbers=(1, 2))
    for theme in themes:
        if theme.narrative:
            yield f"<h3{page.writer.spoken(theme.path)}>{page.writer.text(theme.path)}</h3>"
            yield narrative(page, theme.narrative, 4)


def _stances(theme: Theme) -> str:
    return escaped(clean_line(", ".join(f"{figure.name} {figure.count:,}" for figure in theme.by_stance)))


def narrative(page: Page, told: Narrative, level: int) -> str:
    """What we heard, our response, what changed, under headings of `level`."""
    parts = (
        (_("What we heard"), told.heard), (_("Our response"), told.response),
        (_("What changed"), told.changed),
    )  # fmt: skip
    return "".join(
        f"<h{level}>{escaped(title)}</h{level}>{page.writer.written(text)}" for title, text in parts if text
    )


def participants(page: Page, _progress: Progress) -> Iterator[str]:
    document = page.document
    shown = [row for row in document.participants if row.named or not page.public]
    if shown:
        rows = [
            (
                page.writer.line(row.name or _("not named")),
                page.writer.line(row.organisation),
                page.writer.line(row.stakeholder),
                page.writer.line(row.country),
                f"{row.comments:,}",
            )
            for row in shown
        ]
        titles = (_("Name"), _("Organisation"), _("Stakeholder"), _("Country"), _("Comments"))
        yield table(_("Participants"), titles, rows, numbers=(4,))
    else:
        yield nothing(_("No participant is named."))
    if document.unnamed_participants:
        told = ngettext(
            "One participant is not named: consent to be named was not given or is not known.",
            "{n} participants are not named: consent to be named was not given or is not known.",
            document.unnamed_participants,
        )
        yield f"<p>{escaped(told)}</p>"


def codebook(page: Page, _progress: Progress) -> Iterator[str]:
    themes = page.document.themes
    if not themes:
        yield nothing(_("The codebook has no themes yet."))
        return
    rows = [
        (
            page.writer.line(theme.path) + (f" ({escaped(_('retired'))})" if theme.retired else ""),
            page.writer.text(theme.definition),
            page.writer.text(theme.example),
        )
        for theme in themes
    ]
    yield table(_("Codebook"), (_("Theme"), _("Definition"), _("Example")), rows)


def method(page: Page, _progress: Progress) -> Iterator[str]:
    notes = page.document.notes
    yield page.writer.bullets(notes) if notes else nothing(_("There is nothing to say of limits."))


def about(page: Page, _progress: Progress) -> Iterator[str]:
    """The last chapter, since only then it is known what could not be held."""
    document = page.document
    if page.public:
        yield f"<p>{escaped(_('It names only participants who consented to be named.'))}</p>"
    else:
        yield f"<p>{escaped(_('It holds names and is not for publication.'))}</p>"
    made = _("Made on {day} with OGP Review {version}.").format(
        day=day(document.made_on), version=document.version
    )
    yield f"<p>{page.writer.line(made)}</p>"
    yield f"<h3>{escaped(_('What a page could not hold'))}</h3>"
    left_out = [_("Private notes, addresses, and the history of each comment stay in the review.")]
    if page.public and document.ledger.set_aside:
        left_out.append(_("Of comments that were set aside only the reason is shown."))
    yield page.writer.bullets([*left_out, *page.writer.holding.notes()])
