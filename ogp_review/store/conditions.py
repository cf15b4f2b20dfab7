"""What a filter line means in this review: labels, tags, refs and names looked up, as conditions in SQL."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    union,
)

from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.filters import ME, NOBODY, SET_ASIDE, Condition, FilterQuery
from ogp_review.domain.folding import match_key, name_key
from ogp_review.domain.response import ANSWERED, State
from ogp_review.store import codebooks, comments, desk_reads, drafts, figures, people_reads
from ogp_review.store import tables as t
from ogp_review.store.comments import UNKNOWN_LANGUAGE
from ogp_review.store.finder import Asker, Finder
from ogp_review.store.named import known_people, named_sections, named_tags
from ogp_review.store.named import people as people

_S = t.comment_state.c
_W = t.comment_work.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter as conditions on `comment_state`.

    `words` are to be joined with the index of words; they are empty where `where` looks them up. `sought` are
    the words in both cases. `places` are those asked for (None: all). `costly`: something is worked out anew
    for each read, so that few reads are better than many; `at_once`: so little is left that one is best.
    """

    where: tuple[ColumnElement[bool], ...]
    words: str = ""
    sought: str = ""
    places: frozenset[int] | None = None
    costly: bool = False
    at_once: bool = False


def resolve(connection: Connection, query: FilterQuery, asker: Asker, *, in_order: bool = False) -> Wanted:
    """Look up what `query` names. `in_order`: matches are read in the order they came in, some at a time.

    :raises ReviewError: where there is no such paragraph, section, tag, point, comment or person.
    """
    reader = _Reader(connection, asker, in_order)
    where = [reader.condition(one) for one in query.conditions]
    if not shows_set_aside(query):
        where.append(~_S.set_aside)
    if query.without:
        where.append(~reader.matching(query.without))
    words = query.words
    if words and reader.at_once:
        where.append(reader.holding(words))
        words = ""
    return Wanted((_S.visible, *where), words, query.words, reader.places, reader.costly, reader.at_once)


def shows_set_aside(query: FilterQuery) -> bool:
    """Whether what is set aside shows too: where it is asked for, or a comment is named by its ref."""
    return query.asks("is", "setaside") or query.asks("state", SET_ASIDE) or query.asks("ref")


