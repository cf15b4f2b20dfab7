"""Stand-ins for what only a person can give: decisions and cancelling."""

from ogp_review.errors import Cancelled
from ogp_review.progress import NoProgress


class CancellableProgress(NoProgress):
    """Cancelled by :meth:`cancel`, or after it has been asked `after` times."""

    def __init__(self, after: int | None = None) -> None:
        self.cancelled = False
        self._left = after

    def cancel(self) -> None:
        self.cancelled = True

    def check_cancelled(self) -> None:
        if self._left is not None:
            self._left -= 1
            self.cancelled = self.cancelled or self._left < 0
        if self.cancelled:
            raise Cancelled
