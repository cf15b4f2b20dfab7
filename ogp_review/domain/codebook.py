"""The tree of themes."""

from dataclasses import dataclass

from ogp_review.errors import ReviewError

TAG_COLOURS = (
    "Red", "Orange", "Amber", "Olive", "Green", "Teal", "Sky", "Blue", "Violet", "Plum", "Rose", "Slate",
)  # fmt: skip

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme. `path` is its names from the root of the codebook, joined by "/"."""

    id: int
    path: str
    name: str
    parent_id: int | None
    colour: str
    definition: str
    example: str
    shortcut: str | None
    retired: bool
    comments: int


def tag_names(path: str) -> tuple[str, ...]:
    """The names in a tag's path, outermost first.

    :raises ReviewError: where a name is empty.
    """
    names = tuple(" ".join(name.split()) for name in path.split(SEPARATOR))
    if not all(names):
        raise ReviewError(f'"{path}" is not the path of a tag. Write it like "Participation/Youth".')
    return names