class _Reader(Finder):
    """Turns what is asked into conditions, a method a key."""

    def condition(self, one: Condition) -> ColumnElement[bool]:
        if one.key in ("place", "section") or (one.key == "is" and one.values in _FIXED):
            return self._standing(one)
        self.negated = one.negated
        found = _KEYS[one.key](self, one.values)
        return ~found if one.negated else found

    def _standing(self, one: Condition) -> ColumnElement[bool]:
        if one.key == "is":
            there = _FIXED[one.values]
        else:
            there = self._places(one.values) if one.key == "place" else self._sections(one.values)
        if one.negated:
            return ~self.among(_S.place, there)
        standing = figures.by_place(self.connection)
        number = sum(sum(standing.get(place, Counter()).values()) for place in there)
        few = self.few(number)
        self.at_once = self.at_once or few
        found = self.among(_S.place if few else _S.place + 0, there)
        self.places = there if self.places is None else self.places & there
        return found

    # Where it stands --------------------------------------------------------------------------------------

    def _places(self, labels: Iterable[str]) -> frozenset[int]:
        return frozenset(drafts.place(self.connection, label) for label in labels)

    def _sections(self, names: Iterable[str]) -> frozenset[int]:
        found = named_sections(names, drafts.sections(self.connection, self.asker.language))
        rows = select(t.paragraph.c.id).where(self.among(t.paragraph.c.section_id, found))
        return frozenset(self.connection.execute(rows).scalars())

    # What it is about -------------------------------------------------------------------------------------

    def tag(self, paths: tuple[str, ...]) -> ColumnElement[bool]:
        tags = codebooks.tags(self.connection, self.asker.language)
        found = {tag.id: tag.comments for path in paths for tag in named_tags(path, tags)}
        stands = or_(*(_S.tags.contains(f" {tag} ") for tag in found))
        if self.negated or not self.few(sum(found.values())):
            return stands
        c, e = t.tag_link.c, t.excerpt.c
        linked = select(c.unit_id.label("id")).where(self.among(c.tag_id, found), ~c.hidden)
        passages = select(e.comment_id.label("id")).where(e.id.in_(linked), ~e.hidden)
        return and_(self.rows(union(linked, passages)), stands)

    def stance(self, values: tuple[str, ...]) -> ColumnElement[bool]:
        return self.of(t.comment_work, _W.stance.in_(values))

    def lang(self, codes: tuple[str, ...]) -> ColumnElement[bool]:
        return or_(*(self._language(code) for code in codes))

    def _language(self, code: str) -> ColumnElement[bool]:
        plain = code.lower()
        if plain in (UNKNOWN_LANGUAGE, "none"):
            return _S.language.is_(None)
        stated = func.lower(func.coalesce(_S.language, ""))
        found: ColumnElement[bool] = stated == plain
        return found if "-" in plain else or_(found, stated.startswith(f"{plain}-", autoescape=True))

    def channel(self, names: tuple[str, ...]) -> ColumnElement[bool]:
        return func.lower(_S.channel).in_([name.lower() for name in names])

    # Who --------------------------------------------------------------------------------------------------

    def author(self, names: tuple[str, ...]) -> ColumnElement[bool]:
        return self._by("name", names)

    def org(self, names: tuple[str, ...]) -> ColumnElement[bool]:
        return self._by("organisation", names)

    def _by(self, column: str, names: tuple[str, ...]) -> ColumnElement[bool]:
        """Comments of participants in whose `column`, as it is shown or as their source says, one of `names`
        stands, however cased or accented.
        """
        wanted = [match_key(name) for name in names]
        found = [
            row
            for row, *said in people_reads.names(self.connection, column)
            if any(name in name_key(one) for one in said if one for name in wanted)
        ]
        return self.of(t.comment, self.among(t.comment.c.participant_id, found))

    def assigned(self, names: tuple[str, ...]) -> ColumnElement[bool]:
        people = {self.asker.person if name.lower() == ME else name for name in names}
        nobody = {name for name in people if name.lower() == NOBODY}
        me = people & {self.asker.person}
        known = sorted(me | known_people(self.connection, people - nobody - me))
        if not nobody:
            return self.of(t.comment_work, _W.assigned_to.in_(known))
        others = and_(_W.assigned_to.is_not(None), _W.assigned_to.not_in(known))
        return ~exists().where(_W.id == _S.id, others).correlate(t.comment_state)

    # How far it is ----------------------------------------------------------------------------------------

    def state(self, values: tuple[str, ...]) -> ColumnElement[bool]:
        states = [value for value in values if value != SET_ASIDE]
        aside = [self.setaside()] if SET_ASIDE in values else []
        return or_(*([self._in_state(states)] if states else []), *aside)

    def _in_state(self, states: Sequence[str]) -> ColumnElement[bool]:
        found = and_(_S.state.in_(states), ~_S.set_aside)
        known = figures.tallies(self.connection, "state")
        if self.negated or not self.few(sum(known.get(state, 0) for state in states)):
            return found
        # The index is by place and state: naming every place lets a rare state be found by it.
        self.at_once = True
        return and_(found, self.among(_S.place, figures.by_place(self.connection)))

    def answered(self) -> ColumnElement[bool]:
        return self._in_state(sorted(state.value for state in ANSWERED))

    def open(self) -> ColumnElement[bool]:
        return self._in_state(sorted(state.value for state in State if state not in ANSWERED))

    def setaside(self) -> ColumnElement[bool]:
        return and_(_S.set_aside == true(), self.of(t.comment_work, _W.set_aside.is_not(None)))

    def disposition(self, values: tuple[str, ...]) -> ColumnElement[bool]:
        r, p = t.response.c, t.point.c
        answered = select(r.id).join(t.point, p.id == r.id).where(~p.hidden, r.disposition.in_(values))
        return self._in_points(answered)

    def point(self, refs: tuple[str, ...]) -> ColumnElement[bool]:
        rows = [comments.by_ref(self.connection, ref) for ref in refs]
        return self._in_points(select(t.point.c.id).where(~t.point.c.hidden, self.among(t.point.c.id, rows)))

    def _in_points(self, points: Select[Any]) -> ColumnElement[bool]:
        e = t.excerpt.c
        whole = select(_W.id.label("id")).where(_W.point_id.in_(points), _W.set_aside.is_(None))
        passages = select(e.comment_id.label("id")).where(e.point_id.in_(points), ~e.hidden)
        return and_(self.rows(union(whole, passages)), ~_S.set_aside)

    def ref(self, refs: tuple[str, ...]) -> ColumnElement[bool]:
        rows = [comments.by_ref(self.connection, ref) for ref in refs]
        aliases = select(t.row_alias.c.target).where(self.among(t.row_alias.c.id, rows))
        self.at_once = self.at_once or not self.negated
        return self.among(_S.id, [*rows, *self.connection.execute(aliases).scalars()])

    def is_(self, values: tuple[str, ...]) -> ColumnElement[bool]:
        return or_(*(_IS[value](self) for value in values))

    def mine(self) -> ColumnElement[bool]:
        return self.assigned((ME,))

    def suggested(self) -> ColumnElement[bool]:
        return self.among(_S.id, self.asker.suggested)

    def merged(self) -> ColumnElement[bool]:
        """In a point with another unit."""
        several = [point for point, units in desk_reads.unit_counts(self.connection).items() if units > 1]
        shown = select(t.point.c.id).where(~t.point.c.hidden, self.among(t.point.c.id, several))
        return self._in_points(shown)

    def noted(self) -> ColumnElement[bool]:
        n, e = t.note.c, t.excerpt.c
        whole = select(n.owner.label("id")).where(~n.hidden)
        parts = select(e.comment_id.label("id")).join(t.note, n.owner == e.id).where(~n.hidden, ~e.hidden)
        return self.rows(union(whole, parts))

    def changed(self) -> ColumnElement[bool]:
        """The text that shows is not the first that was brought."""
        x = t.comment_text.c
        several = select(x.comment_id).group_by(x.comment_id).having(func.count() > 1)
        later = exists().where(x.id == _S.text_id, x.version > 1).correlate(t.comment_state)
        return and_(self.rows(several), later)


