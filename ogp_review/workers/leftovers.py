"""What a killed program left half-written: taken away the next time, so that it does not pile up."""

import time
from contextlib import suppress
from pathlib import Path

EXPORTS = ".ogp-*.part"
SETTINGS = "settings.json.????????"
OLD_S = 3_600.0
"""Nobody writes to a file for so long without changing it: what is younger may be another program's work."""


def sweep(folder: Path, pattern: str) -> None:
    """Remove the files of that kind in `folder` that nobody writes to any more."""
    with suppress(OSError):
        for left in folder.glob(pattern):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > OLD_S:
                    left.unlink()
