"""The version of OGP Review, in one place."""

__version__ = "0.2.0"
