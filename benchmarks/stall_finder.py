"""Says what ran while the window's loop stood still: a thread looks at all threads as soon as a tick is late.

    python benchmarks/stall_finder.py --size 100000 --steps tagging,moving --minutes 1

What holds the interpreter for long keeps the thread that looks waiting too; it is then seen at its end.
"""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from window_driver import Stalls

LATE = 0.030
LOOK_EVERY = 0.004
DEEP = 4
OURS = "ogp_review"
_IDLE = ("threading.py", "queue.py", "thread.py", "selectors.py")


class Finder:
    """Looks while `age`, the seconds since the last tick, is above LATE."""

    def __init__(self, age: Callable[[], float]) -> None:
        self._age = age
        self._found: Counter[str] = Counter()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="stall finder", daemon=True)
        self._thread.start()

    def take(self) -> list[str]:
        """What ran since this was last asked, the most frequent first, with how often it was seen."""
        found, self._found = self._found, Counter()
        return [f"{times} x {what}" for what, times in found.most_common(6)]

    def close(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            if self._age() > LATE:
                names = {one.ident: one.name for one in threading.enumerate()}
                for thread, frame in sys._current_frames().items():
                    if thread != self._thread.ident and not _idle(frame):
                        self._found[f"{names.get(thread, '?')}: {where(frame)}"] += 1


def _idle(frame: FrameType) -> bool:
    return Path(frame.f_code.co_filename).name in _IDLE


def where(frame: FrameType | None) -> str:
    """The innermost frame, and the first few of ours that led to it."""
    found: list[str] = []
    while frame is not None and len(found) < DEEP:
        if not found or OURS in frame.f_code.co_filename:
            found.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(found)


def told(stalls: "Stalls", above: float) -> list[str]:
    """A line for each stall above so many seconds, and below it what ran then."""
    lines: list[str] = []
    for step, gap, worked, ran in stalls.every:
        if gap > above:
            lines.append(f"  {gap * 1_000:.0f} ms ({worked * 1_000:.0f} ms of own work), {step}")
            lines += [f"      {one}" for one in ran]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--steps", default="", help="of window_session.STEPS, by their beginnings; all")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--above", type=float, default=0.05, help="seconds from which a stall is told")
    chosen = parser.parse_args()
    import bench_window
    import window_session
    from window_driver import stalls

    wanted = tuple(one for one in chosen.steps.split(",") if one)
    steps = [one for one in window_session.STEPS if not wanted or one[0].startswith(wanted)]
    driver, began = bench_window.at_work(chosen.size), time.perf_counter()
    with stalls(finding=True) as found:
        bench_window.work(driver, found, chosen.minutes * 60, steps=steps)
    print(f"{len(found.every)} above {found.TOLD * 1_000:.0f} ms in {time.perf_counter() - began:.0f} s")
    for step, gap in sorted(found.longest.items(), key=lambda one: -one[1]):
        print(f"  {step}: {gap * 1_000:.0f} ms at most")
    print("\n".join(told(found, chosen.above)))
    driver.close()


if __name__ == "__main__":
    main()
