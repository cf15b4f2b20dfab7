"""The one write path: what a person does, as one transaction, one entry in the journal, one undo step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from ogp_review.domain.operation import Changes, Op, OperationRecord
from ogp_review.store import derived, journal, people_state, rows, stale
from ogp_review.store import tables as t
from ogp_review.store.engine import among, bulk_insert
from ogp_review.store.ids import copy_letters, hash_id, random_id
from ogp_review.store.journal import Values, Writes
from ogp_review.store.storable import storable

USES = {
    ("comment_work", "point_id"), ("excerpt", "point_id"), ("tag_link", "tag_id"), ("tag", "parent_id"),
    ("staff_text", "owner"), ("note", "owner"), ("point", "lead"), ("comment_work", "place"),
    ("excerpt", "place"), ("point", "place"), ("participant_work", "merged_into"),
}  # fmt: skip
"""Columns that name another row of staff's: writing them uses that row, so that it cannot vanish unseen."""


class Operation:
    """What is being done. Everything is written through it; it remembers before and after."""

    def __init__(self, connection: Connection, kind: Op, person: str, copy: int) -> None:
        self.connection = connection
        self.kind = kind
        self.person = storable(person)
        self.id = random_id()
        self.sentence = ""
        self.about: dict[str, Any] = {}
        self.target: int | None = None
        self.changes = Changes()
        self._copy = copy
        self._writes: dict[str, Writes] = {}
        self._sources: dict[str, int] = {}
        self._comments: set[int] = set()
        self._brought: set[int] = set()
        self._uses: set[int] = set()
        self._settled: set[tuple[str, int, str]] = set()
        self._record = self._begin()

    # Staff rows -------------------------------------------------------------------------------------------

    def make(self, table: str, made: Mapping[int, Values]) -> None:
        """Add staff rows, by id. A row that is there already (its id says what it is) is shown again."""
        made = _storable(made)
        there = rows.current(self.connection, table, made)
        fresh = {row: {**values, "hidden": False} for row, values in made.items() if row not in there}
        rows.insert(self.connection, table, fresh, self.id)
        self._of(table).made.update(fresh)
        if there:
            self.change(table, {row: {**made[row], "hidden": False} for row in there})

    def change(self, table: str, wanted: Mapping[int, Values], *, settling: bool = False) -> None:
        """Set columns of rows, by id. What stands there already is not written again, save when `settling`
        a conflict: the write itself says that both sides were seen.

        :raises LookupError: where a row is not there, save in tables whose absent rows say nothing.
        """
        wanted = _storable(wanted)
        there = rows.current(self.connection, table, wanted)
        absent = {row: values for row, values in wanted.items() if row not in there}
        if absent and table not in t.WORK_TABLES:
            raise LookupError(f"{table} has no row {next(iter(absent))}")
        empty = t.defaults(t.JOURNALED[table])
        changed = {
            row: {
                name: value
                for name, value in values.items()
                if settling or there.get(row, empty)[name] != value
            }
            for row, values in wanted.items()
        }
        changed = {row: values for row, values in changed.items() if values}
        rows.update(self.connection, table, {row: values for row, values in changed.items() if row in there})
        rows.insert(self.connection, table, {row: changed[row] for row in absent if row in changed}, self.id)
        self._remember(table, changed, {row: there.get(row, empty) for row in changed})
        if settling:
            self._settled.update((table, row, name) for row, values in changed.items() for name in values)

    def hide(self, table: str, ids: Iterable[int]) -> None:
        """Take rows out of sight. Nothing is ever deleted."""
        self.change(table, {row: {"hidden": True} for row in ids})

    def _remember(self, table: str, changed: Mapping[int, Values], there: Mapping[int, Values]) -> None:
        writes = self._of(table)
        for row, values in changed.items():
            if row in writes.made:
                writes.made[row].update(values)
                continue
            before = writes.before.setdefault(row, {})
            for name in values:
                before.setdefault(name, there[row][name])
            writes.after.setdefault(row, {}).update(values)

    def _of(self, table: str) -> Writes:
        return self._writes.setdefault(table, Writes())

    # Source rows ------------------------------------------------------------------------------------------

    def bring(self, table: str, columns: Sequence[str], brought: Sequence[tuple[Any, ...]]) -> None:
        """Add source rows, which are immutable and are their own after-image."""
        source = t.metadata.tables[table]
        bulk_insert(
            self.connection, source, (*columns, "made_by"), [(*values, self.id) for values in brought]
        )
        self._sources[table] = self._sources.get(table, 0) + len(brought)
        if table == "comment":
            self._brought.update(values[0] for values in brought)

    def use(self, table: str, ids: Iterable[int]) -> None:
        """Say that this operation builds on source rows: their imports can then not vanish unseen."""
        self._uses.update(_makers(self.connection, t.metadata.tables[table], ids))
        self._uses.discard(self.id)

    def show_comments(self, ids: Iterable[int]) -> None:
        """Tell the derived tables that these comments are new or differ."""
        self._comments.update(ids)

    def next_number(self, name: str, count: int = 1) -> int:
        """The first of `count` numbers that this copy has not given out under `name` yet."""
        chosen = select(t.counter.c.value).where(t.counter.c.name == name)
        last = self.connection.execute(chosen).scalar()
        if last is None:
            self.connection.execute(t.counter.insert(), {"name": name, "value": count})
            return 1
        self.connection.execute(t.counter.update().where(t.counter.c.name == name).values(value=last + count))
        return int(last) + 1

    def refs(self, kind: str, count: int) -> list[str]:
        """New refs such as C0107 or PT-0012; those made in another copy than the first carry its letters."""
        origin = self.connection.execute(select(t.meta.c.value).where(t.meta.c.name == "origin")).scalar()
        copies = self.connection.execute(select(t.operation.c.copy).distinct()).scalars()
        letters = "" if origin == str(self._copy) else copy_letters(self._copy, copies)
        first = self.next_number(f"{kind}{letters}", count)
        lead = f"{kind.rstrip('-')}-{letters}-" if letters else kind
        return [f"{lead}{number:04}" for number in range(first, first + count)]

    # The end ----------------------------------------------------------------------------------------------

    def finish(self) -> bool:
        """Write the derived tables and the journal. False where nothing was written."""
        self._drop_what_went_back()
        if not any(self._writes.values()) and not self._sources:
            return False
        self._enter_person()
        ids = {table: writes.ids() for table, writes in self._writes.items() if writes}
        worked_on = derived.affected_comments(self.connection, ids)
        self._note_uses(ids, worked_on)
        self._complete()
        if self._brought:
            derived.add_new(self.connection, self.id)
        older = (self._comments - self._brought) | worked_on
        derived.refresh(self.connection, older)
        if ids.keys() & {"participant_work", "participant"}:
            people_state.refresh(self.connection)
        tables = {**ids, **{table: frozenset[int]() for table in self._sources}}
        beside = stale.comments_beside(self.connection, self._writes)
        self.changes = Changes(tables, frozenset(older | self._brought | beside))
        return True

    def _drop_what_went_back(self) -> None:
        for table, writes in self._writes.items():
            for row, after in list(writes.after.items()):
                before = writes.before[row]
                for name in [name for name in after if before[name] == after[name]]:
                    if (table, row, name) not in self._settled:
                        del after[name], before[name]
                if not after:
                    del writes.after[row], writes.before[row]

    def _enter_person(self) -> None:
        row = hash_id("person", self.person)
        if row not in rows.current(self.connection, "person", [row]):
            self.make("person", {row: {"name": self.person}})

    def _note_uses(self, ids: Mapping[str, frozenset[int]], worked_on: set[int]) -> None:
        for table, column in USES:
            writes = self._writes.get(table)
            for row in writes.ids() if writes else ():
                used = writes.written(row).get(column) if writes else None
                if used:
                    self._uses.add(used)
        if self.kind is not Op.IMPORT and "intake" not in ids:
            self._uses.update(_makers(self.connection, t.comment, worked_on))
            self._uses.update(_makers(self.connection, t.paragraph, self._uses))
            self._uses.update(_excerpts_tagged(self.connection, ids.get("tag_link", frozenset())))

    def _begin(self) -> OperationRecord:
        """Enter the operation first, since the rows it makes name it."""
        heads = tuple(sorted(self.connection.execute(select(t.head.c.operation_id)).scalars()))
        last = self.connection.execute(select(func.max(t.operation.c.lamport))).scalar()
        record = OperationRecord(
            id=self.id,
            kind=self.kind,
            person=self.person,
            copy=self._copy,
            lamport=(last or 0) + 1,
            parents=heads,
            schema=t.SCHEMA_REVISION,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            about={},
        )
        journal.enter(self.connection, record)
        return record

    def _complete(self) -> None:
        sentence = storable(self.sentence)
        about = {"sentence": sentence, **self.about} if sentence else self.about
        record = replace(self._record, about=about, target=self.target)
        journal.complete(self.connection, record, self._writes, self._uses)
        self.connection.execute(t.head.delete())
        self.connection.execute(t.head.insert(), {"operation_id": self.id})


def _storable(rows_wanted: Mapping[int, Values]) -> dict[int, Values]:
    return {
        row: {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
        for row, values in rows_wanted.items()
    }


def _makers(connection: Connection, table: Table, ids: Iterable[int]) -> list[int]:
    """The operations that brought these source rows: work on the rows is work on what was imported."""
    wanted = list(ids)
    first = select(table.c.made_by).where(among(table.c.id, wanted, connection)).distinct()
    extra = select(t.source_maker.c.made_by).where(among(t.source_maker.c.row_id, wanted, connection))
    return [*connection.execute(first).scalars(), *connection.execute(extra.distinct()).scalars()]


def _excerpts_tagged(connection: Connection, links: Iterable[int]) -> list[int]:
    chosen = select(t.excerpt.c.id).where(
        t.excerpt.c.id.in_(select(t.tag_link.c.unit_id).where(among(t.tag_link.c.id, links, connection)))
    )
    return list(connection.execute(chosen).scalars())
