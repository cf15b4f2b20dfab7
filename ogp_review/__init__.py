"""OGP Review: turn a public consultation into an honest answer."""

from typing import TYPE_CHECKING, Any

from ogp_review.version import __version__

if TYPE_CHECKING:
    from ogp_review.review import Review, create_review, open_review

__all__ = ["Review", "__version__", "create_review", "open_review"]


def __getattr__(name: str) -> Any:
    """The scripting API, loaded when it is first used: `import ogp_review` itself costs nothing."""
    if name in __all__:
        from ogp_review import review

        return getattr(review, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
