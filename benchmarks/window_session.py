"""What a person does all day in the window, as steps for the measure of stalls."""

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import data
from PySide6.QtCore import Qt
from window_driver import Driver, live, until

from ogp_review.workers.errands import Export
from ogp_review.workers.said import Said
from ogp_review.workers.sources import BringIn, Place

Step = Callable[[Driver, random.Random], None]

SMALL = 200
FILTERS = ("lang:fr", "P3", data.RARE, data.COMMON, "is:untagged", "state:new", "")
_PAUSE = 0.03


def _walk(driver: Driver, chance: random.Random) -> None:
    for _step in range(15):
        driver.press(Qt.Key.Key_J if chance.random() < 0.8 else Qt.Key.Key_K)
        live(_PAUSE)


def _jump(driver: Driver, chance: random.Random) -> None:
    for _step in range(4):
        driver.jump(chance.random())


def _filter(driver: Driver, chance: random.Random) -> None:
    text = chance.choice([one for one in FILTERS if one != driver.list.filter_text()])
    driver.filtered(text)


def _whole(driver: Driver, chance: random.Random) -> None:
    if driver.list.filter_text():
        driver.filtered("")


def _tag(driver: Driver, chance: random.Random) -> None:
    for _step in range(5):
        driver.press(Qt.Key.Key_1)
        live(_PAUSE)
        driver.press(Qt.Key.Key_J)
        live(_PAUSE)


def _move(driver: Driver, chance: random.Random) -> None:
    driver.ask(Qt.Key.Key_G, f"P{chance.randrange(2, 20)}")
    driver.choose()


def _set_aside(driver: Driver, chance: random.Random) -> None:
    driver.ask(Qt.Key.Key_X, "duplicate")
    driver.choose()


def _undo(driver: Driver, chance: random.Random) -> None:
    driver.desk.undoing.undo()
    driver.rest()


def _respond(driver: Driver, chance: random.Random) -> None:
    response = driver.desk.triage.response
    driver.press(Qt.Key.Key_R)
    live(0.05)
    if not response.editor.isReadOnly():
        for letter in "We thank you for this comment. ":
            response.editor.insertPlainText(letter)
            live(0.005)
    driver.list.view().setFocus()


def _pages(driver: Driver, chance: random.Random) -> None:
    for name in ("points", "codebook", "triage"):
        driver.desk.show_workspace(name)
        driver.rest(0.02)


def _import(driver: Driver, chance: random.Random) -> None:
    source = data.csv_of(SMALL)
    name = f"Round {chance.randrange(1 << 30)}"
    driver.desk.jobs.send("Importing", BringIn(Place(str(source)), Said(name)), brings_in=True)
    until(lambda: not driver.desk.jobs.running, "import")


def _export(driver: Driver, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "matrix.xlsx")
        driver.desk.jobs.send("Exporting", Export(target, "committee"))
        while driver.desk.jobs.running:
            _walk(driver, chance)


STEPS: tuple[tuple[str, Step], ...] = (
    ("walking", _walk), ("jumping", _jump), ("tagging", _tag), ("filtering", _filter), ("moving", _move),
    ("undoing", _undo), ("setting aside", _set_aside), ("whole list", _whole), ("responding", _respond),
    ("turning pages", _pages), ("importing a little", _import), ("exporting", _export),
)  # fmt: skip
