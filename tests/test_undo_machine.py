"""Random work, undo, redo and reopening by two people, held against a plain model of a review.

The model is a dictionary of what can be seen: for each comment where it stands, what it wants, its tags,
its point, why it is set aside; for each point its summary and its response. What an operation does to it is
worked out here, without the store; undo must bring back exactly what stood there, or be refused when it
has changed since.
"""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from random_work import write_source

from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review

COMMENTS = 6
PEOPLE = ("Ana", "Ben")
PLACES = ("P1", "P2", "Whole draft", None)
TAGS = ("Youth", "Youth/Children", "Money")

State = dict[tuple[str, ...], Any]
one = st.integers(0, COMMENTS - 1)
several = st.lists(one, min_size=1, max_size=4, unique=True)
person = st.sampled_from(PEOPLE)


class Model:
    """What can be seen, and what each person has done and taken back, as changes to it."""

    def __init__(self) -> None:
        self.seen: State = {}
        self.done: dict[str, list[State]] = {name: [] for name in PEOPLE}
        self.undone: dict[str, list[State]] = {name: [] for name in PEOPLE}

    def change(self, who: str, wanted: State) -> None:
        """Do something: remember what it changed, with before and after."""
        difference = {
            key: (self.seen.get(key), value) for key, value in wanted.items() if self.seen.get(key) != value
        }
        if difference:
            self.done[who].append(difference)
            self.undone[who].clear()
            self._set({key: after for key, (_, after) in difference.items()})

    def unchanged_since(self, difference: State, side: int) -> bool:
        return all(self.seen.get(key) == pair[side] for key, pair in difference.items())

    def undo(self, who: str) -> None:
        difference = self.done[who].pop()
        self._set({key: before for key, (before, _) in difference.items()})
        self.undone[who].append(difference)

    def redo(self, who: str) -> None:
        difference = self.undone[who].pop()
        self._set({key: after for key, (_, after) in difference.items()})
        self.done[who].append(difference)

    def _set(self, values: State) -> None:
        for key, value in values.items():
            if value is None:
                self.seen.pop(key, None)
            else:
                self.seen[key] = value


