"""The data dictionary of open data: each table and column with what it means, in one place.

CSV headers, JSON records, the dictionary that is published with them and the shipped JSON Schema follow it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ogp_review.domain.report import ReportDocument, ReportParagraph
from ogp_review.domain.response import ANSWERED
from ogp_review.exporters.holding import held_back

Value = str | int | bool | None | tuple[str, ...]

JOIN = "; "
"""Between several values in one cell of a CSV file."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `kind` is a type of JSON Schema; an array is of strings; `optional` may be null."""

    name: str
    kind: str
    about: str
    value: Callable[[Any], Value]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row of it is, its columns, and its rows in a document."""

    name: str
    about: str
    fields: tuple[Field, ...]
    rows: Callable[[ReportDocument], Iterable[Any]]
    count: Callable[[ReportDocument], int]


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph under its section."""

    section: str
    paragraph: ReportParagraph


def _places(document: ReportDocument) -> Iterable[_Place]:
    for section in document.sections:
        for paragraph in section.paragraphs:
            yield _Place(section.heading, paragraph)


def _status(row: Any) -> str:
    """Answered, open or set aside, as the ledger counts."""
    if getattr(row, "set_aside", ""):
        return "set aside"
    return "answered" if row.state in ANSWERED else "open"


_STATUS = "answered: a response is approved or published; open: not yet"

