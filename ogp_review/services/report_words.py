"""The sentences a report says until a person writes better ones, and what it must say of its limits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from ogp_review.domain.codebook import SEPARATOR
from ogp_review.domain.languages import NOT_STATED, language_name
from ogp_review.domain.ledger import Ledger
from ogp_review.domain.operation import plural
from ogp_review.domain.report import ConsultationLine, Figures, MatrixRow, Narrative
from ogp_review.domain.response import ANSWERED
from ogp_review.errors import ReviewError

PARTS = ("heard", "response", "changed")


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def assembled_narrative(
    rows: Sequence[MatrixRow], comments: int, revised: int, written: dict[str, str]
) -> Narrative:
    """What the rows of a paragraph, section or theme say, with what a person wrote in its place.

    :param revised: how many paragraphs concerned have a revised text.
    """
    said = {
        "heard": _heard(rows, comments),
        "response": _responded(rows),
        "changed": _changed(rows, revised),
    }
    said.update({part: text for part, text in written.items() if text})
    by_people = frozenset(part for part in PARTS if written.get(part))
    return Narrative(said["heard"], said["response"], said["changed"], by_people)


def _heard(rows: Sequence[MatrixRow], comments: int) -> str:
    if not comments:
        return "No comments."
    sentence = plural(comments, "comment")
    merged = [row for row in rows if row.more]
    if merged:
        some = "" if sum(row.comments for row in merged) >= comments else "some of them "
        sentence += f", {some}merged into {plural(len(merged), 'point')}"
    codes = Counter(language for row in rows for language in row.languages)
    if len(codes) > 1:
        sentence += f", in {listed([language_name(code) for code, _ in codes.most_common()])}"
    themes = _leading_themes(rows)
    return f"{sentence}. Themes: {', '.join(themes)}." if themes else f"{sentence}."


def _leading_themes(rows: Sequence[MatrixRow]) -> list[str]:
    """The three most frequent themes by their own names, none of them above another."""
    ranked = [theme for theme, _ in Counter(theme for row in rows for theme in row.themes).most_common()]
    leaves = [theme for theme in ranked if not any(other.startswith(theme + SEPARATOR) for other in ranked)]
    return [theme.split(SEPARATOR)[-1] for theme in leaves[:3]]


def _decided(rows: Sequence[MatrixRow]) -> list[str]:
    counts = Counter(row.disposition for row in rows if row.disposition and row.state in ANSWERED)
    return [f"{name} ({count:,})" for name, count in counts.most_common()]


def _responded(rows: Sequence[MatrixRow]) -> str:
    if not rows:
        return ""
    decided = _decided(rows)
    waiting = sum(1 for row in rows if row.state not in ANSWERED)
    said = f"Approved so far: {', '.join(decided)}." if decided else ""
    if waiting:
        verb = "has" if waiting == 1 else "have"
        said += f"{' ' if said else ''}{plural(waiting, 'row')} {verb} no approved response yet."
    return said


def _changed(rows: Sequence[MatrixRow], revised: int) -> str:
    proposed = sum(1 for row in rows if row.proposed_change)
    if revised:
        return f"{plural(revised, 'paragraph')} revised."
    if proposed:
        return f"{plural(proposed, 'change')} proposed; the text is not revised yet."
    return "No change."


def assembled_summary(figures: Figures, ledger: Ledger, rows: Sequence[MatrixRow], revised: int) -> str:
    """The report's Summary until somebody writes it."""
    if not figures.comments:
        return "No comments have been imported yet."
    spoke = f" from {plural(figures.participants, 'participant')}" if figures.participants else ""
    lines = [f"{plural(figures.comments, 'comment')} came in{spoke}{_by_language(figures)}"]
    merged = sum(1 for row in rows if row.more)
    if merged:
        lines.append(f"What says the same was merged into {plural(merged, 'point')}.")
    decided = _decided(rows)
    if decided:
        lines.append(f"Approved so far: {', '.join(decided)}.")
    if revised:
        one = "One paragraph has been revised."
        lines.append(one if revised == 1 else f"{revised:,} paragraphs have been revised.")
    return " ".join([*lines, _account(ledger)])


def _by_language(figures: Figures) -> str:
    known = [figure for figure in figures.by_language if figure.name != NOT_STATED]
    if not known:
        return "; their language is not known yet."
    return (
        ", by language: "
        + listed([f"{figure.count:,} {figure.name}" for figure in figures.by_language])
        + "."
    )


def _account(ledger: Ledger) -> str:
    parts = [f"{ledger.answered:,} answered" if ledger.answered else "none is answered yet"]
    if ledger.set_aside:
        parts.append(f"{ledger.set_aside:,} set aside with a reason")
    if ledger.open:
        parts.append(f"{ledger.open:,} still open")
    return f"Of these comments, {listed(parts)}."


def limits(lines: Iterable[ConsultationLine], unread: Sequence[str]) -> tuple[str, ...]:
    """What "Method and limits" must say."""
    said: list[str] = []
    for line in (line for line in lines if line.missing):
        sentence = f"{line.name}: its page declares {plural(line.missing, 'comment')} more than we hold there"
        if line.unassigned:
            verb = "stands" if line.unassigned == 1 else "stand"
            sentence += f"; {line.unassigned:,} of ours {verb} at no paragraph and may be among them"
        said.append(f"{sentence}.")
    return (*said, *unread)


def day_of(text: str | None) -> str | None:
    """A day as it is written in files.

    :raises ReviewError: where it is none.
    """
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError as error:
        raise ReviewError(f'"{text}" is not a day. Write it like 2026-11-24.') from error
