"""Tables of a page, with headers that a screen reader can name for each cell, and bars beside numbers."""

from collections.abc import Iterable, Sequence

from ogp_review.domain.report import Figure
from ogp_review.exporters.html_text import Writer, escaped
from ogp_review.i18n import _, ngettext

_BAR_WIDTH = 160
_SHOWN = 12


def table(
    caption: str, titles: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()
) -> str:
    """`rows` hold HTML, their first cell names the row; `numbers` are the columns set to the right."""
    right = frozenset(numbers)
    head = "".join(
        f'<th scope="col"{_right(column, right)}>{escaped(title)}</th>' for column, title in enumerate(titles)
    )
    body = "".join(f"<tr>{''.join(_cells(cells, right))}</tr>" for cells in rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escaped(caption)}"><table>'
        f"<caption>{escaped(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(cells: Sequence[str], right: frozenset[int]) -> Iterable[str]:
    for column, cell in enumerate(cells):
        tag = 'th scope="row"' if column == 0 else "td"
        yield f"<{tag}{_right(column, right)}>{cell}</{tag[:2]}>"


def _right(column: int, right: frozenset[int]) -> str:
    return ' class="number"' if column in right else ""


def breakdown(writer: Writer, caption: str, name: str, figures: Sequence[Figure]) -> str:
    """A count each with a bar, which is drawn and not told: the number stands beside it.

    Where there are many, the rarest are one row.
    """
    most = max((figure.count for figure in figures), default=0)
    rest = figures[_SHOWN:] if len(figures) > _SHOWN + 1 else ()
    shown = figures[: len(figures) - len(rest)]
    rows = [
        (writer.line(figure.name), f"{figure.count:,}", _bar(figure.count / most if most else 0))
        for figure in shown
    ]
    if rest:
        others = ngettext("one other", "{n} others", len(rest))
        rows.append((escaped(others), f"{sum(figure.count for figure in rest):,}", ""))
    return table(caption, (name, _("Comments"), _("Share")), rows, numbers=(1,)) if rows else ""


def _bar(share: float) -> str:
    width = max(2, round(_BAR_WIDTH * share))
    return (
        f'<svg class="bar" aria-hidden="true" viewBox="0 0 {_BAR_WIDTH} 12" preserveAspectRatio="none">'
        f'<rect width="{width}" height="12" /></svg>'
    )