_KEYS: dict[str, Callable[[_Reader, tuple[str, ...]], ColumnElement[bool]]] = {
    "tag": _Reader.tag,
    "lang": _Reader.lang,
    "state": _Reader.state,
    "channel": _Reader.channel,
    "author": _Reader.author,
    "org": _Reader.org,
    "assigned": _Reader.assigned,
    "stance": _Reader.stance,
    "disposition": _Reader.disposition,
    "point": _Reader.point,
    "ref": _Reader.ref,
    "is": _Reader.is_,
}

_FIXED: dict[tuple[str, ...], frozenset[int]] = {
    ("unassigned",): frozenset({NOT_ASSIGNED}),
    ("whole",): frozenset({WHOLE_DRAFT}),
}

_IS: dict[str, Callable[[_Reader], ColumnElement[bool]]] = {
    "unassigned": lambda _: _S.place == NOT_ASSIGNED,
    "whole": lambda _: _S.place == WHOLE_DRAFT,
    "untagged": lambda _: _S.tags == "",
    "setaside": _Reader.setaside,
    "mine": _Reader.mine,
    "suggested": _Reader.suggested,
    "merged": _Reader.merged,
    "reply": lambda _: _S.is_reply == true(),
    "open": _Reader.open,
    "answered": _Reader.answered,
    "noted": _Reader.noted,
    "changed": _Reader.changed,
}
