"""The window, off screen: start, opening, scrolling, filters, actions as seen on screen, memory, stalls.

The floors are the least that Qt and SQLite can do: a bare window; a list of Qt's own over an array of ids,
with Qt's own delegate and plain `sqlite3` behind it.
"""

import os
import random
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import bench
import data
import stall_finder
from bench import Line

if TYPE_CHECKING:
    from window_driver import Driver, Stalls

NAME = "window"
MOST = 10_000
ACTIONS = 40
MINUTES = 3.0
FRAME, FILTER, SEARCH, ACTION, BULK = 0.016, 0.050, 0.030, 0.050, 1.0
START_GOAL = 0.6
OPEN_GOALS = ((100_000, 0.1, 0.5), (sys.maxsize, 0.25, 1.0))
MEMORY_GOALS = ((10_000, 150), (100_000, 250), (sys.maxsize, 600))
STALL, NAMED_STALL = 0.050, 0.100
minutes = MINUTES
"""How long the window is worked in for the measure of stalls; the command line may set it."""

PAGE_WAIT = 1.0
BIG = 1_000_000
TAG = "Participation/Youth"
FILTERS = (
    ("a word", data.COMMON, SEARCH),
    ("a rare word", data.RARE, SEARCH),
    ("a language", "lang:fr", FILTER),
    ("a paragraph", "P3", FILTER),
    ("not tagged", "is:untagged", FILTER),
)
_IDS = "SELECT id FROM comment_state WHERE visible AND NOT set_aside ORDER BY doc"
_TEXTS = (
    "SELECT s.id, substr(x.text, 1, 400) FROM comment_state s JOIN comment_text x ON x.id = s.text_id "
    "WHERE s.id IN (SELECT value FROM json_each(?))"
)
_BARE = "import sys; sys.path.insert(0, {here!r}); import bench_window; bench_window.{name}({arguments})"


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    yield from _start()
    for size in sizes:
        yield from _of(size)


def _of(size: int) -> Iterator[Line]:
    path = bench.review_file(size)
    yield from _opening(size, path)
    yield from _scrolling(size, path)
    yield from _filters(size, path)
    if size >= BIG:
        return
    yield from _acting(size)
    yield from _memory(size, path)
    if size == max(bench.SIZES):
        yield from _standing_still(size)


def _apart(name: str, *arguments: object) -> list[float]:
    """Run a function of this module in a process of its own; the figures it printed."""
    code = _BARE.format(here=str(bench.HERE), name=name, arguments=", ".join(map(repr, arguments)))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [float(figure) for figure in done.stdout.split()]


def _tell(*figures: float) -> None:
    print(*figures)


# Start ----------------------------------------------------------------------------------------------------

_OURS = """
import time; began = time.perf_counter()
from ogp_review.ui import app
application = app.application(); window = app.MainWindow(); window.show(); application.processEvents()
print(time.perf_counter() - began)
"""
_FLOOR = """
import time; began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([]); window = QMainWindow(); window.resize(1440, 900); window.show()
application.processEvents(); print(time.perf_counter() - began)
"""


def _start() -> Iterator[Line]:
    ours, floor = bench.by_turns(lambda: _program(_OURS), lambda: _program(_FLOOR))
    yield Line(
        "Window: start to start page", 0, ours, "bare QMainWindow", floor, "≤ 0.6 s", ours <= START_GOAL
    )


