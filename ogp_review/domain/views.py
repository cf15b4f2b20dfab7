"""What the panels of the window show, read in one piece each: a card, a comment in the reader, the tree."""

from dataclasses import dataclass, field

from ogp_review.domain.comment import Excerpt
from ogp_review.domain.draft import Section
from ogp_review.domain.operation import Changes
from ogp_review.domain.point import Unit
from ogp_review.domain.response import Response


@dataclass(frozen=True, slots=True)
class Committed:
    """An operation that has just been written. `changes` is None where anything may have changed."""

    kind: str
    person: str
    sentence: str
    changes: Changes | None
    operation: int = 0


@dataclass(frozen=True, slots=True)
class TagMark:
    """A tag as a chip shows it: its id, path and name, and the name of its colour."""

    id: int
    path: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Card:
    """One comment as a list shows it. `preview` is the beginning of its text on one line.

    `place` is an id (domain.draft), `paragraph` its label or None; `merged` is how many units its largest
    point holds (0: none); `reply_to` the author or ref of the comment it answers; `place_title` the
    paragraph's title where its section has one.
    """

    id: int
    ref: str
    preview: str
    author: str | None
    organisation: str | None
    posted_at: str | None
    language: str | None
    channel: str
    place: int
    paragraph: str | None
    state: str
    set_aside: str | None
    stance: str | None
    tags: tuple[TagMark, ...]
    votes_for: int | None
    votes_against: int | None
    points: tuple[str, ...]
    merged: int
    parent_id: int | None
    reply_to: str | None
    depth: int
    has_note: bool
    translated: bool
    assigned_to: str | None


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many comments stand at a place: by state, set aside, and what its page declares (None: nothing).

    `votes_for` and `votes_against` are those of the comments there; 0 and 0 where none are known.
    """

    by_state: dict[str, int]
    set_aside: int
    declared: int | None = None
    votes_for: int = 0
    votes_against: int = 0

    @property
    def comments(self) -> int:
        """Those in the matrix: all but what is set aside."""
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class OutlineParagraph:
    """A paragraph in the tree. `title` is a few words of its own, or the beginning of its text."""

    id: int
    label: str
    title: str
    section_id: int | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The draft as the tree shows it, with counts by place (ids of paragraphs, NOT_ASSIGNED, WHOLE_DRAFT)."""

    sections: tuple[Section, ...]
    paragraphs: tuple[OutlineParagraph, ...]
    counts: dict[int, PlaceCount]


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """A paragraph's words in one language and version (draft, revised, final)."""

    language: str | None
    version: str
    text: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A private note."""

    id: int
    text: str
    person: str
    at: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation of a comment, who made it, and whether the source has changed since."""

    language: str
    text: str
    person: str
    stale: bool


@dataclass(frozen=True, slots=True)
class CommentView:
    """Everything the reader and the response editor show of one comment.

    `texts` are its source versions, the current one last. `place` and `place_texts` are of the paragraph it
    stands at; `point` the id of the point in which the whole comment stands, with its units and response.
    `submission` are the ids of the comments of the same submission in order; `replies` those that answer it.
    """

    card: Card
    text: str
    texts: tuple[str, ...]
    submission: tuple[int, ...]
    replies: tuple[int, ...]
    stakeholder: str | None
    country: str | None
    consultation: str
    excerpts: tuple[Excerpt, ...]
    excerpt_tags: dict[int, tuple[TagMark, ...]]
    notes: tuple[Note, ...]
    translations: tuple[Translation, ...]
    source_place: str | None
    place_label: str
    place_texts: tuple[ParagraphText, ...]
    closed: bool
    point: "PointView | None"
    other_points: tuple[str, ...] = ()
    participant: int | None = None
    """Who said it, as they are shown (domain.people)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of a point as the Points workspace compares it. `text` is the unit's own words, whole."""

    unit: Unit
    card: Card
    text: str
    translation: str | None


@dataclass(frozen=True, slots=True)
class PointView:
    """A point with its members (the lead first), its response and its place.

    `place_texts` are the paragraph's words, as in CommentView.
    """

    id: int
    ref: str
    summary: str
    lead: int
    place: int
    place_label: str
    place_texts: tuple[ParagraphText, ...]
    members: tuple[Member, ...]
    response: Response | None
    owner: str | None
    for_decision: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point in a list: what is said, how many comments, and how far its answer is."""

    id: int
    ref: str
    summary: str
    place: int
    paragraph: str | None
    units: int
    state: str
    disposition: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter with a name, and how many comments match it (None: not counted yet)."""

    name: str
    filter: str
    count: int | None = None
    builtin: bool = False
    icon: str = "bookmark"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be completed in the filter line and chosen in popups."""

    places: tuple[tuple[int, str, str], ...] = ()
    """(id, label, title), Whole draft and Not assigned included."""
    tags: tuple[TagMark, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    shortcuts: dict[str, str] = field(default_factory=dict)
    """Digit "1" to "9" to the path of the tag it puts on."""
    canned: tuple[tuple[str, str], ...] = ()
    """(name, text) of canned responses."""
    reasons: tuple[str, ...] = ()
    """Reasons for setting aside, the last used first."""
