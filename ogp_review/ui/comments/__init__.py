"""The list of comments: as cards or as a table, by filter, and up to date without anything moving."""

from ogp_review.ui.comments.view import CommentList as CommentList
