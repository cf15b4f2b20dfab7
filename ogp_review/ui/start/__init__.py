"""The page the window opens with: open, new, shared, sample, and the reviews opened last."""

from ogp_review.ui.start.view import StartPage as StartPage
