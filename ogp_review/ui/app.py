"""Start the window: the application with its looks, the hook for bugs, and the review that was asked for."""

import sys
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ogp_review.ui import icons, messages, theme, window_state
from ogp_review.ui.collecting import Collector
from ogp_review.ui.ending import asked_by_signals
from ogp_review.ui.main_window import MainWindow
from ogp_review.version import __version__

SWITCH_EVERY_S = 0.0003
"""How long a worker may hold the interpreter while the window waits: the default, 5 ms, shows as stutter."""


def application() -> QApplication:
    """The one QApplication, with style, palette and fonts set."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("OGP Review")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("ogp-review")
    theme.install(app, str(window_state.personal("theme", "system")))
    app.setWindowIcon(icons.app_icon())
    return app


def _show_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
    else:
        messages.bridge.bug(error.with_traceback(trace))


def run(target: str | None = None, *, person: str | None = None) -> int:
    """Show the window, with the review at `target` if one is named; the exit status."""
    sys.setswitchinterval(SWITCH_EVERY_S)
    app = application()
    sys.excepthook = _show_bug
    window = MainWindow()
    window.show()
    Collector(window.busy, window)
    QTimer.singleShot(0, window.opener.load)
    if target is not None:
        QTimer.singleShot(0, lambda: window.open_review(target, person))
    with asked_by_signals(app.quit):
        return app.exec()
