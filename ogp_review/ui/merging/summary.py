"""The summary of a point while it is typed: kept as a draft, and saved in one operation when it is left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ogp_review.domain.operation import Changes
from ogp_review.domain.views import PointView
from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.plain_text import typed_in
from ogp_review.ui.session import Session

FIELD = "summary"
_FEWEST_LINES, _MOST_LINES = 2, 8


class Summary(QPlainTextEdit):
    """The field. It grows with its words, and saves them when the focus leaves it."""

    def __init__(self, session: Session, drafts: Drafts | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._drafts = session, drafts
        self._point: PointView | None = None
        self._untouched: str | None = None
        self.setReadOnly(session.read_only)
        self.setAccessibleName(_("Summary of the point"))
        self.setPlaceholderText(_("Say in one or two sentences what these comments ask for."))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(4)
        self.textChanged.connect(self._keep_draft)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def _follow_theme(self) -> None:
        self.setFont(theme.font("reading"))
        self._fit()

    def _fit(self) -> None:
        """As high as the lines there are, within bounds. A plain document measures itself in lines."""
        step = theme.metrics(self.font()).lineSpacing()
        natural = max(_FEWEST_LINES, round(self.document().size().height()))
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * self.document().documentMargin()
        bars = Qt.ScrollBarPolicy
        scrolls = bars.ScrollBarAsNeeded if natural > _MOST_LINES else bars.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(scrolls)
        self.setFixedHeight(round(min(natural, _MOST_LINES) * step + around) + 1)

    def show_point(self, point: PointView) -> None:
        """The summary that is stored, unless another one is being typed here or was left as a draft."""
        before, self._point = self._point, point
        typed = self._typed_over(before) if before is not None and before.id == point.id else None
        if typed is not None and typed != point.summary.strip():
            return
        draft = self._drafts.of(point.id).get(FIELD) if self._drafts else None
        text = draft.text if draft is not None and not self._session.read_only else point.summary
        if typed_in(self) != text:
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        self._untouched = typed_in(self) if text == point.summary else None

    def typed(self) -> str | None:
        """What is typed and not stored."""
        return self._typed_over(self._point) if self._point is not None else None

    def _typed_over(self, point: PointView) -> str | None:
        """A field has other words for some characters, so it is also compared with what it showed first."""
        text = typed_in(self)
        same = text == self._untouched or text.strip() == point.summary.strip()
        return None if same else text.strip()

    def _keep_draft(self) -> None:
        if self._drafts is None or self._point is None:
            return
        if self.typed() is None:
            self._drafts.forget(self._point.id, FIELD)
        else:
            self._drafts.keep(self._point.id, FIELD, typed_in(self), self._point.summary)

    def save(self) -> None:
        """Write what was typed, in one operation; where nothing was, nothing is written."""
        typed, point, drafts = self.typed(), self._point, self._drafts
        if typed is None or point is None or self._session.read_only:
            return

        def saved(_changes: Changes) -> None:
            draft = drafts.of(point.id).get(FIELD) if drafts is not None else None
            if drafts is not None and draft is not None and draft.text.strip() == typed:
                drafts.forget(point.id, FIELD)

        self._session.do(lambda review: review.merging.summarise(point.id, typed), saved)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.save()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