TABLES = (
    Table(
        "consultations",
        "One row for each published run of the draft.",
        (
            Field("name", "string", "Short name of the consultation.", lambda r: r.name),
            Field("title", "string", "Its title.", lambda r: r.title),
            Field("channel", "string", "How comments came in.", lambda r: r.channel),
            Field("language", "string", "Its language (ISO 639); null: several.", lambda r: r.language, True),
            Field("description", "string", "What was asked, and of whom.", lambda r: r.description),
            Field("closes", "string", "Last day, where stated.", lambda r: r.closes, True),
            Field("comments", "integer", "Comments held here.", lambda r: r.comments),
            Field("declared_comments", "integer", "Comments its page says it has; null: it says nothing.",
                  lambda r: r.declared_comments, True),
            Field("declared_votes", "integer", "Votes its page says it has; null: it says nothing.",
                  lambda r: r.declared_votes, True),
        ),
        lambda document: document.consultations,
        lambda document: len(document.consultations),
    ),
    Table(
        "paragraphs",
        "One row for each paragraph of the draft, and for the whole draft where comments are about it.",
        (
            Field("label", "string", "Label of the paragraph, unique in the draft.",
                  lambda r: r.paragraph.label),
            Field("section", "string", "Heading above it.", lambda r: r.section),
            Field("text", "string", "Text that was consulted on.", lambda r: r.paragraph.text),
            Field("complete", "boolean", "Whether the whole text is known, not only its beginning.",
                  lambda r: r.paragraph.complete),
            Field("revised", "string", "Text after the consultation; null: not revised.",
                  lambda r: r.paragraph.revised, True),
            Field("comments", "integer", "Comments on it that are not set aside.",
                  lambda r: r.paragraph.comments),
            Field("declared_comments", "integer", "Comments its source says it has; null: it says nothing.",
                  lambda r: r.paragraph.declared, True),
            Field("heard", "string", "What was heard on it.", lambda r: r.paragraph.narrative.heard),
            Field("response", "string", "What was answered.", lambda r: r.paragraph.narrative.response),
            Field("changed", "string", "What changed in it.", lambda r: r.paragraph.narrative.changed),
        ),
        _places,
        lambda document: sum(len(section.paragraphs) for section in document.sections),
    ),
    Table(
        "themes",
        "One row for each theme that comments are sorted by.",
        (
            Field("path", "string", "Names from the broadest theme down, with / between them.",
                  lambda r: r.path),
            Field("definition", "string", "When a comment gets it.", lambda r: r.definition),
            Field("example", "string", "An example.", lambda r: r.example),
            Field("retired", "boolean", "Whether it is no longer given.", lambda r: r.retired),
            Field("comments", "integer", "Comments that have it.", lambda r: r.comments),
        ),
        lambda document: document.themes,
        lambda document: len(document.themes),
    ),
    Table(
        "participants",
        "One row for each participant who agreed to be named.",
        (
            Field("name", "string", "Name.", lambda r: r.name),
            Field("organisation", "string", "Organisation.", lambda r: r.organisation),
            Field("stakeholder", "string", "Kind of stakeholder.", lambda r: r.stakeholder),
            Field("country", "string", "Country.", lambda r: r.country),
            Field("comments", "integer", "Comments sent.", lambda r: r.comments),
            Field("languages", "array", "Languages of these comments.", lambda r: r.languages),
        ),
        lambda document: [row for row in document.participants if row.named],
        lambda document: sum(row.named for row in document.participants),
    ),
    Table(
        "responses",
        "One row for each point that was answered, or is to be: what several comments say, once.",
        (
            Field("ref", "string", "Reference of the row, unique; it never changes.", lambda r: r.ref),
            Field("section", "string", "Heading above the paragraph.", lambda r: r.section),
            Field("paragraph", "string", "Label of the paragraph it is about.", lambda r: r.paragraph),
            Field("point", "string", "What is being said, in a summary; may be empty.", lambda r: r.point),
            Field("comments", "integer", "Comments that say it.", lambda r: r.comments),
            Field("votes_for", "integer", "Votes for these comments.", lambda r: r.votes_for),
            Field("votes_against", "integer", "Votes against them.", lambda r: r.votes_against),
            Field("languages", "array", "Language codes of these comments.", lambda r: r.languages),
            Field("channels", "array", "Channels they came in by.", lambda r: r.channels),
            Field("themes", "array", "Paths of their themes.", lambda r: r.themes),
            Field("disposition", "string", "What was decided; empty: not yet.", lambda r: r.disposition),
            Field("response", "string", "The reasoned response; empty: not yet.", lambda r: r.response),
            Field("proposed_change", "string", "Change to the text; empty: none.",
                  lambda r: r.proposed_change),
            Field("status", "string", f"{_STATUS}.", _status),
            Field("comment_refs", "array", "References of the comments, in table comments.",
                  lambda r: r.comment_refs),
        ),
        lambda document: document.matrix,
        lambda document: len(document.matrix),
    ),
    Table(
        "comments",
        "One row for each comment that came in, in the words it was sent in.",
        (
            Field("ref", "string", "Reference of the comment, unique; it never changes.", lambda r: r.ref),
            Field("paragraph", "string", "Label of the paragraph it is about.", lambda r: r.paragraph),
            Field("reply_to", "string", "Reference of the comment it answers; empty: none.",
                  lambda r: r.reply_to),
            Field("author", "string", "Who wrote it; empty: did not agree to be named, or not known.",
                  lambda r: r.author),
            Field("organisation", "string", "For which organisation; empty as the author is.",
                  lambda r: r.organisation),
            Field("channel", "string", "How it came in.", lambda r: r.channel),
            Field("language", "string", "Language code (ISO 639); empty: not known.", lambda r: r.language),
            Field("date", "string", "When it was sent, as precisely as its source states it.",
                  lambda r: r.date),
            Field("text", "string", "The comment, unchanged; empty where it is set aside.", lambda r: r.text),
            Field("proposal", "string", "The wording it asks for, where its source keeps that apart.",
                  lambda r: r.proposal),
            Field("translation", "string", "A translation; empty: none.", lambda r: r.translation),
            Field("votes_for", "integer", "Votes for it; null: the source has no votes.",
                  lambda r: r.votes_for, True),
            Field("votes_against", "integer", "Votes against it; null: the source has no votes.",
                  lambda r: r.votes_against, True),
            Field("themes", "array", "Paths of its themes, in table themes.", lambda r: r.themes),
            Field("responses", "array", "References of the rows that answer it, in table responses.",
                  lambda r: tuple(filter(None, r.point.split(JOIN)))),
            Field("status", "string", f"{_STATUS}; set aside: taken out for the reason stated.", _status),
            Field("set_aside", "string", "Why it was set aside; empty: it was not.", lambda r: r.set_aside),
        ),
        lambda document: held_back(document.comments, document.edition),
        lambda document: len(document.comments),
    ),
)  # fmt: skip
