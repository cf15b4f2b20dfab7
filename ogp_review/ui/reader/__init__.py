"""The reader: a comment with its translation and notes, what is suggested of it, and its paragraph."""

from ogp_review.ui.reader.view import Reader

__all__ = ["Reader"]
