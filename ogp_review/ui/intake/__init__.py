"""The page through which sources come in: choose, check, import, and what came of it."""

from ogp_review.ui.intake.view import ImportPage as ImportPage
