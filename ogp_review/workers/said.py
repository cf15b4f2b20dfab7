"""What a person says about a source before it is brought in; whatever they leave open is guessed."""

from dataclasses import dataclass, replace
from typing import Any

from ogp_review.importers.table_mapping import SEPARATE, Join, Mapping


@dataclass(frozen=True, slots=True)
class Said:
    """All of it is plain data, so that it can be sent to another process.

    `columns` are pairs of a column's name and its field, "" for one that is not read. `profile` is the name
    of a profile to read by; None: the one that is recognised; "": none. `settled` are the kinds of questions
    that were answered, be it by leaving things as they are.
    """

    consultation: str | None = None
    language: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    day_first: bool | None = None
    repair: str | None = None
    answers: str = SEPARATE
    join: Join | None = None
    profile: str | None = None
    as_draft: bool = False
    settled: frozenset[str] = frozenset()

    def mapping(self) -> Mapping | None:
        """How the table is to be read; None where nothing was said of it."""
        said = Mapping(
            columns=self.columns,
            sheet=self.sheet,
            delimiter=self.delimiter,
            encoding=self.encoding,
            header_row=self.header_row,
            day_first=self.day_first,
            repair=self.repair,
            answers=self.answers,
            join=self.join,
        )
        return None if said == Mapping() else said

    def with_column(self, name: str, field: str) -> "Said":
        """`name` is `field` from now on."""
        others = tuple(pair for pair in self.columns if pair[0] != name)
        return replace(self, columns=(*others, (name, field)))

    def answered(self, kind: str, **said: Any) -> "Said":
        """A question of that kind is answered, with what follows from it."""
        return replace(self, settled=self.settled | {kind}, **said)

    def read_otherwise(self, **said: Any) -> "Said":
        """The table is cut otherwise: what was said of the columns it had is void."""
        return replace(self, columns=(), **said)

    def apart_from(self, profile: Mapping) -> "Said":
        """What a profile says, as if the person had said it: from here on they change it."""
        return replace(
            self,
            profile="",
            columns=profile.columns,
            sheet=profile.sheet,
            delimiter=profile.delimiter,
            encoding=profile.encoding,
            header_row=profile.header_row,
            day_first=profile.day_first,
            repair=profile.repair,
            answers=profile.answers,
            join=profile.join,
        )
