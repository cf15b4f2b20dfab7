"""The sidebar: saved views, and the draft with what was captured and answered at each paragraph."""

from ogp_review.ui.draft_tree.view import DraftTree as DraftTree