def _program(code: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=bench.HERE.parent, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


# Opening --------------------------------------------------------------------------------------------------


def _driver() -> "Driver":
    """One window a process: Qt allows one application."""
    global _only
    if _only is None:
        import window_driver

        _only = window_driver.Driver()
    return _only


_only: "Driver | None" = None


def _opening(size: int, path: Path) -> Iterator[Line]:
    driver, opened = _driver(), []

    def ours() -> float:
        opened.append(driver.open(path, bench.PERSON))
        driver.close()
        return opened[-1].card

    ours()
    opened.clear()
    card, floor = bench.by_turns(ours, lambda: _prototype(path))
    usable, whole = median(one.usable for one in opened), median(one.whole for one in opened)
    most_card, most_usable = next(goals[1:] for goals in OPEN_GOALS if size <= goals[0])
    peer = "plain list over ids, sqlite3"
    goal = f"≤ {most_card * 1_000:.0f} ms"
    yield Line("Window: open to first card painted", size, card, peer, floor, goal, card <= most_card)
    goal = f"≤ {most_usable:g} s"
    yield Line("Window: open to tree, list, reader", size, usable, peer, floor, goal, usable <= most_usable)
    yield Line("Window: open to all ids in the list", size, whole, peer, floor)


def _prototype(path: Path) -> float:
    from window_driver import Prototype

    plain = Prototype(path, _IDS, _TEXTS)
    took = plain.first_paint()
    plain.close()
    return took


# Scrolling ------------------------------------------------------------------------------------------------


def _scrolling(size: int, path: Path) -> Iterator[Line]:
    from window_driver import Prototype, frames, p

    driver = _driver()
    driver.open(path, bench.PERSON)
    plain = Prototype(path, _IDS, _TEXTS)
    plain.first_paint()
    for name, far in (("wheel steps", False), ("far jumps", True)):
        ours, floor = frames(driver.list.cards, far), frames(plain.view, far)
        for share in (0.50, 0.95):
            took, theirs = p(share, ours), p(share, floor)
            job = f"Window: frame, {name}, p{share * 100:.0f}"
            met = took <= FRAME if share > 0.9 else None
            yield Line(
                job, size, took, "plain list, default delegate", theirs, "≤ 16 ms" if share > 0.9 else "", met
            )
    plain.close()
    driver.close()


# Filters --------------------------------------------------------------------------------------------------


def _filters(size: int, path: Path) -> Iterator[Line]:
    driver = _driver()
    driver.open(path, bench.PERSON)
    for name, text, goal in FILTERS:
        took = []
        for _round in range(bench.ROUNDS):
            took.append(driver.filtered(text))
            driver.rest()
            driver.filtered("")
            driver.rest()
        found = median(took)
        yield Line(
            f"Window: filter by {name} to first rows",
            size,
            found,
            goal=f"≤ {goal * 1_000:.0f} ms",
            met=found <= goal,
        )
    driver.close()


# Acting ---------------------------------------------------------------------------------------------------


def _acting(size: int) -> Iterator[Line]:
    """Keys pressed in the list, until the row that changed is painted."""
    from PySide6.QtCore import Qt
    from window_driver import p

    with bench.copy_of(size) as review:
        path = Path(review.store.target)
        review.tagging.define(TAG, shortcut="1")
    driver = _driver()
    driver.open(path, bench.PERSON)
    key = Qt.Key
    for name, act in (
        ("tag by its key", lambda: _one(driver, lambda: driver.press(key.Key_1), _tagged)),
        ("move", lambda: _asked(driver, key.Key_G, _elsewhere(driver), _moved)),
        ("set aside", lambda: _asked(driver, key.Key_X, "duplicate", _aside)),
        ("respond", lambda: _one(driver, lambda: _answer(driver, _respond), _in_state("drafted"))),
        ("approve", lambda: _approved(driver)),
    ):
        worst = p(0.95, [act() for _number in range(min(ACTIONS, size // 25))])
        job = f"Window: {name} to repainted row, p95"
        yield Line(job, size, worst, goal="p95 ≤ 50 ms", met=worst <= ACTION)
    yield from _bulk(driver, size)
    driver.close()


def _asked(driver: "Driver", key: Any, typed: str, seen: Callable[[Any, Any], bool]) -> float:
    """The same from the Enter in the popup on."""
    driver.ask(key, typed)
    return _one(driver, driver.choose, seen)


def _one(driver: "Driver", does: Callable[[], float | None], seen: Callable[[Any, Any], bool]) -> float:
    """Do it to the current comment and go on to the next; the seconds until it showed."""
    row = driver.list.chosen.row
    before, comment = driver.model.known(row), driver.model.id_at(row)

    def shows() -> bool:
        now = driver.model.pages.get(comment)
        return now is not None and seen(before, now)

    took = driver.painted_when(shows, does)
    driver.rest()
    driver.list.select_id(comment)
    driver.list.next()
    driver.rest()
    return took


def _approved(driver: "Driver") -> float:
    """The same for an answer that is in review."""
    _answer(driver, _respond)
    _answer(driver, lambda review, comment: review.responding.submit(comment))
    driver.rest()
    return _one(
        driver,
        lambda: _answer(driver, lambda review, comment: review.responding.approve(comment)),
        _in_state("approved"),
    )


def _answer(driver: "Driver", does: Callable[[Any, int], object]) -> None:
    comment = driver.list.current_id()
    driver.desk.session.do(lambda review: does(review, comment))


def _respond(review: Any, comment: int) -> None:
    review.responding.respond(comment, disposition="noted", text="Thank you for this comment.")


def _in_state(state: str) -> Callable[[Any, Any], bool]:
    return lambda _before, now: now.state == state


def _tagged(before: Any, now: Any) -> bool:
    return len(now.tags) > len(before.tags)


def _moved(before: Any, now: Any) -> bool:
    return now.place != before.place


def _aside(before: Any, now: Any) -> bool:
    return now.set_aside is not None and before.set_aside is None


def _elsewhere(driver: "Driver") -> str:
    here = driver.model.known(driver.list.chosen.row).paragraph
    return "P7" if here != "P7" else "P8"


def _bulk(driver: "Driver", size: int) -> Iterator[Line]:
    """Tag many at once and take it back, until the first of them shows it."""
    driver.filtered("")
    driver.rest()
    ids = driver.list.all_ids()[: min(size, MOST)]
    driver.list.select_id(ids[0])
    driver.rest()
    tagged, undone = [], []
    for number in range(3):
        path = f"Bulk/{number}"
        tagged.append(
            driver.painted_when(
                partial(_shows_tag, driver, ids[0], path), partial(_tag_all, driver, ids, path)
            )
        )
        driver.rest()
        undone.append(
            driver.painted_when(
                lambda path=path: not _shows_tag(driver, ids[0], path), driver.desk.undoing.undo
            )
        )
        driver.rest()
    for name, times in (("tag", tagged), ("undo of tagging", undone)):
        took = median(times)
        yield Line(f"Window: {name} {len(ids):,} seen on screen", size, took, goal="≤ 1 s", met=took <= BULK)


def _tag_all(driver: "Driver", ids: list[int], path: str) -> None:
    driver.desk.session.do(lambda review: review.tagging.add(ids, path))


def _shows_tag(driver: "Driver", comment: int, path: str) -> bool:
    card = driver.model.pages.get(comment)
    return card is not None and any(tag.path == path for tag in card.tags)


# Memory ---------------------------------------------------------------------------------------------------


def _memory(size: int, path: Path) -> Iterator[Line]:
    rss, uss = _apart("measure_memory", str(path))
    floor_rss, _floor_uss = _apart("measure_bare_memory")
    goal = next(goal for most, goal in MEMORY_GOALS if size <= most)
    yield Line(
        "Window: memory (RSS)", size, rss, "bare QMainWindow", floor_rss, f"≤ {goal} MB", rss <= goal, "MB"
    )
    yield Line("Window: memory of its own (USS)", size, uss, unit="MB")


def measure_memory(path: str) -> None:
    """Print RSS and USS of a process with the window open; it has scrolled and filtered a little."""
    from window_driver import frames, live

    driver = _driver()
    driver.open(Path(path), bench.PERSON)
    frames(driver.list.cards, True, 10)
    driver.filtered("lang:fr")
    driver.rest()
    driver.filtered("")
    driver.rest()
    live(0.5)
    _tell(*resident())


def measure_bare_memory() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.show()
    application.processEvents()
    _tell(*resident())


def resident() -> tuple[float, float]:
    """RSS and USS of this process in MB; both 0 where the system does not tell."""
    told = Path("/proc/self/smaps_rollup")
    if not told.exists():
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in told.read_text().splitlines()[1:]}
    return sizes["Rss"] / 1_024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1_024


# Stalls ---------------------------------------------------------------------------------------------------


def _standing_still(size: int) -> Iterator[Line]:
    """A person at work, as the loop of the window feels it; then a big import beside it."""
    from window_driver import stalls

    driver = at_work(size)
    with stalls() as found:
        work(driver, found, minutes * 60)
    yield from _told("Window: longest stall, at work", size, found)
    with stalls() as found:
        longest, imported = _beside_an_import(driver, found, size)
    yield from _told("Window: longest stall, beside an import", size, found)
    yield Line(
        "Window: longest wait for a page, beside it", size, longest, goal="≤ 1 s", met=longest <= PAGE_WAIT
    )
    yield Line("Window: the import itself", size, imported)
    driver.close()


def at_work(size: int) -> "Driver":
    """A window with a review of its own to work in."""
    with bench.copy_of(size) as review:
        path = Path(review.store.target)
        review.tagging.define(TAG, shortcut="1")
    driver = _driver()
    driver.open(path, bench.PERSON)
    return driver


def _told(job: str, size: int, found: "Stalls") -> Iterator[Line]:
    most = found.most
    many = sum(1 for _step, gap, _worked, _ran in found.every if gap > STALL)
    for step, gap in sorted(found.longest.items(), key=lambda one: -one[1])[:8]:
        print(f"  {step}: {gap * 1_000:.0f} ms at most", file=sys.stderr)
    print("\n".join(stall_finder.told(found, STALL)), file=sys.stderr)
    yield Line(job, size, most, goal="≤ 50 ms, named ≤ 100 ms", met=most <= NAMED_STALL)
    yield Line(f"{job}: how many above 50 ms", size, many, unit="times")


def work(driver: "Driver", found: "Stalls", seconds: float, seed: int = 7, steps: Sequence[Any] = ()) -> None:
    """What a person does all day, one thing after the other, for so long. `steps` are some of all."""
    from window_session import STEPS

    chance, end = random.Random(seed), time.perf_counter() + seconds
    while True:
        for name, step in steps or STEPS:
            found.step = name
            step(driver, chance)
            driver.rest(0.05)
            if time.perf_counter() > end:
                return


def _beside_an_import(driver: "Driver", found: "Stalls", size: int) -> tuple[float, float]:
    """The longest wait for a page while an import of `size` comments runs, and how long that took."""
    from window_driver import live

    from ogp_review.workers.said import Said
    from ogp_review.workers.sources import BringIn, Place

    source, done = data.csv_of(size), array("d")
    found.step = "import"
    began = time.perf_counter()
    driver.desk.jobs.send(
        "Importing",
        BringIn(Place(str(source)), Said("Once more")),
        lambda _outcome: done.append(time.perf_counter() - began),
        brings_in=True,
    )
    waits, number = [0.0], 0
    while not done:
        number += 1
        waits.append(driver.jump((number * 7919 % 997) / 997, lambda: bool(done)))
        live(0.05)
    found.step = "after the import"
    driver.rest(0.3)
    return max(waits), done[0]


if __name__ == "__main__":
    bench.main(lines)
