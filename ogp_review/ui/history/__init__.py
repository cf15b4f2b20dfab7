"""The history panel: what was done to a comment, or to the whole review, by whom, when, and what changed."""

from ogp_review.ui.history.view import HistoryPanel

__all__ = ["HistoryPanel"]
