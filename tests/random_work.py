"""Random work on a review, as numbers that Hypothesis can shrink: who does what to which comments."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ogp_review.errors import ReviewError
from ogp_review.review import Review
from ogp_review.store import tables as t
from ogp_review.store.conflicts import conflicts

TAGS = ("Youth", "Youth/Children", "Money", "Trust")
PLACES = ("P1", "P2", "Whole draft", None)
STANCES = ("support", "change", None)
DISPOSITIONS = ("accepted", "not accepted", "noted")

Step = tuple[int, int, int, int]


def write_source(
    path: Path, first: int, last: int, *, ids: bool = True, author: bool = True, words: int = 0
) -> Path:
    """A CSV of comments `first` to `last`; the same numbers and `words` say the same in every source.

    With ids, other words are a text that changed at its source.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Id", "Text", "Author", "Paragraph", "Reply to"])
        for number in range(first, last + 1):
            parent = f"k{number - 1}" if ids and number % 4 == 0 and number > first else ""
            rows.writerow(
                [
                    f"k{number}" if ids else "",
                    f"Comment {number}: what is promised must be paid for."
                    + " Really." * (words and number % 2),
                    f"Person {number % 3}" if author else "",
                    f"P{1 + number % 2}" if number % 3 else "",
                    parent,
                ]
            )
    return path


def work(review: Review, step: Step, folder: Path) -> None:
    """Do one random thing; what the rules refuse is refused with a sentence and changes nothing."""
    kind, one, two, three = step
    try:
        _VERBS[kind % len(_VERBS)](review, one, two, three, folder)
    except ReviewError:
        pass


def _pick(review: Review, *numbers: int) -> list[int]:
    ids = [comment.id for comment in review.comments()]
    for comment in list(ids):
        ids += [excerpt.id for excerpt in review.excerpts(comment)]
    return [ids[number % len(ids)] for number in numbers] if ids else []


def _whole(review: Review, *numbers: int) -> list[int]:
    ids = [comment.id for comment in review.comments()]
    return [ids[number % len(ids)] for number in numbers] if ids else []


def _people(review: Review, *numbers: int) -> list[int]:
    """Participants of sources, so that some are already shown as another."""
    with review.store.read() as connection:
        ids = sorted(connection.execute(select(t.participant.c.id)).scalars())
    return [ids[number % len(ids)] for number in numbers] if ids else []


def _member(review: Review, participant: int, number: int) -> int:
    stated = review.people.one(participant).stated
    return stated[number % len(stated)].id


def _point(review: Review, number: int) -> list[int]:
    points = review.merging.points()
    return [points[number % len(points)].id] if points else []


def _tags(review: Review, number: int) -> list[int]:
    tags = review.tagging.codebook()
    return [tags[number % len(tags)].id] if tags else []


def _excerpt(review: Review, one: int, two: int, three: int, _: Path) -> None:
    for comment in _whole(review, one):
        review.tagging.excerpt(comment, two % 10, 12 + three % 20)


def _respond(review: Review, one: int, two: int, three: int, _: Path) -> None:
    for point in _point(review, one):
        review.responding.respond(point, disposition=DISPOSITIONS[two % 3], text=f"Because of {three % 3}.")


def _on_point(verb: Callable[[Review, int, int], object]) -> Callable[..., None]:
    def do(review: Review, one: int, two: int, three: int, _: Path) -> None:
        for point in _point(review, one):
            verb(review, point, two)

    return do


def _split(review: Review, point: int, two: int) -> None:
    units = review.merging.point(point).units
    review.merging.split(point, [units[two % len(units)].id])


def _lead(review: Review, point: int, two: int) -> None:
    units = review.merging.point(point).units
    review.merging.lead(point, units[two % len(units)].id)


def _import(review: Review, one: int, two: int, three: int, folder: Path) -> None:
    first = 1 + one % 6
    path = folder / f"source-{first}-{two % 4}-{three}.csv"
    ids, author = three % 3 > 0, three % 3 != 1
    write_source(path, first, first + two % 4, ids=ids, author=author, words=int(three > 7))
    review.intake.import_file(path, consultation="Run")


def _settle(review: Review, one: int, two: int, three: int, _: Path) -> None:
    found = review.history.conflicts()
    if found:
        conflict = found[one % len(found)]
        review.history.settle(conflict, conflict.shown if two % 2 else conflict.other)


