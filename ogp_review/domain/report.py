"""The report and its matrix as data: what an exporter writes, whatever the format.

Built by `services.reporting`; exporters read it and know no database. Names of participants are already those
the edition may show, and rows already stand in the order of the draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ogp_review.domain.ledger import Ledger


class Edition(StrEnum):
    """Who an export is for."""

    COMMITTEE = "committee"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """One consultation in "How we consulted". `declared` is what its page says it holds (None: nothing).

    `missing` is by how many comments its page declares more, at any paragraph, than are held there; of these
    `unassigned`, which stand at no paragraph, may be some.
    """

    name: str
    title: str
    channel: str
    language: str | None
    description: str
    closes: str | None
    comments: int
    declared_comments: int | None
    declared_votes: int | None
    missing: int = 0
    unassigned: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts: ("French", 23)."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The totals of a review. Breakdowns are in falling order and add up to `comments`.

    `submissions` are those that sources state; most comments come without one.
    """

    comments: int
    replies: int
    submissions: int
    participants: int
    organisations: int
    points: int
    merged_comments: int
    votes_for: int
    votes_against: int
    by_language: tuple[Figure, ...]
    by_channel: tuple[Figure, ...]
    by_stakeholder: tuple[Figure, ...]
    by_country: tuple[Figure, ...]
    by_disposition: tuple[Figure, ...]
    by_state: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row of the response matrix: a point, or a unit that stands in none (then `point_id` is None).

    `row_id` and `version` let an edited workbook be read back; `verbatim` is the text of the lead in full and
    `more` how many further units the row holds. `comment_refs` names each comment once,
    `unit_refs` each unit.
    """

    row_id: int
    point_id: int | None
    version: str
    ref: str
    section: str
    paragraph: str
    point: str
    comments: int
    verbatim: str
    more: int
    participants: tuple[str, ...]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    votes_for: int
    votes_against: int
    themes: tuple[str, ...]
    disposition: str
    response: str
    proposed_change: str
    state: str
    owner: str
    approved_by: str
    for_decision: bool
    comment_refs: tuple[str, ...]
    unit_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One row of sheet "Comments": a comment, set aside or not; `proposal` is the wording it asks for."""

    row_id: int
    version: str
    ref: str
    paragraph: str
    author: str
    organisation: str
    channel: str
    language: str
    date: str
    text: str
    translation: str
    votes_for: int | None
    votes_against: int | None
    reply_to: str
    themes: tuple[str, ...]
    point: str
    disposition: str
    state: str
    set_aside: str
    proposal: str = ""

    def held_back(self) -> "CommentRow":
        """Of a comment set aside no more than why: spam and abuse are published nowhere."""
        if not self.set_aside:
            return self
        return replace(self, text="", translation="", proposal="", author="", organisation="", themes=())


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a comment as the report quotes them, with the name the edition may show."""

    text: str
    ref: str
    who: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Narrative:
    """What we heard, our response, what changed. `written` tells which of them a person wrote."""

    heard: str
    response: str
    changed: str
    written: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """A paragraph of the draft, or the whole draft or what is not assigned, with all that was said on it.

    `rows` are indices into :attr:`ReportDocument.matrix`. `declared` is what pages say they hold for it.
    """

    label: str
    text: str
    complete: bool
    revised: str | None
    comments: int
    declared: int | None
    narrative: Narrative
    quotations: tuple[Quotation, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading of the draft and its paragraphs."""

    heading: str
    level: int
    narrative: Narrative | None
    paragraphs: tuple[ReportParagraph, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A tag with what was said under it: counts of comments, by stance and by language."""

    path: str
    definition: str
    example: str
    colour: str
    shortcut: str
    retired: bool
    level: int
    comments: int
    points: int
    by_stance: tuple[Figure, ...]
    narrative: Narrative | None


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """Who spoke, as the edition may show them. `named` is False where consent is missing or unknown."""

    name: str
    organisation: str
    stakeholder: str
    country: str
    comments: int
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Tagged words of a comment: code points `start` to `stop` of its text, and who marked them.

    Where they were marked in an earlier version of the text, its words need not stand there any more.
    """

    ref: str
    start: int
    stop: int
    words: str
    themes: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A private note of staff on a comment or a point, which `ref` names. In no public edition."""

    ref: str
    text: str
    person: str


@dataclass(frozen=True, slots=True)
class Coding:
    """What programs for qualitative analysis hold beyond a report.

    `whole` are the themes of a comment as a whole, by its ref; a report counts those of its passages too.
    """

    whole: Mapping[str, tuple[str, ...]]
    passages: Sequence[Passage] = ()
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """All that an export holds.

    `summary` is written text, or what is assembled until somebody writes it; `unfinished` names what is still
    to do, one sentence each; `notes` is what "Method and limits" and the sheet "About" must say. `coding` is
    there for the formats that hold it; `licence` (by SPDX) is what open data are published under.
    """

    title: str
    edition: Edition
    language: str
    made_on: str
    made_by: str
    version: str
    review_id: str
    summary: str
    consultations: tuple[ConsultationLine, ...]
    figures: Figures
    sections: tuple[ReportSection, ...]
    matrix: Sequence[MatrixRow]
    comments: Sequence[CommentRow]
    themes: tuple[Theme, ...]
    participants: tuple[ParticipantRow, ...]
    unnamed_participants: int
    ledger: Ledger
    unfinished: tuple[str, ...]
    notes: tuple[str, ...]
    coding: Coding | None = None
    licence: str = "CC-BY-4.0"
