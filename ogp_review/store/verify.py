"""Checks a whole review: the database, texts against their digests, the journal, and what is derived."""

from collections import Counter
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, and_, func, not_, or_, select

from ogp_review.domain.operation import plural
from ogp_review.store import derived, people_state, verify_journal
from ogp_review.store import tables as t
from ogp_review.store.ids import digest
from ogp_review.store.verify_journal import UNREADABLE
from ogp_review.store.verify_journal import operations as operations

_PAGE = 5_000
_SHOWN = 5


def problems(connection: Connection) -> Iterator[str]:
    """Everything that is not as it should be, one sentence each."""
    for what, check in _CHECKS:
        try:
            yield from check(connection)
        except UNREADABLE:
            yield f"{what} cannot be checked, because what they are made of is damaged."


def _database(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"The database file is damaged: {row[0]}."
    broken = Counter((row[0], row[2]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))
    for (table, named), number in sorted(broken.items()):
        yield f"{plural(number, 'row')} of {table} without the row of {named} that it names."


def _texts(connection: Connection) -> Iterator[str]:
    c = t.comment_text.c
    last = 0
    while page := connection.execute(
        select(c.id, c.comment_id, c.text, c.digest).where(c.id > last).order_by(c.id).limit(_PAGE)
    ).all():
        altered = [row.comment_id for row in page if digest(row.text) != bytes(row.digest)]
        for comment in altered:
            ref = connection.execute(select(t.comment.c.ref).where(t.comment.c.id == comment)).scalar()
            yield f"The source text of {ref} is not what was imported: its bytes have been altered."
        last = page[-1].id
    elsewhere = select(t.row_alias.c.id)
    without = select(t.comment.c.ref).where(
        t.comment.c.id.not_in(select(c.comment_id)), t.comment.c.id.not_in(elsewhere)
    )
    yield from (f"{ref} has no text." for ref in connection.execute(without).scalars())


def _keys(connection: Connection) -> Iterator[str]:
    """Every comment that shows has a key: else its source, imported again, would bring it twice."""
    known = select(t.source_key.c.row_id)
    shown = t.comment.join(t.comment_state, t.comment.c.id == t.comment_state.c.id)
    without = select(t.comment.c.ref).select_from(shown).where(t.comment_state.c.visible)
    for ref in connection.execute(without.where(t.comment.c.id.not_in(known))).scalars():
        yield f"{ref} has no key, so its source would bring it a second time."


def _excerpts(connection: Connection) -> Iterator[str]:
    """Every excerpt is a range of the version of the text that it names."""
    e, text = t.excerpt.c, t.comment_text.c
    joined = t.excerpt.outerjoin(t.comment_text, e.text_id == text.id).join(
        t.comment, e.comment_id == t.comment.c.id
    )
    within = and_(e.start >= 0, e.start < e.stop, e.stop <= func.length(text.text))
    outside = or_(text.id.is_(None), not_(within))
    chosen = select(t.comment.c.ref, e.start, e.stop).select_from(joined).where(outside)
    for row in connection.execute(chosen):
        yield f"The excerpt {row.ref}[{row.start}-{row.stop}] is not within the text it was made of."


def _derived(connection: Connection) -> Iterator[str]:
    """State and place of every comment, and all counts, recomputed and compared."""
    counted: Counter[tuple[str, str]] = Counter()
    wrong: list[int] = []
    ids = list(connection.execute(select(t.comment.c.id).order_by(t.comment.c.id)).scalars())
    for start in range(0, len(ids), _PAGE):
        batch = ids[start : start + _PAGE]
        kept = derived.kept(connection, batch)
        for row, state in derived.states(connection, batch).items():
            counted.update(derived.tallied(state))
            if row not in kept or kept[row][0] != state:
                wrong.append(row)
    for row in wrong[:_SHOWN]:
        ref = connection.execute(select(t.comment.c.ref).where(t.comment.c.id == row)).scalar()
        yield f"The state kept of {ref} is not what its sources and staff's work say."
    if len(wrong) > _SHOWN:
        yield f"The same of {len(wrong) - _SHOWN:,} further comments."
    kept_counts = {(row.name, row.key): row.n for row in connection.execute(select(t.tally)) if row.n}
    if kept_counts != dict(counted):
        yield "The counts kept are not those of the comments."


def _people(connection: Connection) -> Iterator[str]:
    """Whom each participant is shown as, recomputed and compared."""
    there, wanted = people_state.kept(connection), people_state.states(connection)
    wrong = [row for row in there.keys() | wanted.keys() if there.get(row) != wanted.get(row)]
    if wrong:
        yield f"{plural(len(wrong), 'participant')} shown otherwise than sources and staff's work say."


def _index(connection: Connection) -> Iterator[str]:
    """The search index holds exactly the comments that show."""
    name = "rowid" if connection.dialect.name == "sqlite" else "doc"
    source = "search_docsize" if name == "rowid" else "search"
    column = "id" if name == "rowid" else "doc"
    indexed = set(connection.exec_driver_sql(f"SELECT {column} FROM {source}").scalars())
    shown = set(connection.execute(select(t.comment_state.c.doc).where(t.comment_state.c.visible)).scalars())
    if indexed != shown:
        yield f"The search index holds {len(indexed):,} comments, {len(shown):,} show."


_CHECKS: tuple[tuple[str, Callable[[Connection], Iterator[str]]], ...] = (
    ("The tables", _database),
    ("The source texts", _texts),
    ("The keys of comments", _keys),
    ("The excerpts", _excerpts),
    ("The entries of the journal", verify_journal.problems),
    ("The states and counts of comments", _derived),
    ("The participants as they are shown", _people),
    ("The words of the search index", _index),
)
