"""The reasoned response beside the paragraph as it is proposed, and the one next step."""

from ogp_review.ui.responses.view import ResponsePane as ResponsePane
