"""What the list says about itself: how many it holds, and why it holds nothing. Runs on a reader's thread."""

from dataclasses import dataclass

from ogp_review.domain import filters
from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.filters import FilterQuery
from ogp_review.domain.response import ANSWERED
from ogp_review.domain.views import Outline, OutlineParagraph, PlaceCount
from ogp_review.i18n import _, ngettext
from ogp_review.review import Review
from ogp_review.ui.comments.differences import Ids
from ogp_review.ui.comments.words import figure

IMPORT, CLEAR, GO, NOTHING = "import", "clear", "go", ""
_OPEN = "is:open"
_SPECIAL: dict[tuple[str, ...], int] = {("unassigned",): NOT_ASSIGNED, ("whole",): WHOLE_DRAFT}


@dataclass(frozen=True, slots=True)
class Counts:
    """Of what the list holds: how many are answered, and how many more its page declares.

    `aside` are those of the same place that are set aside and left out.
    """

    answered: int = 0
    missing: int = 0
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Why nothing is shown, and what helps: `action` is what the button does, `target` a label or filter."""

    icon: str
    sentence: str
    action: str = NOTHING
    button: str = ""
    target: str = ""
    also: str = ""
    """A filter that would show something, and `also_button` how it is offered."""
    also_button: str = ""


def counts(review: Review, filter_text: str, suggested: frozenset[int]) -> Counts:
    """Figures for the line under the filter."""
    answered = review.browsing.count(f"{filter_text} is:answered".strip(), suggested)
    query = filters.parse(filter_text)
    place = query.only("place")
    if len(place) == 1:
        found = paragraph_of(review.browsing.outline(), place[0])
        return Counts(answered, _missing(found[1]), found[1].set_aside) if found else Counts(answered)
    return Counts(answered, aside=_left_out(review, query))


def _left_out(review: Review, query: FilterQuery) -> int:
    """How many set aside stand where `query` asks for everything; 0 where it asks for more than a place."""
    if not query.tokens:
        return sum(count.set_aside for count in review.browsing.counts().values())
    place = _SPECIAL.get(query.only("is"))
    found = review.browsing.counts().get(place) if place is not None else None
    return found.set_aside if found else 0


def counts_text(shown: int, counted: Counts) -> tuple[str, str, str]:
    """What is there, what is missing in a sentence, and the same in a few words."""
    said = ngettext("{n} comment", "{n} comments", shown).replace(str(shown), figure(shown))
    if counted.answered:
        said += ", " + ngettext("{n} answered", "{n} answered", counted.answered)
    if counted.aside:
        aside = ngettext("{n} set aside is not shown", "{n} set aside are not shown", counted.aside)
        said += f", {aside}"
    if not counted.missing:
        return f"{said}.", "", ""
    whole = ngettext("{n} more declared, not captured.", "{n} more declared, not captured.", counted.missing)
    return f"{said}.", whole, ngettext("{n} not captured.", "{n} not captured.", counted.missing)


def paragraph_of(outline: Outline, label: str) -> tuple[OutlineParagraph, PlaceCount] | None:
    """The paragraph with this label, and its counts."""
    for one in outline.paragraphs:
        if one.label.upper() == label.upper():
            return one, outline.counts.get(one.id, PlaceCount({}, 0))
    return None


def _missing(count: PlaceCount) -> int:
    return max(0, (count.declared or 0) - count.comments - count.set_aside)


def _open(count: PlaceCount | None) -> int:
    if count is None:
        return 0
    return sum(number for state, number in count.by_state.items() if state not in ANSWERED)


def why_empty(review: Review, filter_text: str, suggested: frozenset[int]) -> Emptiness:
    """Why a list with this filter holds nothing."""
    query = filters.parse(filter_text)
    if not query.tokens and not review.browsing.count("is:setaside"):
        return Emptiness("import", _("No comments yet. Import the first ones."), IMPORT, _("Import"))
    done = _all_done(review, query) if query.asks("is", "open") else None
    if done is not None:
        return done
    if len(query.tokens) == 1 and (here := query.only("place")):
        sentence = _("No comments on {place} yet.").format(place=here[0])
        return Emptiness("info", sentence, CLEAR, _("Show all comments"))
    if not query.tokens:
        return Emptiness("info", _("Every comment is set aside."), CLEAR, _("Show them"), "is:setaside")
    return _nothing_matches(review, query, suggested)


def _nothing_matches(review: Review, query: FilterQuery, suggested: frozenset[int]) -> Emptiness:
    sentence = _("Nothing matches {filter}.").format(filter=query.text)
    also, button = _without_one(review, query, suggested)
    return Emptiness("filter", sentence, CLEAR, _("Clear filter"), also=also, also_button=button)


def _without_one(review: Review, query: FilterQuery, suggested: frozenset[int]) -> tuple[str, str]:
    """The filter without the one token that alone hides everything, where there is such a token."""
    if len(query.tokens) < 2:
        return "", ""
    found = []
    for number, token in enumerate(query.tokens):
        if token.key == filters.OR or any(one.key == filters.OR for one in query.tokens):
            continue
        less = query.less(number)
        count = review.browsing.count(less, suggested)
        if count:
            found.append((less, token.text, count))
    if len(found) != 1:
        return "", ""
    less, text, count = found[0]
    return less, _("Without {token} ({count})").format(token=text, count=figure(count))


def _all_done(review: Review, query: FilterQuery) -> Emptiness | None:
    """Where open comments of one paragraph are asked for, and all of them are answered."""
    places = [
        value for one in query.conditions if one.key == "place" and not one.negated for value in one.values
    ]
    if len(places) != 1 or len(query.tokens) != 2:
        return None
    outline = review.browsing.outline()
    here = paragraph_of(outline, places[0])
    if here is None or not here[1].comments or _open(here[1]):
        return None
    said = _("Every comment on {place} is answered.").format(place=here[0].label)
    following = _next_open(outline, here[0])
    if following is None:
        return Emptiness("check", said)
    left = figure(_open(outline.counts.get(following.id)))
    more = _("Next: {place}, {count} left.").format(place=following.label, count=left)
    go = _("Go to {place}").format(place=following.label)
    return Emptiness("check", f"{said} {more}", GO, go, following.label)


def _next_open(outline: Outline, here: OutlineParagraph) -> OutlineParagraph | None:
    """The next paragraph with something left to answer, from the beginning again after the last."""
    at = outline.paragraphs.index(here)
    after = (*outline.paragraphs[at + 1 :], *outline.paragraphs[:at])
    return next((one for one in after if _open(outline.counts.get(one.id))), None)


def needing_me(review: Review, ids: Ids, row: int) -> int | None:
    """The first after `row` (after the last: from the beginning) that is open and mine, else nobody's."""
    for text in ("is:mine is:open", "assigned:nobody is:open"):
        wanted = {id_ for chunk in review.browsing.ids(text) for id_ in chunk}
        for part in (ids[row + 1 :], ids[: max(0, row)]):
            found = next((id_ for id_ in part if id_ in wanted), None)
            if found is not None:
                return found
    return None
