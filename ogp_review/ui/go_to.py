"""Ctrl+K: go to any paragraph, tag, view or comment, or do anything, by typing a few letters of it."""

import re
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from ogp_review.domain import filters
from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.views import SavedView, Vocabulary
from ogp_review.i18n import _
from ogp_review.ui import shortcuts
from ogp_review.ui.actions import Actions
from ogp_review.ui.chooser import Choice, Chooser

_REF = re.compile(r"^(C|PT)-?([A-Z]{2}-)?\d+$", re.IGNORECASE)
_NOT_OFFERED = {"go_to", "filter_key", "next", "previous", "enter", "back", "mark"}


class GoTo:
    """`show_filter` shows comments of a filter; `show_ref` a comment or a point by its ref."""

    def __init__(
        self,
        parent: QWidget,
        actions: Actions,
        show_filter: Callable[[str], None],
        show_ref: Callable[[str], None],
    ) -> None:
        self._parent = parent
        self._actions = actions
        self._show_filter = show_filter
        self._show_ref = show_ref
        self._chooser = Chooser(parent)

    def open(self, vocabulary: Vocabulary, views: list[SavedView]) -> None:
        """Ask, in the middle of the top of the window."""
        width = 560
        left = self._parent.mapToGlobal(QPoint((self._parent.width() - width) // 2, 40))
        anchor = QRect(left.x(), left.y(), width, 1)
        choices = [*self._actions_offered(), *_places(vocabulary), *_tags(vocabulary), *_views(views)]
        free = _("Find comments with “{text}”")
        placeholder = _("An action, a paragraph, a tag, a view, C0107, or words")
        self._chooser.ask(anchor, choices, self._take, placeholder=placeholder, free_text=free)

    def _actions_offered(self) -> list[Choice]:
        offered = []
        for one in shortcuts.TABLE:
            if one.id not in _NOT_OFFERED and self._actions.does(one.id):
                text = shortcuts.text_of(one.id)
                offered.append(
                    Choice(
                        ("do", one.id), text, icon=one.icon or "arrow-right", hint=shortcuts.key_of(one.id)
                    )
                )
        return offered

    def _take(self, choice: Choice) -> None:
        if not isinstance(choice.key, tuple):
            typed = choice.text
            self._show_ref(typed.upper()) if _REF.match(typed) else self._show_filter(typed)
            return
        kind, what = choice.key
        if kind == "do":
            self._actions.trigger(what)
        else:
            self._show_filter(what)


def place_filter(place: int, label: str) -> str:
    """The filter that shows what stands at a place."""
    fixed = {NOT_ASSIGNED: "is:unassigned", WHOLE_DRAFT: "is:whole"}
    return fixed.get(place) or filters.token("place", label)


def _places(vocabulary: Vocabulary) -> list[Choice]:
    return [
        Choice(("filter", place_filter(place, label)), label, title, "file")
        for place, label, title in vocabulary.places
    ]


def _tags(vocabulary: Vocabulary) -> list[Choice]:
    return [
        Choice(("filter", filters.token("tag", tag.path)), tag.path, _("tag"), colour=tag.colour)
        for tag in vocabulary.tags
    ]


def _views(views: list[SavedView]) -> list[Choice]:
    return [Choice(("filter", view.filter), view.name, _("view"), view.icon) for view in views]
