"""Errands that no window sends: they never end, bring their process down, or answer what cannot travel."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogp_review.domain.operation import Op
from ogp_review.progress import Progress
from ogp_review.review import Review
from ogp_review.store.settings import set_setting


@dataclass(frozen=True)
class Sleep:
    """Never looks whether it is cancelled."""

    seconds: float

    def __call__(self, review: Review, progress: Progress) -> int:
        progress.report(1, 2, "sleep")
        time.sleep(self.seconds)
        return os.getpid()


@dataclass(frozen=True)
class WaitForCancel:
    """Looks all the time, and tidies up."""

    left: str

    def __call__(self, review: Review, progress: Progress) -> None:
        path = Path(self.left)
        path.write_text("half")
        try:
            while True:
                progress.check_cancelled()
                time.sleep(0.005)
        finally:
            path.unlink()


@dataclass(frozen=True)
class Crash:
    def __call__(self, review: Review, progress: Progress) -> None:
        os.abort()


@dataclass(frozen=True)
class Bug:
    def __call__(self, review: Review, progress: Progress) -> float:
        return 1 / len(review.title[:0])


@dataclass(frozen=True)
class Unportable:
    def __call__(self, review: Review, progress: Progress) -> Any:
        return lambda: None


@dataclass(frozen=True)
class Rename:
    """One operation. It stays inside for `hold` seconds before it ends, without looking up."""

    title: str
    hold: float = 0.0

    def __call__(self, review: Review, progress: Progress) -> str:
        with review.store.operation(Op.SETTING, review.person, "Renamed elsewhere") as op:
            set_setting(op, "title", self.title)
            progress.report(1, 1, "held")
            time.sleep(self.hold)
        return self.title


@dataclass(frozen=True)
class Pid:
    def __call__(self, review: Review, progress: Progress) -> int:
        return os.getpid()