class UndoMachine(RuleBasedStateMachine):
    """Hypothesis drives it; `observed` is what the review says after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "review.ogpr"
        self.model = Model()

    @initialize()
    def begin(self) -> None:
        with create_review(self.path, title="Draft", person="Office") as review:
            source = write_source(Path(self.folder.name) / "source.csv", 1, COMMENTS)
            review.intake.import_file(source, consultation="Run")
        self.reviews = {name: open_review(self.path, person=name) for name in PEOPLE}
        found = list(self.reviews["Ana"].comments())
        self.refs = [comment.ref for comment in found]
        self.stated = {comment.ref: comment.paragraph for comment in found}

    def teardown(self) -> None:
        if hasattr(self, "reviews"):
            assert self.reviews["Ana"].verify()["problems"] == []
            for review in self.reviews.values():
                review.close()
        self.folder.cleanup()

    # What people do ---------------------------------------------------------------------------------------

    def _refs(self, chosen: list[int]) -> list[str]:
        return [self.refs[number] for number in chosen]

    def _get(self, *key: str) -> Any:
        return self.model.seen.get(key)

    @rule(who=person, chosen=several, place=st.sampled_from(PLACES))
    def move(self, who: str, chosen: list[int], place: str | None) -> None:
        self.reviews[who].triage.move(self._refs(chosen), place)
        self.model.change(who, {(ref, "place"): place or "nowhere" for ref in self._refs(chosen)})

    @rule(who=person, chosen=several, stance=st.sampled_from(("support", "change", None)))
    def stance(self, who: str, chosen: list[int], stance: str | None) -> None:
        self.reviews[who].triage.stance(self._refs(chosen), stance)
        self.model.change(who, {(ref, "stance"): stance for ref in self._refs(chosen)})

    @rule(who=person, chosen=several)
    def set_aside(self, who: str, chosen: list[int]) -> None:
        refs = self._refs(chosen)
        self.reviews[who].triage.set_aside(refs, "spam")
        self.model.change(who, {(ref, "aside"): "spam" for ref in refs})

    @rule(who=person, chosen=several)
    def take_back(self, who: str, chosen: list[int]) -> None:
        self.reviews[who].triage.take_back(self._refs(chosen))
        self.model.change(who, {(ref, "aside"): None for ref in self._refs(chosen)})

    @rule(who=person, chosen=several, tag=st.sampled_from(TAGS))
    def tag(self, who: str, chosen: list[int], tag: str) -> None:
        self.reviews[who].tagging.add(self._refs(chosen), tag)
        self.model.change(who, {(ref, "tag", tag): True for ref in self._refs(chosen)})

    @rule(who=person, chosen=several, tag=st.sampled_from(TAGS))
    def untag(self, who: str, chosen: list[int], tag: str) -> None:
        if tag in {found.path for found in self.reviews[who].tagging.codebook()}:
            self.reviews[who].tagging.remove(self._refs(chosen), tag)
            self.model.change(who, {(ref, "tag", tag): None for ref in self._refs(chosen)})

    def _point(self, ref: str) -> Any:
        """The point a comment stands in: none while it is set aside, whatever redo brings back.

        None either where the point was left by all others meanwhile: it went with the last of them.
        """
        point = self._get(ref, "point")
        return None if self._get(ref, "aside") or self._get(point, "gone") else point

    def _left(self, refs: list[str], kept: str | None = None) -> State:
        """The points that go because `refs` leave them, but for one they join."""
        points = {self._point(ref) for ref in refs} - {None, kept}
        staying = {self._point(ref) for ref in self.refs if ref not in refs}
        return {(point, "gone"): True for point in points - staying}

    def _may_leave(self, refs: list[str]) -> bool:
        """Whether no answered point would be left empty."""
        for point in {self._point(ref) for ref in refs} - {None}:
            left = [ref for ref in self.refs if self._point(ref) == point and ref not in refs]
            if not left and self._get(point, "response"):
                return False
        return True

    @rule(who=person, chosen=several)
    def merge(self, who: str, chosen: list[int]) -> None:
        refs = self._refs(chosen)
        allowed = not any(self._get(ref, "aside") for ref in refs) and self._may_leave(refs)
        try:
            point = self.reviews[who].merging.merge(refs, summary="Said once")
        except ReviewError:
            assert not allowed
            return
        assert allowed
        ref = self.reviews[who].merging.point(point).ref
        changed = {(r, "point"): ref for r in refs} | {(ref, "summary"): "Said once"}
        self.model.change(who, changed | self._left(refs, ref))

    @rule(who=person, chosen=one)
    def split(self, who: str, chosen: int) -> None:
        ref = self.refs[chosen]
        point = self._point(ref)
        if point is None:
            return
        allowed = self._may_leave([ref])
        try:
            self.reviews[who].merging.split(point, [ref])
        except ReviewError:
            assert not allowed
            return
        assert allowed
        self.model.change(who, {(ref, "point"): None} | self._left([ref]))

    @rule(
        who=person, chosen=one, disposition=st.sampled_from(("accepted", "noted")), text=st.sampled_from("xy")
    )
    def respond(self, who: str, chosen: int, disposition: str, text: str) -> None:
        point = self._point(self.refs[chosen])
        if point is not None:
            self.reviews[who].responding.respond(point, disposition=disposition, text=text)
            state = "drafted"
            before = self._get(point, "response")
            if before and before[0] == disposition and before[2] == text:
                state = before[1]
            self.model.change(who, {(point, "response"): (disposition, state, text)})

    @rule(who=person, chosen=one, verb=st.sampled_from(("submit", "approve", "give_back")))
    def step(self, who: str, chosen: int, verb: str) -> None:
        point = self._point(self.refs[chosen])
        response = self._get(point, "response") if point else None
        if response is None:
            return
        then = {
            ("submit", "drafted"): "in review",
            ("approve", "in review"): "approved",
            ("give_back", "in review"): "drafted",
            ("give_back", "approved"): "drafted",
        }.get((verb, response[1]))
        try:
            call = getattr(self.reviews[who].responding, verb)
            call(point, "Why?") if verb == "give_back" else call(point)
        except ReviewError:
            assert then is None
            return
        assert then is not None
        self.model.change(who, {(point, "response"): (response[0], then, response[2])})

    # Undo, redo, reopening --------------------------------------------------------------------------------

    @precondition(lambda self: hasattr(self, "reviews"))
    @rule(who=person)
    def undo(self, who: str) -> None:
        self._take(who, self.model.done[who], 1, self.reviews[who].history.undo, self.model.undo)

    @precondition(lambda self: hasattr(self, "reviews"))
    @rule(who=person)
    def redo(self, who: str) -> None:
        self._take(who, self.model.undone[who], 0, self.reviews[who].history.redo, self.model.redo)

    def _take(self, who: str, stack: list[State], side: int, act: Any, follow: Any) -> None:
        if not stack:
            assert act() is None
            return
        possible = self.model.unchanged_since(stack[-1], side)
        others = [name for name in PEOPLE if name != who]
        alone = not any(self.model.done[name] or self.model.undone[name] for name in others)
        try:
            step = act()
        except ReviewError as refusal:
            assert str(refusal).startswith("Not undone")
            assert not alone, "nobody else has done anything, so nothing can stand in the way"
            return
        assert possible, "it changed since, and was taken back all the same"
        assert step is not None
        follow(who)

    @rule(who=person)
    def reopen(self, who: str) -> None:
        self.reviews[who].close()
        self.reviews[who] = open_review(self.path, person=who)

    # What stands there ------------------------------------------------------------------------------------

    @invariant()
    def agrees(self) -> None:
        if hasattr(self, "reviews"):
            seen = {key: value for key, value in self.model.seen.items() if self._shows(key)}
            assert observed(self.reviews["Ana"], self.stated) == seen
            assert self.reviews["Ben"].stats()["ledger"]["balanced"]

    def _shows(self, key: tuple[str, ...]) -> bool:
        """Texts of a point show while a comment stands in it; a place, where it is not the stated one."""
        if key[1] == "gone":
            return False
        if key[0] in self.refs:
            stated = self.stated[key[0]] or "nowhere"
            hidden_point = key[1] == "point" and self._point(key[0]) is None
            return not hidden_point and not (key[1] == "place" and self.model.seen[key] == stated)
        return any(self._point(ref) == key[0] for ref in self.refs)


def observed(review: Review, stated: dict[str, str | None]) -> State:
    """What the review says, in the terms of the model."""
    found: State = {}
    for comment in review.comments():
        if comment.paragraph != stated[comment.ref]:
            found[comment.ref, "place"] = comment.paragraph or "nowhere"
        for name, value in (("stance", comment.stance), ("aside", comment.set_aside)):
            if value is not None:
                found[comment.ref, name] = value
        found |= {(comment.ref, "tag", tag): True for tag in comment.tags}
        for point in comment.points:
            found[comment.ref, "point"] = point
    for point in review.merging.points():
        found[point.ref, "summary"] = point.summary
        response = review.responding.response(point.id)
        if response is not None:
            found[point.ref, "response"] = (response.disposition, response.state, response.text)
    return found


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
