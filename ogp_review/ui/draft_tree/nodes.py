"""What the sidebar has to say, before Qt: the lines of its two groups, made on a reader's thread."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ogp_review.domain import filters
from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL, WHOLE_DRAFT, WHOLE_DRAFT_LABEL, Section
from ogp_review.domain.response import ANSWERED
from ogp_review.domain.views import Outline, OutlineParagraph, PlaceCount, SavedView
from ogp_review.i18n import _

Key = tuple[str, int | str]

GROUP, VIEW, PLACE, SECTION, PARAGRAPH = "group", "view", "place", "section", "paragraph"
VIEWS_KEY: Key = (GROUP, "views")
DRAFT_KEY: Key = (GROUP, "draft")
NOTHING = PlaceCount({}, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the tree. `depth` counts from 0 (a group); `label` of a place is what triage calls it."""

    key: Key
    kind: str
    depth: int
    label: str
    title: str
    filter: str = ""
    icon: str = ""
    count: PlaceCount = NOTHING
    matches: int | None = None
    """How many comments match a view; None where that is not known yet."""

    @property
    def is_place(self) -> bool:
        """Whether comments can be moved here."""
        return self.kind in (PLACE, PARAGRAPH)

    @property
    def answered(self) -> int:
        return sum(number for state, number in self.count.by_state.items() if state in ANSWERED)

    @property
    def open(self) -> int:
        return self.count.comments - self.answered

    @property
    def captured(self) -> int:
        """What was captured, set aside or not: this is what a page's declared number is compared with."""
        return self.count.comments + self.count.set_aside

    @property
    def missing(self) -> int:
        """How many a page declares that were not captured."""
        return max(0, (self.count.declared or 0) - self.captured)


@dataclass(frozen=True, slots=True)
class Branch:
    """A line with those below it, in order."""

    line: Line
    below: "tuple[Branch, ...]" = ()


@dataclass
class _Plan:
    """The draft while its tree is made; keys are ids of sections, None for the top."""

    outline: Outline
    below: dict[int | None, list[Section]] = field(default_factory=lambda: defaultdict(list))
    paragraphs: dict[int | None, list[OutlineParagraph]] = field(default_factory=lambda: defaultdict(list))
    order: dict[int, int] = field(default_factory=dict)
    """The place in the draft of each paragraph, by its id."""


@lru_cache(maxsize=8192)
def same_filter(text: str) -> str:
    """`text` in the one form under which two ways of writing a filter are compared."""
    return filters.written(filters.tokens(text)).casefold()


def view_branches(views: Iterable[SavedView]) -> tuple[Branch, ...]:
    """The lines of the group "Views". Two copies may each have made a view of one name: both show."""
    seen: Counter[str] = Counter()
    found = []
    for view in views:
        seen[view.name] += 1
        key = (VIEW, f"{view.name}\n{seen[view.name]}")
        line = Line(key, VIEW, 1, "", view.name, view.filter, view.icon, matches=view.count)
        found.append(Branch(line))
    return tuple(found)


def draft_branches(outline: Outline, votes: dict[int, tuple[int, int]]) -> tuple[Branch, ...]:
    """The lines of the group "Draft"; a section stands where its first paragraph does.

    :param votes: for and against by place, where the outline does not hold them.
    """
    outline = replace(
        outline, counts={place: _with_votes(place, votes, count) for place, count in outline.counts.items()}
    )
    plan = _Plan(outline)
    known = {section.id for section in outline.sections}
    for section in outline.sections:
        plan.below[section.parent_id if section.parent_id in known else None].append(section)
    for position, paragraph in enumerate(outline.paragraphs):
        plan.paragraphs[paragraph.section_id if paragraph.section_id in known else None].append(paragraph)
        plan.order[paragraph.id] = position
    places = (
        _place(outline, NOT_ASSIGNED, NOT_ASSIGNED_LABEL, "is:unassigned", "unassigned"),
        _place(outline, WHOLE_DRAFT, WHOLE_DRAFT_LABEL, "is:whole", "file"),
    )
    return places + _under(plan, None, 1)


def _with_votes(place: int, votes: dict[int, tuple[int, int]], count: PlaceCount) -> PlaceCount:
    votes_for, against = votes.get(place, (count.votes_for, count.votes_against))
    return replace(count, votes_for=votes_for, votes_against=against)


def _place(outline: Outline, place: int, label: str, filter_text: str, icon: str) -> Branch:
    count = outline.counts.get(place, NOTHING)
    return Branch(Line((PLACE, place), PLACE, 1, label, _(label), filter_text, icon, count))


def _under(plan: _Plan, section_id: int | None, depth: int) -> tuple[Branch, ...]:
    """What stands directly under a section, in the order of the draft."""
    found: list[tuple[tuple[int, int], Branch]] = []
    for paragraph in plan.paragraphs[section_id]:
        found.append(((plan.order[paragraph.id], 0), _paragraph(plan.outline, paragraph, depth)))
    before = -1
    for number, section in enumerate(sorted(plan.below[section_id], key=lambda one: one.position), 1):
        branch = _section(section, _under(plan, section.id, depth), depth)
        before = _first(plan, branch, before)
        found.append(((before, number), branch))
    return tuple(branch for _position, branch in sorted(found, key=lambda pair: pair[0]))


def _first(plan: _Plan, branch: Branch, otherwise: int) -> int:
    """Where the first paragraph below `branch` stands in the draft."""
    for below in branch.below:
        key = below.line.key
        return plan.order[int(key[1])] if key[0] == PARAGRAPH else _first(plan, below, otherwise)
    return otherwise


def _paragraph(outline: Outline, paragraph: OutlineParagraph, depth: int) -> Branch:
    key, count = (PARAGRAPH, paragraph.id), outline.counts.get(paragraph.id, NOTHING)
    title = paragraph.title if paragraph.title != paragraph.label else ""
    return Branch(
        Line(
            key,
            PARAGRAPH,
            depth,
            paragraph.label,
            title,
            filters.token("place", paragraph.label),
            count=count,
        )
    )


def _section(section: Section, below: tuple[Branch, ...], depth: int) -> Branch:
    name = filters.token("section", section.label or section.title)
    count = total([branch.line for branch in below])
    line = Line((SECTION, section.id), SECTION, depth, section.label, section.title, name, "", count)
    return Branch(line, tuple(_deeper(branch) for branch in below))


def _deeper(branch: Branch) -> Branch:
    line = replace(branch.line, depth=branch.line.depth + 1)
    return Branch(line, tuple(_deeper(one) for one in branch.below))


def total(lines: Sequence[Line]) -> PlaceCount:
    """The sum of places. Where a page declares less than was captured, that much counts as declared."""
    by_state: dict[str, int] = defaultdict(int)
    for line in lines:
        for state, number in line.count.by_state.items():
            by_state[state] += number
    told = any(line.count.declared is not None for line in lines)
    return PlaceCount(
        dict(by_state),
        sum(line.count.set_aside for line in lines),
        sum(line.captured + line.missing for line in lines) if told else None,
        sum(line.count.votes_for for line in lines),
        sum(line.count.votes_against for line in lines),
    )
