"""How the panes of triage share the window: by its width, as the person has drawn them, and one at a time.

Tree and list are there from the beginning; reader and response are taken in as soon as they are made.
"""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ogp_review.ui import widgets
from ogp_review.ui.comments import CommentList
from ogp_review.ui.draft_tree import DraftTree
from ogp_review.ui.reader import Reader
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.triage import layout as sizes
from ogp_review.ui.triage.layout import Mode, Widths


class Arrangement(QObject):
    """Lays the panes out in `whole`, and knows which of them show."""

    def __init__(
        self,
        whole: QWidget,
        tree: DraftTree,
        comments: CommentList,
        splitters: tuple[widgets.Splitter, widgets.Splitter],
    ) -> None:
        super().__init__(whole)
        self._whole = whole
        self._tree, self._list = tree, comments
        self._made: tuple[Reader, ResponsePane] | None = None
        self._splitter, self._right = splitters
        self._sizes: dict[str, list[int]] = {}
        """Heights and columns of the right side as they were remembered, until it is there."""
        self._mode: Mode | None = None
        self._widths: dict[str, list[int]] = {}
        self._sidebar_shown: dict[str, bool] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        for widget in self._panes():
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(2, 1)
        layout = QVBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._splitter.splitterMoved.connect(self._remember_widths)

    def take(self, reader: Reader, response: ResponsePane) -> None:
        """Reader and response are there now."""
        self._made = (reader, response)
        self._right.addWidget(reader)
        self._right.addWidget(response)
        self._right.setStretchFactor(0, 3)
        self._right.setStretchFactor(1, 2)
        reader.columns.splitterMoved.connect(lambda: response.columns.setSizes(reader.columns.sizes()))
        response.columns.splitterMoved.connect(lambda: reader.columns.setSizes(response.columns.sizes()))
        for columns in (reader.columns, response.columns):
            columns.installEventFilter(self)  # they get their sizes when they first show, one after the other
        if self._mode is not None:
            self._fit_right(sizes.WIDTHS[self._mode])
        self._restore_right()

    def _panes(self) -> tuple[QWidget, ...]:
        return (self._tree, self._list, self._right)

    @property
    def single(self) -> bool:
        """Whether one pane shows at a time."""
        return self._mode is Mode.SINGLE

    def bring(self, pane: QWidget) -> None:
        """Where one pane shows at a time, let it be this one."""
        if self.single:
            for one in self._panes():
                one.setVisible(one is pane)

    def bring_reader(self) -> None:
        """Comment and response, as :meth:`bring` does."""
        self.bring(self._right)

    def toggle_sidebar(self) -> None:
        shown = not self._tree.isVisible()
        if self.single:
            self.bring(self._tree if shown else self._list)
        else:
            self._sidebar_shown[str(self._mode)] = shown
            self._tree.setVisible(shown)
        if shown:
            self._tree.tree.setFocus()

    def toggle_draft(self) -> None:
        if self._made is not None:
            self._show_draft(not self._made[0].draft_visible())

    def _show_draft(self, shown: bool) -> None:
        if self._made is not None:
            self._made[0].set_draft_visible(shown)
            self._made[1].set_change_visible(shown)

    # By width ---------------------------------------------------------------------------------------------

    def resized(self) -> None:
        """The window has another size."""
        window = self._whole.window()
        mode = sizes.mode_of(window.width())
        if mode is not self._mode:
            self._apply(mode)
        self._fold()
        QTimer.singleShot(0, self, self.align_columns)

    def _fold(self) -> None:
        if self._made is not None:
            self._made[1].fold(self._whole.window().height() < sizes.FOLDED_BELOW)

    def _apply(self, mode: Mode) -> None:
        self._mode = mode
        widths = sizes.WIDTHS[mode]
        self._tree.narrow = mode is not Mode.WIDE
        if mode is Mode.SINGLE:
            self._show_draft(widths.draft)
            self.bring(self._list)
            return
        self._tree.setVisible(self._sidebar_shown.get(mode, mode is not Mode.NARROW))
        self._list.show()
        self._right.show()
        self._splitter.setSizes(self._widths.get(mode) or [widths.sidebar, widths.list, self._rest(widths)])
        self._fit_right(widths)

    def _rest(self, widths: Widths) -> int:
        return max(300, self._whole.width() - widths.sidebar - widths.list)

    def _fit_right(self, widths: Widths) -> None:
        """Columns of reader and response as they are first in a window of this width."""
        self._show_draft(widths.draft)
        if self._made is not None and self._mode is not Mode.SINGLE:
            rest = self._rest(widths)
            left = rest * sizes.LEFT_COLUMN // 100
            self._made[0].columns.setSizes([left, rest - left])
            QTimer.singleShot(0, self, self.align_columns)

    def _remember_widths(self) -> None:
        """Those of this mode, as the person has them; one that is hidden keeps its own."""
        if self._mode is not None and not self.single:
            widths = sizes.WIDTHS[self._mode]
            known = self._widths.get(self._mode) or [widths.sidebar, widths.list, 0]
            self._widths[self._mode] = [
                now or before for now, before in zip(self._splitter.sizes(), known, strict=True)
            ]

    def align_columns(self) -> None:
        """The draft stands above the redline: one edge for both."""
        if self._made is not None and self._made[0].draft_visible():
            self._made[1].columns.setSizes(self._made[0].columns.sizes())

    def reset(self) -> None:
        """Sizes as they were the first time."""
        self._widths.clear()
        self._sidebar_shown.clear()
        if self._mode is not None:
            self._apply(self._mode)
        height = self._whole.height()
        self._right.setSizes([3 * height // 5, 2 * height // 5])

    # Memory -----------------------------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        self._remember_widths()
        if self._made is not None:
            self._sizes = {"rows": self._right.sizes(), "columns": self._made[0].columns.sizes()}
        return {"widths": dict(self._widths), "sidebar": dict(self._sidebar_shown), **self._sizes}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._widths = dict(state.get("widths", {}))
        self._sidebar_shown = dict(state.get("sidebar", {}))
        if self._mode is not None:
            self._apply(self._mode)
        self._sizes = {name: state[name] for name in ("rows", "columns") if state.get(name)}
        self._restore_right()

    def _restore_right(self) -> None:
        if self._made is None:
            return
        self._fold()
        if rows := self._sizes.get("rows"):
            self._right.setSizes(rows)
        if columns := self._sizes.get("columns"):
            for pane in self._made:
                pane.columns.setSizes(columns)

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        return [self._tree.tree, self._list.view(), *(pane.focus_target() for pane in self._made or ())]

    def to_reader(self) -> None:
        self.bring_reader()
        if self._made is not None:
            self._made[0].focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_list(self) -> None:
        self.bring(self._list)
        self._list.view().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_filter(self) -> None:
        self.bring(self._list)
        self._list.focus_filter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self, self.align_columns)
        return False