_VERBS: list[Callable[[Review, int, int, int, Path], object]] = [
    lambda r, a, b, c, f: r.triage.move(_pick(r, a, b), PLACES[c % 4]),
    lambda r, a, b, c, f: r.triage.stance(_pick(r, a), STANCES[b % 3]),
    lambda r, a, b, c, f: r.triage.set_aside(_whole(r, a), "spam"),
    lambda r, a, b, c, f: r.triage.take_back(_whole(r, a)),
    lambda r, a, b, c, f: r.triage.assign(_whole(r, a), ("Ana", None)[b % 2]),
    lambda r, a, b, c, f: r.triage.close(_whole(r, a), bool(b % 2)),
    lambda r, a, b, c, f: r.tagging.add(_pick(r, a, b), TAGS[c % 4]),
    lambda r, a, b, c, f: r.tagging.remove(_pick(r, a, b), TAGS[c % 4]),
    lambda r, a, b, c, f: r.tagging.rename(TAGS[a % 4], f"Name {b % 3}"),
    _excerpt,
    lambda r, a, b, c, f: r.merging.merge(_pick(r, a, b, c), summary=f"Sum {c % 2}"),
    _on_point(lambda r, p, b: r.merging.add(p, _pick(r, b))),
    _on_point(_split),
    _on_point(_lead),
    _respond,
    _on_point(lambda r, p, b: r.responding.submit(p)),
    _on_point(lambda r, p, b: r.responding.approve(p)),
    _on_point(lambda r, p, b: r.responding.give_back(p, "Why?")),
    _on_point(lambda r, p, b: r.responding.decide(p, bool(b % 2))),
    _import,
    _settle,
    lambda r, a, b, c, f: r.history.undo(),
    lambda r, a, b, c, f: r.history.undo(),
    lambda r, a, b, c, f: r.history.redo(),
    lambda r, a, b, c, f: r.merging.take_out(_pick(r, a, b)),
    lambda r, a, b, c, f: r.responding.respond_all(_pick(r, a, b), disposition=DISPOSITIONS[c % 3]),
    lambda r, a, b, c, f: r.responding.submit(_pick(r, a, b)),
    lambda r, a, b, c, f: r.triage.language(_whole(r, a, b), ("fr", None)[c % 2]),
    lambda r, a, b, c, f: r.desk.save_canned(f"Canned {a % 2}", f"Text {b % 3}"),
    lambda r, a, b, c, f: [r.tagging.remove_excerpt(one) for one in _pick(r, a)],
    lambda r, a, b, c, f: [r.tagging.nest(one, (_tags(r, b) or [None])[0]) for one in _tags(r, a)],
    lambda r, a, b, c, f: [r.tagging.nest(one, None) for one in _tags(r, a)],
    lambda r, a, b, c, f: [r.tagging.merge(one, into) for one in _tags(r, a) for into in _tags(r, b)],
    lambda r, a, b, c, f: [r.tagging.retire(one, bool(b % 3)) for one in _tags(r, a)],
    lambda r, a, b, c, f: [r.tagging.delete(one) for one in _tags(r, a)],
    lambda r, a, b, c, f: r.tagging.define(TAGS[a % 4], shortcut=str(1 + b % 2)),
    lambda r, a, b, c, f: r.people.merge(_people(r, a, b)),
    lambda r, a, b, c, f: [r.people.split(one, [_member(r, one, b)]) for one in _people(r, a)],
    lambda r, a, b, c, f: [
        r.people.edit(one, name=f"Name {b % 3}", consent=c % 2 > 0) for one in _people(r, a)
    ],
]

KINDS = len(_VERBS)


def contents(review: Review) -> dict[str, Any]:
    """All that a review says, in a form in which two copies can be compared."""
    found: dict[str, Any] = {}
    with review._store.read() as connection:
        for table in (
            *t.SOURCE_TABLES,
            *t.STAFF_TABLES.values(),
            t.operation,
            t.change,
            t.touch,
            t.head,
            t.row_alias,
            t.participant_state,
        ):
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            if table.name in t.WORK_TABLES:
                empty = t.defaults(table)
                rows = [row for row in rows if any(row[name] != value for name, value in empty.items())]
            found[table.name] = sorted(repr(sorted(row.items())) for row in rows)
        states = [dict(row) for row in connection.execute(select(t.comment_state)).mappings()]
        found["comment_state"] = sorted(repr({**row, "doc": None}) for row in states)
        counts = connection.execute(select(t.tally).where(t.tally.c.n != 0))
        found["tally"] = sorted(tuple(row) for row in counts)
        found["conflicts"] = conflicts(connection)
    return found
