"""The totals of a report: figures, participants, themes and consultations, counted from its own rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from ogp_review.domain.codebook import SEPARATOR, Tag
from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.languages import NOT_STATED, language_name
from ogp_review.domain.report import (
    ConsultationLine,
    Figure,
    Figures,
    ParticipantRow,
    Theme,
)
from ogp_review.services.report_rows import Material, Rows
from ogp_review.services.report_words import assembled_narrative
from ogp_review.store.report_reads import Who


def figures_of(material: Material, rows: Rows) -> Figures:
    """The totals; each breakdown adds up to the comments, those of responses to the rows."""
    comments = material.comments
    return Figures(
        comments=len(comments),
        replies=sum(1 for comment in comments if comment.is_reply),
        submissions=len({comment.submission_id for comment in comments} - {None}),
        participants=len(
            {comment.participant_id for comment in comments if comment.participant_id is not None}
        ),
        organisations=len({who.organisation for who in _speakers(material) if who.organisation}),
        points=sum(1 for row in rows.matrix if row.point_id is not None),
        merged_comments=len(
            {ref for row in rows.matrix if row.point_id is not None for ref in row.comment_refs}
        ),
        votes_for=sum(comment.votes_for or 0 for comment in comments),
        votes_against=sum(comment.votes_against or 0 for comment in comments),
        by_language=_breakdown(language_name(comment.language) for comment in comments),
        by_channel=_breakdown(comment.channel for comment in comments),
        by_stakeholder=_breakdown(_of(material, lambda who: who.stakeholder)),
        by_country=_breakdown(_of(material, lambda who: who.country)),
        by_disposition=_breakdown(row.disposition or "none yet" for row in rows.matrix),
        by_state=_breakdown(row.state for row in rows.comments),
    )


def _breakdown(values: Iterable[str]) -> tuple[Figure, ...]:
    return tuple(Figure(name, count) for name, count in Counter(values).most_common())


def _speakers(material: Material) -> list[Who]:
    spoke = {comment.participant_id for comment in material.comments}
    return [who for row, who in material.people.items() if row in spoke]


def _of(material: Material, said: Callable[[Who], str | None]) -> Iterable[str]:
    for comment in material.comments:
        who = material.people.get(comment.participant_id)
        yield (said(who) if who else None) or NOT_STATED


def participants_of(material: Material) -> tuple[tuple[ParticipantRow, ...], int]:
    """Who spoke, by falling number of comments, and how many more the edition may not name."""
    spoken: dict[int, list[Any]] = defaultdict(list)
    named: dict[int, Who] = {}
    unnamed: set[int] = set()
    for comment in material.comments:
        who = named.get(comment.participant_id) or material.who(comment)
        if who is not None:
            named[who.id] = who
            spoken[who.id].append(comment)
        elif comment.participant_id is not None:
            unnamed.add(comment.participant_id)
    found = [_participant(named[row], own) for row, own in spoken.items()]
    return tuple(sorted(found, key=lambda row: (-row.comments, row.name, row.organisation))), len(unnamed)


def _participant(who: Who, comments: list[Any]) -> ParticipantRow:
    return ParticipantRow(
        name=who.name or "",
        organisation=who.organisation or "",
        stakeholder=who.stakeholder or "",
        country=who.country or "",
        comments=len(comments),
        languages=tuple(dict.fromkeys(language_name(comment.language) for comment in comments)),
        channels=tuple(dict.fromkeys(comment.channel for comment in comments)),
        named=bool(who.consent),
    )


def themes_of(
    material: Material, rows: Rows, codebook: list[Tag], written: Callable[[int], dict[str, str]]
) -> tuple[Theme, ...]:
    """The codebook with what was said under each tag, in its order."""
    comments: dict[int, list[Any]] = defaultdict(list)
    for comment in material.comments:
        if comment.set_aside is None:
            for tag in comment.tags.split():
                comments[int(tag)].append(comment)
    by_theme: dict[str, list[Any]] = defaultdict(list)
    for row in rows.matrix:
        for theme in row.themes:
            by_theme[theme].append(row)
    return tuple(_theme(tag, comments[tag.id], by_theme[tag.path], written(tag.id)) for tag in codebook)


def _theme(tag: Tag, comments: list[Any], rows: list[Any], written: dict[str, str]) -> Theme:
    return Theme(
        path=tag.path,
        definition=tag.definition,
        example=tag.example,
        colour=tag.colour,
        shortcut=tag.shortcut or "",
        retired=tag.retired,
        level=tag.path.count(SEPARATOR) + 1,
        comments=len(comments),
        points=sum(1 for row in rows if row.point_id is not None),
        by_stance=_breakdown(comment.stance or NOT_STATED for comment in comments),
        narrative=assembled_narrative(rows, len(comments), 0, written) if any(written.values()) else None,
    )


def consultations_of(
    material: Material, rows: list[Any], declared: list[Any]
) -> tuple[ConsultationLine, ...]:
    """How each consultation was run, and what its page declares beside what was captured."""
    held = Counter(comment.consultation_id for comment in material.comments)
    there = Counter(
        (comment.consultation_id, comment.paragraph_id or comment.place) for comment in material.comments
    )
    missing: Counter[int] = Counter()
    comments: Counter[int] = Counter()
    votes: Counter[int] = Counter()
    for row in declared:
        comments[row.consultation_id] += row.comments
        votes[row.consultation_id] += row.votes
        missing[row.consultation_id] += max(0, row.comments - there[row.consultation_id, row.paragraph_id])
    return tuple(
        ConsultationLine(
            name=row.name,
            title=row.title,
            channel=row.channel,
            language=row.language,
            description=row.description,
            closes=row.closes,
            comments=held[row.id],
            declared_comments=comments.get(row.id),
            declared_votes=votes.get(row.id),
            missing=missing[row.id],
            unassigned=there[row.id, NOT_ASSIGNED] if missing[row.id] else 0,
        )
        for row in rows
    )
