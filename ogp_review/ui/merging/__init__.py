"""The Points workspace: what is being said, once, and how each member says it."""

from ogp_review.ui.merging.view import PointsWorkspace

__all__ = ["PointsWorkspace"]
