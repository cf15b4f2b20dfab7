"""The sentences a report says until a person writes better ones, and what it must say of its limits."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ogp_review.domain.languages import language_name
from ogp_review.domain.ledger import Ledger
from ogp_review.domain.operation import plural
from ogp_review.domain.report import ConsultationLine, Figures, MatrixRow, Narrative
from ogp_review.domain.response import ANSWERED

PARTS = ("heard", "response", "changed")


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def assembled_narrative(
    rows: Sequence[MatrixRow], comments: int, revised: bool, written: dict[str, str]
) -> Narrative:
    """What the rows of a paragraph, section or theme say, with what a person wrote in its place."""
    said = {
        "heard": _heard(rows, comments),
        "response": _responded(rows),
        "changed": _changed(rows, revised),
    }
    said.update({part: text for part, text in written.items() if text})
    return Narrative(
        said["heard"], said["response"], said["changed"], frozenset(p for p in PARTS if written.get(p))
    )


def _heard(rows: Sequence[MatrixRow], comments: int) -> str:
    if not comments:
        return "No comments."
    codes = Counter(language for row in rows for language in row.languages)
    sentence = plural(comments, "comment")
    points = sum(1 for row in rows if row.point_id is not None)
    if points:
        alone = len(rows) - points
        sentence += f", merged into {plural(points, 'point')}" + (
            f" with {alone:,} standing alone" if alone else ""
        )
    languages = [language_name(code) for code, _ in codes.most_common()]
    if len(languages) > 1:
        sentence += f", in {listed(languages)}"
    themes = [theme for theme, _ in Counter(theme for row in rows for theme in row.themes).most_common(3)]
    return sentence + "." + (f" Most about {listed(themes)}." if themes else "")


def _responded(rows: Sequence[MatrixRow]) -> str:
    if not rows:
        return ""
    decided = Counter(row.disposition for row in rows if row.disposition and row.state in ANSWERED)
    waiting = sum(1 for row in rows if row.state not in ANSWERED)
    parts = [f"{count:,} {name}" for name, count in decided.most_common()]
    said = f"Approved responses: {listed(parts)}." if parts else ""
    if waiting:
        verb = "has" if waiting == 1 else "have"
        said += f"{' ' if said else ''}{plural(waiting, 'row')} {verb} no approved response yet."
    return said


def _changed(rows: Sequence[MatrixRow], revised: bool) -> str:
    proposed = sum(1 for row in rows if row.proposed_change)
    if revised:
        return "The paragraph has been revised."
    if proposed:
        return f"{plural(proposed, 'change')} proposed; the paragraph itself is not revised yet."
    return "No change."


def assembled_summary(figures: Figures, ledger: Ledger, rows: Sequence[MatrixRow], revised: int) -> str:
    """The report's Summary until somebody writes it."""
    if not figures.comments:
        return "No comments have been imported yet."
    languages = listed([f"{figure.count:,} {figure.name}" for figure in figures.by_language])
    spoke = f" from {plural(figures.participants, 'participant')}" if figures.participants else ""
    lines = [f"{plural(figures.comments, 'comment')} came in{spoke}, by language: {languages}."]
    if figures.points:
        lines.append(f"What says the same was merged: {plural(figures.points, 'point')}.")
    decided = Counter(row.disposition for row in rows if row.disposition and row.state in ANSWERED)
    if decided:
        lines.append(
            f"Decided so far: {listed([f'{count:,} {name}' for name, count in decided.most_common()])}."
        )
    if revised:
        lines.append(f"{plural(revised, 'paragraph')} revised.")
    lines.append(
        f"Of all comments {ledger.answered:,} are answered, {ledger.set_aside:,} set aside with a reason and "
        f"{ledger.open:,} still open."
    )
    return " ".join(lines)


def limits(lines: Iterable[ConsultationLine], unread: Sequence[str]) -> tuple[str, ...]:
    """What "Method and limits" must say."""
    said: list[str] = []
    for line in lines:
        if line.declared_comments is not None and line.declared_comments > line.comments:
            missing = line.declared_comments - line.comments
            verb = "was" if missing == 1 else "were"
            said.append(
                f"{line.name}: the page declares {plural(line.declared_comments, 'comment')}, of which "
                f"{missing:,} {verb} not captured."
            )
    return (*said, *unread)
