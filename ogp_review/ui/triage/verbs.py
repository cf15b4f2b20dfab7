"""What a person does in triage: each verb asks what it needs, calls one service, and selects what is next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from ogp_review.domain.views import CommentView, PointLine
from ogp_review.i18n import _, ngettext
from ogp_review.review import Review
from ogp_review.services.suggesting import ParagraphSuggestion
from ogp_review.ui import messages, window_state
from ogp_review.ui.comments import CommentList
from ogp_review.ui.note_popup import NotePopup
from ogp_review.ui.reader import Reader
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.session import Session
from ogp_review.ui.suggestions import Suggestions
from ogp_review.ui.triage.asking import Asking

ADVANCE = "advance"
"""The personal setting when to select the next comment: "finishing" (after finishing), "always", "never"."""


class Verbs(QObject):
    """The verbs of the comments selected in the list."""

    wants = Signal(str, object)

    def __init__(
        self,
        session: Session,
        comments: CommentList,
        reader: Reader,
        response: ResponsePane,
        suggestions: Suggestions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._list = comments
        self._reader = reader
        self._response = response
        self._suggestions = suggestions
        self.asking = Asking(parent, lambda: self._reader.anchor())
        self._note = NotePopup(parent)
        self._waiting: tuple[int, Callable[[], object]] | None = None
        reader.shown.connect(self._arrived)

    # Which comments ---------------------------------------------------------------------------------------

    def _ids(self) -> list[int]:
        ids = self._list.selected_ids()
        if not ids:
            messages.bridge.say(_("Select a comment first."))
        return ids

    def _view(self) -> CommentView | None:
        view = self._reader.current()
        return view if view is not None and view.card.id == self._list.current_id() else None

    def _do(self, work: Callable[[Review], object], *, finishes: bool = False) -> None:
        setting = window_state.personal(ADVANCE, "finishing")
        moves = setting == "always" or (finishes and setting == "finishing")
        alone = len(self._list.selected_ids()) <= 1
        here = self._list.current_id()
        self._session.do(work, (lambda _done: self._advance(here)) if moves and alone else None)

    def _advance(self, done: int | None) -> None:
        """To the comment after the one that is done, unless the person has gone on already."""
        if self._list.current_id() == done:
            self._list.next()

    def _when_shown(self, does: Callable[[], object]) -> None:
        """At once, or once the reader shows the current comment: fingers may be faster than it is."""
        current = self._list.current_id()
        if current is None or len(self._list.selected_ids()) > 1 or self._view() is not None:
            does()
        else:
            self._waiting = (current, does)

    def _arrived(self, view: CommentView | None) -> None:
        if self._waiting is None:
            return
        comment, does = self._waiting
        if view is not None and view.card.id == comment:
            QTimer.singleShot(0, self, does)  # the response is shown after the reader
        elif comment == self._list.current_id():
            return
        self._waiting = None

    # Tags -------------------------------------------------------------------------------------------------

    def tag(self) -> None:
        """Tag the comments; where words of one are selected, the passage."""
        passage = self._reader.selected_range()
        ids = self._ids()
        if not ids:
            return
        if passage is not None and len(ids) == 1:
            self.asking.tag(lambda path: self.tag_passage(passage, path))
        else:
            self.asking.tag(lambda path: self._do(lambda review: review.tagging.add(ids, path)))

    def tag_key(self, key: int) -> None:
        """Put on the tag that has this digit as its shortcut."""
        path = self.asking.vocabulary.shortcuts.get(str(key))
        if path is None:
            messages.bridge.say(_("No tag has the key {n} yet. Give it one in the codebook.").format(n=key))
        elif ids := self._ids():
            self._do(lambda review: review.tagging.add(ids, path))

    def tag_passage(self, passage: tuple[int, int], path: str) -> None:
        ids = self._ids()
        if len(ids) == 1:
            start, end = passage
            self._do(lambda review: review.tagging.add(review.tagging.excerpt(ids[0], start, end), path))

    def untag(self) -> None:
        view = self._view()
        if view is None or not view.card.tags:
            messages.bridge.say(_("There is no tag to take off."))
            return
        ids = self._ids()
        self.asking.tag_of(
            view.card.tags, lambda path: self._do(lambda review: review.tagging.remove(ids, path))
        )

    def excerpt(self) -> None:
        """Make an excerpt of the words selected in the reader."""
        passage = self._reader.selected_range()
        view = self._view()
        if passage is None or view is None:
            messages.bridge.say(_("Select words of the comment first, then make the excerpt."))
            return
        comment, (start, end) = view.card.id, passage
        self._do(lambda review: review.tagging.excerpt(comment, start, end))

    def excerpt_menu(self, excerpt: int) -> None:
        """What can be done to one excerpt: it is a unit of its own."""
        menu = QMenu(self._reader)
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

    # Where, what, who -------------------------------------------------------------------------------------

    def move(self) -> None:
        if ids := self._ids():
            self.asking.place(lambda label, _name: self.move_to(ids, label))

    def move_to(self, ids: Sequence[int], label: str | None) -> None:
        chosen = list(ids)
        self._do(lambda review: review.triage.move(chosen, label))

    def stance(self) -> None:
        if ids := self._ids():
            self.asking.stance(lambda value: self._do(lambda review: review.triage.stance(ids, value)))

    def language(self) -> None:
        if ids := self._ids():
            self.asking.language(lambda code: self._do(lambda review: review.triage.language(ids, code)))

    def assign(self) -> None:
        if ids := self._ids():
            self.asking.person(
                self._session.person, lambda who: self._do(lambda review: review.triage.assign(ids, who))
            )

    def note(self) -> None:
        self._when_shown(self._ask_note)

    def _ask_note(self) -> None:
        view = self._view()
        if view is not None:
            comment = view.card.id
            title = _("Private note on {ref}").format(ref=view.card.ref)
            self._note.ask(
                self._reader.anchor(),
                title,
                _("Add the note"),
                lambda text: self._do(lambda review: review.triage.note(comment, text)),
            )

    def set_aside(self) -> None:
        if ids := self._ids():
            self.asking.reason(
                lambda why: self._do(lambda review: review.triage.set_aside(ids, why), finishes=True)
            )

    def take_back(self) -> None:
        if ids := self._ids():
            self._do(lambda review: review.triage.take_back(ids))

    def close_rest(self) -> None:
        if ids := self._ids():
            self._do(lambda review: review.triage.close(ids), finishes=True)

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
            self._do(lambda review: review.merging.add(point, ids), finishes=True)

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

    # Answers ----------------------------------------------------------------------------------------------

    def respond(self) -> None:
        self._when_shown(self._response.focus_editor)

    def respond_canned(self) -> None:
        """Respond with a canned text: to one comment in the editor, to several at once."""
        ids = self._ids()
        if len(ids) == 1:
            self.asking.canned(lambda text: self._fill(ids[0], text))
        elif ids:
            self.asking.canned(
                lambda text: self._do(lambda review: review.responding.respond_all(ids, text=text))
            )

    def _fill(self, comment: int, text: str) -> None:
        self._session.read(
            lambda review: review.desk.fill(text, comment),
            self._response.insert_canned,
            owner=self,
            key="canned",
        )

    def disposition(self) -> None:
        self._when_shown(self._response.ask_disposition)

    def submit(self) -> None:
        """Send for review what is selected; one alone with what is being typed."""
        ids = self._list.selected_ids()
        if len(ids) > 1:
            self._do(lambda review: review.responding.submit(ids))
        else:
            self._when_shown(lambda: self._response.submit(self._finish()))

    def approve(self) -> None:
        ids = self._list.selected_ids()
        if len(ids) > 1:
            self._do(lambda review: review.responding.approve(ids))
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
            self._reader.anchor(),
            title,
            _("Return"),
            lambda text: self._response.give_back(text, self._finish()),
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
        self._note.ask(
            self._reader.anchor(),
            _("Name of the canned text"),
            _("Keep"),
            lambda name: self._do(lambda review: review.desk.save_canned(name.strip(), text)),
        )

    def name_view(self, then: Callable[[str], None]) -> None:
        """Ask how a view is to be called."""
        self._note.ask(self._list.head, _("Name of the view"), _("Save"), lambda name: then(name.strip()))

    # Suggestions ------------------------------------------------------------------------------------------

    def accept(self) -> None:
        if shown := self._shown_suggestion():
            self._suggestions.accept([shown])

    def dismiss(self) -> None:
        if shown := self._shown_suggestion():
            self._suggestions.dismiss([shown])

    def accept_all(self) -> None:
        """Accept the suggestions of all comments in the list, as one operation."""
        here = set(self._list.all_ids())
        found = [one for comment in here for one in self._suggestions.of(comment)[:1]]
        if found:
            said = ngettext("{n} suggestion", "{n} suggestions", len(found))
            messages.bridge.say(_("Accepting {what}").format(what=said))
            self._suggestions.accept(found)
        else:
            messages.bridge.say(_("No suggestion waits in this list."))

    def _shown_suggestion(self) -> ParagraphSuggestion | None:
        current = self._list.current_id()
        waiting = self._suggestions.of(current) if current is not None else []
        if not waiting:
            messages.bridge.say(_("No suggestion waits for this comment."))
        return waiting[0] if waiting else None


def _lines_of(review: Review, comments: list[int]) -> list[PointLine]:
    """The points in which these comments stand."""
    points = {point.id for point in review.merging.points_of(comments)}
    return [line for line in review.desk.points() if line.id in points] if points else []
