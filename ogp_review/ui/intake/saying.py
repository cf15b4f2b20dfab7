"""What a person says of the source that is shown: kept with it, and looked at again a moment later."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from ogp_review.i18n import _
from ogp_review.ui import messages
from ogp_review.ui.intake.asking import Asked, answer
from ogp_review.ui.intake.left import LeftSide
from ogp_review.ui.intake.reading_form import CUTS
from ogp_review.ui.intake.right import RightSide
from ogp_review.ui.intake.source import Source
from ogp_review.ui.intake.work import Work
from ogp_review.workers.said import Said
from ogp_review.workers.sources import Looked, Place


class Saying(QObject):
    """Listens to the fields, the mapping and the questions of the page."""

    def __init__(
        self,
        left: LeftSide,
        right: RightSide,
        work: Work,
        current: Callable[[], Source | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._left, self._work, self._current = left, work, current
        left.consultation.said.connect(lambda name: self._say(consultation=name or None))
        left.language.chosen.connect(lambda code: self._say(language=code or None))
        left.as_draft.toggled.connect(self._say_draft)
        left.mapping.changed.connect(self._say_column)
        left.reading.changed.connect(self._say_reading)
        left.reading.titles_wanted.connect(self._look_at_second)
        right.questions.answered.connect(self._answer)

    def say(self, said: Said) -> None:
        """This is said of the source from now on."""
        source = self._current()
        open_ = source is not None and not (source.done or source.under_way or source.waiting)
        if source is not None and open_ and said != source.said:
            source.said = said
            self._work.look_soon(source)

    def _say(self, **said: Any) -> None:
        source = self._current()
        if source is not None:
            self.say(replace(source.said, **said))

    def _say_column(self, name: str, field: str) -> None:
        source = self._current()
        if source is not None:
            self.say(_own(source).with_column(name, field))

    def _say_reading(self, what: str, value: Any) -> None:
        source = self._current()
        if source is None:
            return
        if what in CUTS:
            source.asked.clear()
            self.say(_own(source).read_otherwise(**{what: value}))
        else:
            self.say(_own(source).answered(what, **{what: value}))

    def _say_draft(self, on: bool) -> None:
        source = self._current()
        if source is not None:
            self.say(source.said.answered("as_draft", as_draft=on))

    def _answer(self, asked: Asked, value: Any) -> None:
        source = self._current()
        if source is None:
            return
        if asked.key == "sheet":
            source.asked = {"sheet": asked}
        self.say(answer(source.said if asked.key == "as_draft" else _own(source), asked, value))
        if source.said.settled:
            self._work.changed.emit(source)  # it is answered at once, whatever comes of it

    def use_profile(self, name: str) -> None:
        """Read the source by the profile of that name, and by nothing that was said before; "": by none."""
        source = self._current()
        if source is not None:
            source.asked.clear()
            self.say(Said(source.said.consultation, source.said.language, profile=name))

    def _look_at_second(self, path: str) -> None:
        """The titles of a second table, so that it can be joined."""

        def done(looked: Looked) -> None:
            if looked.look.titles:
                self._left.reading.join_to(path, looked.look.titles)
            else:
                messages.bridge.problem(_("“{name}” is no table.").format(name=Place(path).name))

        self._work.glance(Place(path), done)


def _own(source: Source) -> Said:
    """What was said, or what the profile in use says, to be changed."""
    look = source.look
    if look is not None and look.profile and look.table is not None:
        return source.said.apart_from(look.table.mapping)
    return source.said
