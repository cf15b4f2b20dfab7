"""The Codebook workspace: the tree of tags, and what each of them means."""

from ogp_review.ui.codebook.view import CodebookWorkspace

__all__ = ["CodebookWorkspace"]
