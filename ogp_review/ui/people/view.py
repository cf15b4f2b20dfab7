"""The page that shows who spoke: everybody at the left, one of them at the right."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ogp_review.domain import filters
from ogp_review.domain.views import Committed
from ogp_review.errors import ReviewError
from ogp_review.i18n import _
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.ui import composing, messages
from ogp_review.ui.chooser import Choice, Chooser
from ogp_review.ui.page import Page
from ogp_review.ui.people.model import Person, about, name_of, read_person
from ogp_review.ui.people.people_list import PeopleList
from ogp_review.ui.people.person import PersonPane
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import Button, PlainLabel, plain_tooltip

READ_AFTER_MS = 30
_CONCERNED = frozenset({"participant_work", "participant", "comment", "intake", "suggestion"})


class PeoplePage(Page):
    """Reads off the window's thread; who showed stays until the next one is there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Who spoke"), parent)
        self._session = session
        self._person: Person | None = None
        self._suggestions: list[ParticipantSuggestion] = []
        self.people = PeopleList(session)
        self.person = PersonPane(not session.read_only, session.why_not)
        self.comments = Button(_("Show comments"), "arrow-right", small=True)
        self.merge = Button(_("Merge with…"), "merge", small=True, key="M")
        self._chooser = Chooser(self)
        self._lay_out()
        self._connect()
        self._after = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._after.timeout.connect(self._read_person)

    def _lay_out(self) -> None:
        self._nothing = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.person)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.people)
        self.splitter.addWidget(self._stack)
        composing.share(self.splitter, (340, 1100))
        self.people.setMinimumWidth(220)
        self.body.addWidget(self.splitter)
        self.setFocusProxy(self.people.view)
        self.head.addWidget(self.comments)
        self.head.addWidget(self.merge)
        said = _("Addresses are private: they stand in no report. What sources say is kept as it is.")
        self.foot.addWidget(PlainLabel(said, "meta", "text3"), 1)
        if self._session.read_only:
            self.merge.setEnabled(False)
            self.merge.setToolTip(plain_tooltip(self._session.why_not))

    def _connect(self) -> None:
        self.people.current_changed.connect(self._follow)
        self.people.asked.connect(self._asked)
        self.person.edited.connect(self._edit)
        self.person.split_wanted.connect(self._split)
        self.person.answered.connect(self._answer)
        self.comments.clicked.connect(self.show_comments)
        self.merge.clicked.connect(self.ask_merge)
        self._session.changed.connect(self.refresh)

    # What is shown ----------------------------------------------------------------------------------------

    def open(self, participant: int | None) -> None:
        """Show everybody, and this one of them."""
        self.people.select(participant)
        self._read_suggestions()

    def refresh(self, committed: Committed) -> None:
        """Read again what an operation may have changed; nothing moves."""
        changes = committed.changes
        if self.isVisible() and (changes is None or changes.rows.keys() & _CONCERNED):
            self.people.read()
            self._read_suggestions()

    def _read_suggestions(self) -> None:
        self._session.read(
            lambda review: review.suggesting.participants(), self._take, owner=self, key="offers", later=True
        )

    def _take(self, found: list[ParticipantSuggestion]) -> None:
        self._suggestions = found
        self.people.model.set_suggestions(found)
        self._offer()

    def _offer(self) -> None:
        self.person.show_suggestions(self._mine())

    def _mine(self) -> list[ParticipantSuggestion]:
        person = self._person.view.line.id if self._person is not None else None
        return [one for one in self._suggestions if person in one.persons]

    def _follow(self, person: int | None) -> None:
        if self._person is not None and person != self._person.view.line.id:
            self.person.save()
        self._after.start()

    def _read_person(self) -> None:
        wanted = self.people.current()
        for button in (self.comments, self.merge):
            button.setVisible(wanted is not None)
        if wanted is None:
            self._person = None
            self._stack.setCurrentWidget(self._nothing)
            return
        self._session.read(
            lambda review: read_person(review, wanted), self._show, owner=self, key="person", failed=_gone
        )

    def _show(self, person: Person) -> None:
        if person.view.line.id != self.people.current():
            return
        self._person = person
        self.person.show_person(person)
        self._offer()
        self._stack.setCurrentWidget(self.person)

    # What can be done -------------------------------------------------------------------------------------

    def _asked(self, what: str) -> None:
        if what == "merge":
            self.ask_merge()
        elif what == "enter":
            self.person.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._mine():
            self._answer(what, self._mine()[0])

    def _may(self) -> bool:
        if self._session.read_only:
            messages.bridge.say(self._session.why_not)
        return not self._session.read_only

    def _answer(self, how: str, suggestion: ParticipantSuggestion) -> None:
        if not self._may():
            return
        if how == "accept":
            self._session.do(lambda review: review.suggesting.accept_participants([suggestion]))
        else:
            self._session.do(lambda review: review.suggesting.dismiss_participants([suggestion]))

    def _edit(self, person: int, field: str, said: Any) -> None:
        given = {field: said}
        self._session.do(lambda review: review.people.edit(person, **given))

    def _split(self, person: int, participant: int) -> None:
        self._session.do(lambda review: review.people.split(person, [participant]))

    def ask_merge(self) -> None:
        """Ask with whom the one that shows is to be merged, and do it."""
        person = self.people.current()
        if person is None or not self._may():
            return
        choices = [
            Choice(line.id, name_of(line), about(line), "person")
            for line in self.people.names()
            if line.id != person
        ]

        def merge(choice: Choice) -> None:
            other = choice.key
            if isinstance(other, int):
                self._session.do(lambda review: review.people.merge([person, other], into=person))

        self._chooser.ask(self.merge, choices, merge, placeholder=_("Merge with whom?"))

    def show_comments(self) -> None:
        """Show what the one that shows has said, in triage."""
        if self._person is None:
            return
        line = self._person.view.line
        key = "author" if line.name else "org"
        self.closed.emit()
        self.wants.emit("filter", filters.token(key, line.name or line.organisation or ""))

    def next_step(self) -> None:
        """Take up the first suggestion."""
        self._asked("accept")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.person.save()


def _gone(problem: Exception) -> None:
    """Somebody whose import went meanwhile: the list, which is read anew, no longer shows them."""
    if not isinstance(problem, ReviewError):
        messages.bridge.bug(problem)
