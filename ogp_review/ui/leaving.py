"""The question before a review is left while an import is under way: nothing of it would be kept."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.dialogs import Dialog

_STOP = 2


def stops_import(parent: QWidget) -> bool:
    """Whether the person wants the import stopped; Enter and Esc go on waiting for it."""
    dialog = Dialog(parent, _("An import is under way."), _("Wait"))
    dialog.add(_("Wait for it, or stop it? Nothing of it is kept if you stop."))
    stop = widgets.button(_("Stop and close"), kind="outlined")
    stop.clicked.connect(lambda: dialog.done(_STOP))
    dialog.leave.hide()
    for foot in dialog.findChildren(QHBoxLayout):
        if foot.indexOf(dialog.done_button) >= 0:
            foot.insertWidget(1, stop)
    dialog.done_button.setFocus()
    return dialog.exec() == _STOP
