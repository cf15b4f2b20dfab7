"""What can be done with tags: each asks what it needs in a popup, and is one operation."""

from collections.abc import Callable, Sequence, Set
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ogp_review.domain.codebook import SEPARATOR, Tag, tag_names
from ogp_review.domain.folding import match_key
from ogp_review.errors import Conflict, ReviewError
from ogp_review.i18n import _, ngettext
from ogp_review.review import Review
from ogp_review.ui import messages
from ogp_review.ui.chooser import Choice, Chooser
from ogp_review.ui.codebook.panes import TagsPane
from ogp_review.ui.session import Session


class TagVerbs(QObject):
    """Acts on the tag that is current in the tree."""

    made = Signal(object)
    """The id of a tag that is to be shown: it was made, or another went into it."""

    comments_wanted = Signal()

    def __init__(self, session: Session, tags: TagsPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._tags = session, tags
        self._window = parent
        self.model = tags.model
        self.chooser = Chooser(parent)

    def _do(self, does: Callable[[Review], object]) -> None:
        if self._session.may_write():
            self._session.do(does)

    def _ask(
        self, choices: Sequence[Choice], then: Callable[[Choice], None], words: str, free_text: str = ""
    ) -> None:
        self._tags.view.end_editing()
        anchor = self._tags.new if self._tags.isVisible() else self._window
        self.chooser.ask(anchor, choices, then, placeholder=words, free_text=free_text)

    def change(
        self,
        tag: int,
        field: str,
        text: str,
        known: Set[str],
        saved: Callable[[], None],
        refused: Callable[[Exception], object],
    ) -> None:
        """Say one thing of a tag: its name, colour, definition, example or shortcut.

        :param known: the texts of the field that may be written over; empty for any.
        """

        def work(review: Review) -> object:
            found = _as_it_stands(review, tag, field, known)
            if field == "name":
                return review.tagging.rename(tag, text)
            said: dict[str, Any] = {field: text}
            return review.tagging.define(found.path, **said)

        def done(_changes: object) -> None:
            saved()

        def failed(problem: Exception) -> None:
            refused(problem)
            if isinstance(problem, ReviewError):
                messages.bridge.problem(str(problem))
            else:
                messages.bridge.bug(problem)

        if self._session.may_write():
            self._session.do(work, done, failed=failed)

    def rename_to(self, tag: int, name: str, refused: Callable[[], None]) -> None:
        """Give a tag another name; where it cannot have it, say why and call `refused`."""

        def failed(problem: Exception) -> None:
            refused()
            if isinstance(problem, ReviewError):
                messages.bridge.problem(str(problem))
            else:
                messages.bridge.bug(problem)

        if self._session.may_write():
            self._session.do(lambda review: review.tagging.rename(tag, name), failed=failed)

    def new_tag(self, inside: Tag | None = None) -> None:
        """Ask for a name; a tag of that name that is there already is shown instead."""
        above = f"{inside.path}{SEPARATOR}" if inside else ""
        there = [tag for tag in self.model.tags() if tag.parent_id == (inside.id if inside else None)]
        said = _("Name of the tag in {tag}").format(tag=inside.path) if inside else _("Name of the tag")

        def then(choice: Choice) -> None:
            if isinstance(choice.key, int):
                self.made.emit(choice.key)
            else:
                self.make(f"{above}{choice.text}")

        self._ask(_choices(there), then, said, _("Make the tag {text}"))

    def make(self, path: str) -> None:
        """Make the tag with this path, and show it."""

        def make(review: Review) -> int:
            review.tagging.define(path)
            made = [match_key(name) for name in tag_names(path)]
            tags = review.tagging.codebook()
            return next(
                tag.id for tag in tags if [match_key(name) for name in tag.path.split(SEPARATOR)] == made
            )

        if self._session.may_write():
            self._session.do(make, self.made.emit)

    def rename(self) -> None:
        """Rename the current tag in place."""
        if self._session.may_write():
            self._tags.view.edit(self._tags.view.currentIndex())

    def nest_under(self, tag: int, under: int | None) -> None:
        self._do(lambda review: review.tagging.nest(tag, under))

    def nest(self) -> None:
        """Ask under which tag the current one is to stand."""
        tag = self._tags.view.current()
        if tag is None:
            return
        number, below = tag.id, set(self.model.and_below(tag.id))
        others = [one for one in self.model.tags() if one.id not in below and one.id != tag.parent_id]
        top = [Choice("top", _("At the top of the codebook"), icon="arrow-right")] if tag.parent_id else []

        def then(choice: Choice) -> None:
            self.nest_under(number, choice.key if isinstance(choice.key, int) else None)

        self._ask([*top, *_choices(others)], then, _("Nest “{tag}” under").format(tag=tag.name))

    def merge(self) -> None:
        """Ask into which tag the current one is to go."""
        tag = self._tags.view.current()
        if tag is None:
            return
        number, below = tag.id, set(self.model.and_below(tag.id))
        others = [one for one in self.model.tags() if one.id not in below and not one.retired]

        def then(choice: Choice) -> None:
            into = choice.key
            if isinstance(into, int) and self._session.may_write():
                self._session.do(
                    lambda review: review.tagging.merge(number, into), lambda _changes: self.made.emit(into)
                )

        self._ask(_choices(others), then, _("Merge “{tag}” into").format(tag=tag.name))

    def retire(self) -> None:
        """Retire the current tag, or bring it back."""
        tag = self._tags.view.current()
        if tag is not None:
            number, retired = tag.id, not tag.retired
            self._do(lambda review: review.tagging.retire(number, retired))

    def delete(self) -> None:
        """Take the current tag out of the codebook; where something hangs on it, the service says what."""
        tag = self._tags.view.current()
        if tag is not None:
            number = tag.id
            self._do(lambda review: review.tagging.delete(number))

    def menu_of(self, tag: Tag | None) -> QMenu:
        """What can be done with the current tag, or with the codebook where there is none."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editable = not self._session.read_only
        self._add(menu, _("New tag"), lambda: self.new_tag(), editable)
        if tag is None:
            return menu
        self._add(menu, _("New tag inside"), lambda: self.new_tag(tag), editable)
        menu.addSeparator()
        self._add(menu, _("Rename"), self.rename, editable)
        self._add(menu, _("Nest under…"), self.nest, editable)
        self._add(menu, _("Merge into…"), self.merge, editable)
        self._add(menu, _("Bring back") if tag.retired else _("Retire"), self.retire, editable)
        self._add(menu, _("Delete"), self.delete, editable)
        menu.addSeparator()
        self._add(menu, _("Show its comments"), self.comments_wanted.emit, self.model.comments(tag) > 0)
        return menu

    def _add(self, menu: QMenu, text: str, does: Callable[[], object], enabled: bool) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: does())
        action.setEnabled(enabled)
        return action


def _as_it_stands(review: Review, tag: int, field: str, known: Set[str]) -> Tag:
    """The tag in the review; refused where `field` says by now what is not `known`."""
    found = next((one for one in review.tagging.codebook() if one.id == tag), None)
    if found is None:
        raise ReviewError(_("Not saved: this tag is no longer in the codebook."))
    if known and getattr(found, field) not in known:
        said = _("Not saved: the tag “{tag}” has been changed since. Both texts are kept.")
        raise Conflict(said.format(tag=found.path))
    return found


def _choices(tags: Sequence[Tag]) -> list[Choice]:
    return [
        Choice(tag.id, tag.path, ngettext("{n} comment", "{n} comments", tag.comments), colour=tag.colour)
        for tag in tags
    ]
