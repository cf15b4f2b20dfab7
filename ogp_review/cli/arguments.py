"""What several verbs share: their arguments, and options that are promised and not built yet."""

from argparse import ArgumentParser, Namespace

from ogp_review.errors import ReviewError


def review_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "review", metavar="REVIEW", help="a file that ends in .ogpr, or a postgresql:// address"
    )


def words(argument: str) -> str:
    """An argument that is stored: bytes of the command line that are no Unicode become U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


UNBUILT = {
    ("edition", "brief"): "The one-page brief is not part of this version yet. "
    "Export the committee or public edition.",
    ("edition", "approval"): "The pack for approval is not part of this version yet. "
    "Export the committee or public edition.",
    ("template", None): "Templates are not part of this version yet. Leave --template out.",
    ("profile", None): "Profiles are not part of this version yet. Leave --profile out.",
}
"""Options that are promised and not built: an argument and its value, None for any."""


def refuse_unbuilt(given: Namespace) -> None:
    """Say of an option that is promised and not built that it is to come.

    :raises ReviewError: where one is given.
    """
    for (name, refused), sentence in UNBUILT.items():
        value = getattr(given, name, None)
        if value is not None and refused in (value, None):
            raise ReviewError(sentence)
