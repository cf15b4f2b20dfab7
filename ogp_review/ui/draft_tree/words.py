"""What the sidebar says about a line: its figure, its tooltip, and what a screen reader reads."""

from PySide6.QtCore import QLocale

from ogp_review.domain.response import State
from ogp_review.i18n import _, ngettext
from ogp_review.ui.draft_tree.nodes import GROUP, PLACE, VIEW, Line


def figure(number: int) -> str:
    """`number` as this locale writes it."""
    return QLocale().toString(number)


def count_text(line: Line) -> str:
    """ "13", or "13/15" where more was declared than captured; empty where there is nothing to count."""
    if line.kind == GROUP:
        return ""
    if line.kind == VIEW:
        return "" if line.matches is None else figure(line.matches)
    if line.missing:
        return f"{figure(line.captured)}/{figure(line.captured + line.missing)}"
    return figure(line.count.comments)


def heading(line: Line) -> str:
    """ "P12 Reporting back"."""
    return line.title if line.kind == PLACE else " ".join(part for part in (line.label, line.title) if part)


def _comments(number: int) -> str:
    return ngettext("{n} comment", "{n} comments", number)


def _not_captured(line: Line) -> str:
    return ngettext(
        "{n} declared on the page was not captured",
        "{n} declared on the page were not captured",
        line.missing,
    )


def agreed(line: Line) -> str:
    """ "82 %" of the votes are for what the comments say; empty where no votes are known."""
    votes_for, against = line.count.votes_for, line.count.votes_against
    if not votes_for + against:
        return ""
    return _("{share} %").format(share=round(100 * votes_for / (votes_for + against)))


def agreement(line: Line) -> str:
    """ "Agreement: 82 %, 41 for, 9 against"; empty where no votes are known."""
    if not agreed(line):
        return ""
    votes_for, against = figure(line.count.votes_for), figure(line.count.votes_against)
    said = _("Agreement: {share}, {votes_for} for, {against} against")
    return said.format(share=agreed(line), votes_for=votes_for, against=against)


def _states(line: Line) -> str:
    counted = [(state, line.count.by_state.get(state, 0)) for state in State]
    return ", ".join(f"{figure(number)} {_(state.value)}" for state, number in counted if number)


def tooltip(line: Line) -> str:
    """Everything known of a line, one fact a line of plain text."""
    if line.kind == GROUP:
        return ""
    if line.kind == VIEW:
        number = [] if line.matches is None else [_comments(line.matches)]
        return "\n".join([line.title, *number, line.filter])
    aside = line.count.set_aside
    facts = [
        heading(line),
        _comments(line.count.comments),
        _states(line),
        ngettext("{n} set aside", "{n} set aside", aside) if aside else "",
        f"{_not_captured(line)}." if line.missing else "",
        agreement(line),
    ]
    return "\n".join(fact for fact in facts if fact)


def spoken(line: Line) -> str:
    """What a screen reader reads of a line."""
    if line.kind == GROUP:
        return line.title
    if line.kind == VIEW:
        return line.title if line.matches is None else f"{line.title}, {_comments(line.matches)}"
    facts = [line.title] if line.kind == PLACE else [line.label, line.title]
    facts.append(_comments(line.count.comments))
    if line.count.comments:
        facts.append(ngettext("{n} answered", "{n} answered", line.answered))
    if line.missing:
        facts.append(_not_captured(line))
    facts.append(agreement(line))
    return ", ".join(fact for fact in facts if fact)
