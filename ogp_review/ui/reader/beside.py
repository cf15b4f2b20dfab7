"""What stands beside a comment: its translation, that there is none yet, or the field to write one in."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.views import CommentView
from ogp_review.i18n import _
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.reader import words
from ogp_review.ui.reader.texts import Part, PublicText
from ogp_review.ui.reader.translating import TranslationEditor
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import Button, EmptyState, PlainLabel, plain_tooltip


class Beside(QStackedWidget):
    """`wants` carries "translate", as the reader's."""

    wants = Signal(str, object)

    def __init__(self, session: Session, drafts: Drafts | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable = True
        self.translation = PublicText(_("Translation"))
        self.translator = PlainLabel(role="meta", weight=600, token="text3")
        self.edit = Button(_("Edit"), kind="link", small=True)
        self.none = EmptyState("translate", _("No translation yet."), _("Translate"))
        self.editor = TranslationEditor(session, drafts)
        self._shown = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 12, 0)
        head.setSpacing(8)
        head.addWidget(self.translator, 1)
        head.addWidget(self.edit)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.translation, 1)
        for page in (self._shown, self.none, self.editor):
            self.addWidget(page)
        for asked in (self.edit.clicked, self.none.acted):
            asked.connect(lambda: self.wants.emit("translate", None))
        self.hide()

    def allow(self, editable: bool, why_not: str) -> None:
        """Let a translation be written, or say why it cannot be."""
        self._editable = editable
        self.edit.setEnabled(editable)
        self.edit.setToolTip("" if editable else plain_tooltip(why_not))

    def show_translation(self, first: Part, others: list[Part], *, same: bool) -> None:
        """What somebody translated, with those into other languages under it."""
        self.translator.set_text(first.heading)
        self.translator.set_token("warning" if first.warned else "text3")
        self.translation.show_text(first.text, others, same=same)
        self._turn(self._shown)

    def show_none(self, view: CommentView, own: str) -> None:
        """That there is none; `own` is the language staff write in."""
        if view.card.language == own:
            said = _("This comment is in {language} already.").format(language=words.language(own))
            self.none.set_state("translate", said)
        else:
            self.none.set_state(
                "translate", _("No translation yet."), _("Translate") if self._editable else ""
            )
        self._turn(self.none)

    def show_editor(self) -> None:
        self._turn(self.editor)

    def focus_editor(self) -> None:
        """Go on writing."""
        editor = self.editor
        target = editor.both.mine if editor.both.isVisible() else editor.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self.show()

    def minimumSizeHint(self) -> QSize:
        """Less than what stands in it would like: the comment needs its room too."""
        return QSize(140, 84)
