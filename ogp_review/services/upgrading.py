"""Bring a review made by an older version to this one."""

from pathlib import Path

from ogp_review.store import schema
from ogp_review.store.engine import is_address


def upgrade(target: str) -> str:
    """Migrate the review at `target`, a file or a shared database; what was done, in words.

    :raises ReviewError: where it is no review, is from a newer version, or cannot be written.
    """
    done = schema.upgrade(target)
    name = f'"{Path(target).name}"' if not is_address(target) else "The shared review"
    if not done.migrated:
        return f"{name} is of this version already. Nothing was changed."
    kept = f' The file as it was is kept as "{done.kept.name}".' if done.kept else ""
    return f"{name} was migrated to this version.{kept}"
