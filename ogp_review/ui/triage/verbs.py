"""All verbs of triage; those here merge, answer, and take up suggestions."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from ogp_review.domain.response import STATE_ORDER, State
from ogp_review.domain.views import PointLine, SavedView
from ogp_review.i18n import _, ngettext
from ogp_review.review import Review
from ogp_review.services.suggesting import Suggestion
from ogp_review.ui import messages, window_state
from ogp_review.ui.triage.basis import ADVANCE
from ogp_review.ui.triage.sorting import Sorting


class Verbs(Sorting):
    """The verbs of the comments selected in the list."""

    # Points -----------------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Merge the selection; one comment alone goes into a point that is chosen."""
        ids = self._ids()
        if len(ids) == 1:
            self._choose_point(ids)
        elif ids:
            self._session.read(
                lambda review: _lines_of(review, ids), lambda lines: self._merge(ids, lines), owner=self
            )

    def _choose_point(self, ids: list[int]) -> None:
        place = self._place()

        def read(review: Review) -> list[PointLine]:
            here = review.desk.points(place) if place is not None else []
            known = {line.id for line in here}
            return [*here, *(line for line in review.desk.points() if line.id not in known)]

        def ask(lines: list[PointLine]) -> None:
            new = _("A new point of this comment")
            self.asking.point(lines, lambda point: self._into(ids, point), new)

        self._session.read(read, ask, owner=self, key="points")

    def _place(self) -> int | None:
        view = self._view()
        return view.card.place if view is not None else None

    def _into(self, ids: list[int], point: int | None) -> None:
        if point is None:
            self._do(lambda review: review.merging.merge(ids), finishes=True)
        else:
            self._do(lambda review: review.merging.gather(point, ids), finishes=True)

    def _merge(self, ids: list[int], points: list[PointLine]) -> None:
        """Where the selection reaches into points already, ask which of them takes the others in."""
        if not points:
            lead = self._list.current_id()
            first = lead if lead in ids else ids[0]
            self._do(lambda review: review.merging.merge(ids, lead=first), finishes=True)
        elif len(points) == 1:
            self._into(ids, points[0].id)
        else:
            self.asking.point(points, lambda point: self._into(ids, point))

    def take_out(self) -> None:
        if ids := self._ids():
            self._do(lambda review: review.merging.take_out(ids))

    def lead(self) -> None:
        view = self._view()
        if view is None or view.point is None:
            messages.bridge.say(_("This comment stands in no point, so it leads none."))
            return
        point, comment = view.point.id, view.card.id
        self._do(lambda review: review.merging.lead(point, comment))

    # Excerpts ---------------------------------------------------------------------------------------------

    def excerpt_menu(self, excerpt: int) -> None:
        """What can be done to one excerpt: it is a unit of its own."""
        menu = QMenu(self._reader)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, does in (
            (_("Tag this excerpt…"), lambda: self._tag_excerpt(excerpt)),
            (_("Put this excerpt into a point…"), lambda: self._choose_point([excerpt])),
            (_("Remove this excerpt"), lambda: self._remove_excerpt(excerpt)),
        ):
            menu.addAction(words).triggered.connect(does)
        menu.popup(QCursor.pos())

    def _tag_excerpt(self, excerpt: int) -> None:
        self.asking.tag(lambda path: self._do(lambda review: review.tagging.add(excerpt, path)))

    def _remove_excerpt(self, excerpt: int) -> None:
        self._do(lambda review: review.tagging.remove_excerpt(excerpt))

    # Answers ----------------------------------------------------------------------------------------------

    def respond(self) -> None:
        self._when_shown(self._response.focus_editor)

    def respond_canned(self) -> None:
        """Respond with a canned text: to one comment in the editor, to several at once."""
        ids = self._ids()
        if self._list.many():
            self.asking.canned(lambda text: self._respond_to_all(ids, text))
        elif ids:
            self._when_shown(lambda: self.asking.canned(lambda text: self._fill(ids[0], text)))

    def _respond_to_all(self, ids: list[int], text: str) -> None:
        """Those that are answered already keep their answers."""

        def respond(rest: list[int]) -> None:
            if len(rest) < len(ids):
                kept = ngettext(
                    "{n} is answered already and keeps its answer.",
                    "{n} are answered already and keep their answers.",
                    len(ids) - len(rest),
                )
                messages.bridge.say(kept)
            if rest:
                self._do(lambda review: review.responding.respond_all(rest, text=text))

        self._session.read(lambda review: _unanswered(review, ids), respond, owner=self, key="unanswered")

    def _fill(self, comment: int, text: str) -> None:
        def insert(filled: str) -> None:
            view = self._view()
            if view is not None and view.card.id == comment:
                self._response.insert_canned(filled)
            else:
                messages.bridge.say(_("Not inserted: another comment is shown now."))

        self._session.read(lambda review: review.desk.fill(text, comment), insert, owner=self, key="canned")

    def disposition(self) -> None:
        self._when_shown(self._response.ask_disposition)

    def submit(self) -> None:
        """Send for review what is selected; one alone with what is being typed."""
        ids = self._list.selected_ids()
        if self._list.many():
            self._do(lambda review: review.responding.submit(ids), finishes=True)
        else:
            self._when_shown(lambda: self._response.submit(self._finish()))

    def approve(self) -> None:
        ids = self._list.selected_ids()
        if self._list.many():
            self._do(lambda review: review.responding.approve(ids), finishes=True)
        else:
            self._when_shown(lambda: self._response.approve(self._finish()))

    def _finish(self) -> Callable[[], None]:
        """What comes once the current comment is finished."""
        here = self._list.current_id()
        moves = window_state.personal(ADVANCE, "finishing") != "never"
        return lambda: self._advance(here) if moves else None

    def give_back(self) -> None:
        view = self._view()
        if view is None or view.point is None:
            messages.bridge.say(_("There is no response to return."))
            return
        title = _("Return {ref} with a note").format(ref=view.point.ref)
        self._note.ask(
            self._anchor(),
            title,
            _("Return"),
            lambda text: self._response.give_back(text, self._finish()),
            draft=(view.point.id, "return"),
        )

    def publish(self) -> None:
        if ids := self._ids():
            self._do(lambda review: review.responding.publish(ids), finishes=True)

    def decision(self) -> None:
        view = self._view()
        if view is not None:
            meant = view.point.id if view.point is not None else view.card.id
            marked = view.point is not None and view.point.for_decision
            self._do(lambda review: review.responding.decide(meant, not marked))

    def save_canned(self) -> None:
        view = self._view()
        text = self._response.text().strip()
        if view is None or not text:
            messages.bridge.say(_("Write a response first, then keep it as a canned text."))
            return

        def ask(texts: list[tuple[str, str]]) -> None:
            self._named.ask(
                self._anchor(),
                _("Name of the canned text"),
                _("Keep"),
                lambda name: self._do(lambda review: review.desk.save_canned(name, text)),
                taken=[name for name, _text in texts],
            )

        self._session.read(lambda review: review.desk.canned(), ask, owner=self, key="names")

    def name_view(self, then: Callable[[str], None]) -> None:
        """Ask how a view is to be called."""

        def ask(views: list[SavedView]) -> None:
            taken = [view.name for view in views if not view.builtin]
            self._named.ask(self._list.head, _("Name of the view"), _("Save"), then, taken=taken)

        self._session.read(lambda review: review.browsing.views(counted=False), ask, owner=self, key="names")

    # Suggestions ------------------------------------------------------------------------------------------

    def accept(self) -> None:
        if shown := self._shown_suggestion():
            self._suggestions.accept([shown])

    def dismiss(self) -> None:
        if shown := self._shown_suggestion():
            self._suggestions.dismiss([shown])

    def accept_all(self) -> None:
        """Accept what is suggested of all comments in the list, of the kind that shows: one operation."""
        here = list(dict.fromkeys([self._list.current_id() or 0, *self._list.all_ids()]))
        first = next((one for comment in here for one in self._suggestions.of(comment)), None)
        wanted = self._on_strip() or first
        found = self._suggestions.of_kind(type(wanted), here) if wanted is not None else []
        if found:
            said = ngettext("{n} suggestion", "{n} suggestions", len(found))
            messages.bridge.say(_("Accepting {what}").format(what=said))
            self._suggestions.accept(found)
        else:
            messages.bridge.say(_("No suggestion waits in this list."))

    def _shown_suggestion(self) -> Suggestion | None:
        """The one that the strip shows of the comment that is chosen; before it shows, the first."""
        current = self._list.current_id()
        waiting = self._suggestions.of(current) if current is not None else []
        if not waiting:
            messages.bridge.say(_("No suggestion waits for this comment."))
            return None
        return self._on_strip() or waiting[0]

    def _on_strip(self) -> Suggestion | None:
        current, view, offer = self._list.current_id(), self._reader.current(), self._reader.strip.offer()
        if current is None or view is None or view.card.id != current or offer is None:
            return None
        return next((one for one in self._suggestions.of(current) if one == offer.suggestion), None)


def _lines_of(review: Review, comments: list[int]) -> list[PointLine]:
    """The points in which these comments stand."""
    points = {point.id for point in review.merging.points_of(comments)}
    return [line for line in review.desk.points() if line.id in points] if points else []


def _unanswered(review: Review, comments: list[int]) -> list[int]:
    """Those that stand in no point whose response has been sent for review."""
    lines = {line.id: line.state for line in _lines_of(review, comments)}
    answered = {
        unit.comment_id
        for point in review.merging.points_of(comments)
        for unit in point.units
        if STATE_ORDER[State(lines.get(point.id, State.NEW))] >= STATE_ORDER[State.IN_REVIEW]
    }
    return [comment for comment in comments if comment not in answered]
