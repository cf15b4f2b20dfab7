"""Alembic's revisions of the review's tables."""
