"""The real window on real reviews: closed, with its threads, after each test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.journeys.hand import Person

from ogp_review import settings
from ogp_review.services.sample import EDITOR, make_sample
from ogp_review.ui import theme
from ogp_review.ui.main_window import MainWindow

Opened = Callable[..., Person]


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(made)
    return made


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this test alone; the person is known, so nobody asks."""
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "settings"))
    settings.save({"person": EDITOR, "theme": "light", "folder": str(tmp_path)})


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Path:
    """A sample review of this test's own."""
    return Path(copyfile(made_sample, tmp_path / "Open Government.ogpr"))


def let_go(window: MainWindow) -> None:
    """Close a window and let Qt delete all of it."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def start(own_settings: None, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    """Open the window at a size, on its start page."""
    windows: list[MainWindow] = []

    def show(width: int = 1440, height: int = 900) -> Person:
        theme.install(qapp, "light")
        theme.set_reading_size(100)
        window = MainWindow()
        windows.append(window)
        window.resize(width, height)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        return Person(window)

    yield show
    for window in windows:
        let_go(window)


@pytest.fixture
def opened(start: Opened, sample: Path) -> Opened:
    """Open the window on the sample."""

    def show(width: int = 1440, height: int = 900, path: Path = sample) -> Person:
        person = start(width, height)
        person.window.open_review(str(path))
        person.until(lambda: person.window.desk is not None, "the review opens")
        person.until(lambda: person.triage.list.current_id() is not None, "a comment is current")
        person.settle()
        return person

    return show
