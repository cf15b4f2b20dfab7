"""Reads of the draft: sections, paragraphs, places and consultations."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, select

from ogp_review.domain.draft import (
    NOT_ASSIGNED,
    NOT_ASSIGNED_LABEL,
    WHOLE_DRAFT,
    WHOLE_DRAFT_LABEL,
    Paragraph,
    Section,
    folded_label,
    label_key,
    label_order,
)
from ogp_review.errors import ReviewError
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import hash_id
from ogp_review.store.texts import texts
from ogp_review.store.visible import shows


def paragraph_id(label: str) -> int:
    """The id of the paragraph with this label: runs of the draft align by label."""
    return hash_id("paragraph", label_key(label))


def labels(connection: Connection, places: Iterable[int] | None = None) -> dict[int, str]:
    """The labels of all places, or of these: paragraphs that show, and the whole draft."""
    chosen = select(t.paragraph.c.id, t.paragraph.c.label).where(shows(t.paragraph))
    if places is not None:
        chosen = chosen.where(among(t.paragraph.c.id, set(places), connection))
    found = {row.id: row.label for row in connection.execute(chosen)}
    return {WHOLE_DRAFT: WHOLE_DRAFT_LABEL, **found}


def place(connection: Connection, label: str) -> int:
    """The place that is called `label`: a paragraph, "Whole draft" or "Not assigned".

    :raises ReviewError: naming the labels there are.
    """
    wanted = folded_label(label)
    for fixed, name in ((WHOLE_DRAFT, WHOLE_DRAFT_LABEL), (NOT_ASSIGNED, NOT_ASSIGNED_LABEL)):
        if wanted == folded_label(name):
            return fixed
    known = labels(connection)
    found = paragraph_id(label)
    if found in known:
        return found
    same = [row for row, name in known.items() if label_key(name) == label_key(label)]
    if same:
        return same[0]  # from a review that is older than the rule of what labels are alike
    names = sorted((name for row, name in known.items() if row != WHOLE_DRAFT), key=label_order)
    if not names:
        raise ReviewError(f'There is no paragraph "{label}": no draft has been imported yet.')
    there = f"{names[0]} to {names[-1]}" if len(names) > 1 else names[0]
    raise ReviewError(
        f'There is no paragraph "{label}". There are {there}, "Whole draft" and "Not assigned".'
    )


def paragraphs(connection: Connection, language: str) -> list[Paragraph]:
    """All paragraphs in the order of the draft, with their text in `language` where there is one."""
    best = _best_texts(connection, language)
    revised = texts(connection, ["revised"], language)
    chosen = select(t.paragraph).where(shows(t.paragraph))
    rows = sorted(connection.execute(chosen).all(), key=lambda row: (label_order(row.label), row.position))
    return [
        Paragraph(
            id=row.id,
            label=row.label,
            section_id=row.section_id,
            position=position,
            text=best[row.id].text if row.id in best else "",
            complete=bool(best[row.id].complete) if row.id in best else False,
            language=best[row.id].language if row.id in best else None,
            revised=revised.get((row.id, "revised")),
        )
        for position, row in enumerate(rows)
    ]


def _best_texts(connection: Connection, language: str) -> dict[int, Any]:
    """Of each paragraph's texts: complete ones before clipped ones, `language` before others, later last."""
    c = t.paragraph_text.c
    joined = t.paragraph_text.join(t.operation, c.made_by == t.operation.c.id)
    chosen = select(c.paragraph_id, c.language, c.text, c.complete).select_from(joined)
    shown = chosen.where(and_(shows(t.paragraph_text), c.version == "draft"))
    best: dict[int, tuple[tuple[bool, bool], Any]] = {}
    for row in connection.execute(shown.order_by(t.operation.c.lamport, t.operation.c.id)):
        rank = (row.language == language, bool(row.complete))
        if row.paragraph_id not in best or rank >= best[row.paragraph_id][0]:
            best[row.paragraph_id] = (rank, row)
    return {paragraph: row for paragraph, (_, row) in best.items()}


def all_texts(connection: Connection) -> dict[int, list[str]]:
    """Every captured text of every paragraph, in any language: what comments may quote."""
    c = t.paragraph_text.c
    found: dict[int, list[str]] = {}
    chosen = select(c.paragraph_id, c.text).where(shows(t.paragraph_text))
    for row in connection.execute(chosen.order_by(c.id)):
        found.setdefault(row.paragraph_id, []).append(row.text)
    return found


def sections(connection: Connection, language: str) -> list[Section]:
    """All sections in the order of the draft, with their title in `language` where there is one."""
    c = t.section_title.c
    titled = select(c.section_id, c.language, c.title).where(shows(t.section_title)).order_by(c.id)
    titles: dict[int, str] = {}
    for row in connection.execute(titled):
        if row.section_id not in titles or row.language == language:
            titles[row.section_id] = row.title
    chosen = select(t.section).where(shows(t.section)).order_by(t.section.c.position, t.section.c.id)
    return [
        Section(row.id, row.label, titles.get(row.id, ""), row.parent_id, row.level, row.position)
        for row in connection.execute(chosen)
    ]


def consultations(connection: Connection) -> list[Any]:
    """The consultations that show, in the order they came."""
    c = t.consultation.c
    joined = t.consultation.join(t.operation, c.made_by == t.operation.c.id)
    chosen = select(t.consultation).select_from(joined).where(shows(t.consultation))
    return list(connection.execute(chosen.order_by(t.operation.c.lamport, c.name)))


def declared(connection: Connection) -> list[Any]:
    """What pages say they hold, of each consultation and paragraph from its latest capture."""
    c = t.declared.c
    joined = t.declared.join(t.operation, c.made_by == t.operation.c.id)
    chosen = select(c.consultation_id, c.paragraph_id, c.comments, c.votes).select_from(joined)
    ordered = chosen.where(shows(t.declared)).order_by(t.operation.c.lamport, t.operation.c.id)
    latest = {(row.consultation_id, row.paragraph_id): row for row in connection.execute(ordered)}
    return list(latest.values())
