"""Every comment of a page in full, with the way to its paragraph, to its answer and to what it replies to."""

from collections.abc import Iterator
from itertools import islice

from ogp_review.domain.languages import language_name
from ogp_review.domain.report import CommentRow
from ogp_review.exporters.holding import held_back
from ogp_review.exporters.html_front import nothing
from ogp_review.exporters.html_page import Page, link
from ogp_review.exporters.html_text import escaped
from ogp_review.exporters.wording import channel_name, moment
from ogp_review.i18n import _
from ogp_review.progress import Progress

_BATCH = 500


def comments(page: Page, progress: Progress) -> Iterator[str]:
    document = page.document
    if not document.comments:
        yield nothing(_("No comments have been received."))
    alone = {row.ref for row in document.matrix if row.point_id is None}
    rows = held_back(document.comments, document.edition)
    done, total = 0, len(document.comments)
    while batch := list(islice(rows, _BATCH)):
        progress.check_cancelled()
        progress.report(done, total, _("Writing the comments"))
        yield "".join(_comment(page, row, alone) for row in batch)
        done += len(batch)
    progress.report(total, total, _("Writing the comments"))


def _comment(page: Page, row: CommentRow, alone: set[str]) -> str:
    anchor = page.comment_anchor(row.ref)
    said = page.writer.passage(row.text, row.language, row.ref) if row.text else ""
    ref = page.writer.line(row.ref)
    return (
        f'<article class="comment" id="{anchor}" data-item=""><h3><span class="ref">{ref}</span></h3>'
        f"{_who(page, row)}{said}{_beside(page, row)}{_ways(page, row, alone)}</article>\n"
    )


def _who(page: Page, row: CommentRow) -> str:
    language = page.writer.line(language_name(row.language)) if row.language else ""
    parts = (
        page.writer.line(row.author) if row.author else "",
        page.writer.line(row.organisation) if row.organisation else "",
        page.writer.line(channel_name(row.channel)),
        page.writer.line(moment(row.date)) if row.date else "",
        language,
    )
    return f'<p class="quiet">{" · ".join(part for part in parts if part)}</p>'


def _beside(page: Page, row: CommentRow) -> str:
    """The wording it asks for, a translation, and why it was set aside."""
    writer, found = page.writer, ""
    if row.proposal:
        found += f"<h4>{escaped(_('Proposed change'))}</h4>"
        found += writer.passage(row.proposal, row.language, row.ref)
    if row.translation:
        found += f"<h4>{escaped(_('Translation'))}</h4>{writer.passage(row.translation, None, row.ref)}"
    if row.set_aside:
        found += f'<p class="aside">{escaped(_("Set aside"))}: {writer.line(row.set_aside)}</p>'
    return found


def _ways(page: Page, row: CommentRow, alone: set[str]) -> str:
    ways = [f"{escaped(_('On'))} {link(row.paragraph, page.paragraph_anchor(row.paragraph))}"]
    refs = [ref for ref in row.point.split("; ") if ref] + [row.ref] * (row.ref in alone)
    if refs:
        answers = ", ".join(link(ref, page.point_anchor(ref)) for ref in refs)
        ways.append(f"{escaped(_('Answered under'))} {answers}")
    if row.reply_to:
        ways.append(f"{escaped(_('In reply to'))} {link(row.reply_to, page.comment_anchor(row.reply_to))}")
    if row.votes_for or row.votes_against:
        told = _("{n} votes for, {m} against").format(
            n=f"{row.votes_for or 0:,}", m=f"{row.votes_against or 0:,}"
        )
        ways.append(escaped(told))
    if row.themes:
        ways.append(", ".join(page.writer.line(theme) for theme in row.themes))
    return f'<p class="refs">{" · ".join(ways)}</p>'
