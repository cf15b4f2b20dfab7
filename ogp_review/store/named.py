"""Finding what people name, however they case or accent it: sections, tags and colleagues."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from ogp_review.domain.codebook import SEPARATOR, Tag, tag_names
from ogp_review.domain.draft import Section
from ogp_review.domain.folding import match_key
from ogp_review.errors import ReviewError
from ogp_review.store import tables as t


def named_sections(names: Iterable[str], sections: list[Section]) -> set[int]:
    """The sections with these labels or titles, and all below them.

    :raises ReviewError: where there is none of a name.
    """
    found: set[int] = set()
    for name in names:
        wanted = match_key(name.rstrip("."))
        named = {s.id for s in sections if wanted in (match_key(s.label.rstrip(".")), match_key(s.title))}
        if not named:
            raise ReviewError(f'There is no section "{name}".')
        found |= named
    while more := {s.id for s in sections if s.parent_id in found} - found:
        found |= more
    return found


def named_tags(path: str, tags: list[Tag]) -> Iterator[Tag]:
    """The tag called `path`, or else those whose path ends so, with all below them.

    :raises ReviewError: where there is none.
    """
    wanted = [match_key(name) for name in tag_names(path)]
    keys = {tag.id: [match_key(name) for name in tag.path.split(SEPARATOR)] for tag in tags}
    whole = [keys[tag.id] for tag in tags if keys[tag.id] == wanted]
    tops = whole or [keys[tag.id] for tag in tags if keys[tag.id][-len(wanted) :] == wanted]
    if not tops:
        raise ReviewError(f'There is no tag "{path}" in the codebook.')
    return (tag for tag in tags if any(keys[tag.id][: len(top)] == top for top in tops))


def people(connection: Connection) -> list[str]:
    """Everybody who has worked on the review or to whom a comment is assigned, by name."""
    w = t.comment_work.c
    worked = connection.execute(select(t.person.c.name).where(~t.person.c.hidden)).scalars()
    assigned = select(w.assigned_to).where(w.assigned_to.is_not(None)).distinct()
    return sorted({*worked, *connection.execute(assigned).scalars()}, key=match_key)


def known_people(connection: Connection, names: Iterable[str]) -> set[str]:
    """These people, as they are written in the review.

    :raises ReviewError: where one of them is not there.
    """
    wanted = {match_key(name): name for name in names}
    written = [one for one in people(connection) if match_key(one) in wanted] if wanted else []
    for key in wanted.keys() - {match_key(one) for one in written}:
        raise ReviewError(f'Nobody called "{wanted[key]}" works on this review.')
    return set(written)
