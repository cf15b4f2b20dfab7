"""Points under their paragraphs, and the members of one point, as rows that change without moving."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ogp_review.analysis.comparing import Comparison, Kind, compare, shortened
from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.languages import language_name
from ogp_review.domain.point import Unit
from ogp_review.domain.views import Member, PointLine, PointView
from ogp_review.i18n import _, ngettext
from ogp_review.ui.plain_text import one_line

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
_CHANGED = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole]


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph in the list of points, and how many of them stand there."""

    place: int
    title: str
    points: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point in the list. `said`: staff have written its summary; else it is the lead's words."""

    line: PointLine
    said: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member beside its lead. `label` says how they were compared where that is not plain."""

    member: Member
    comparison: Comparison | None
    label: str
    is_lead: bool = False


Row = Heading | PointRow | MemberRow


def key_of(row: Row) -> tuple[str, int]:
    """What makes a row the same row after a refresh."""
    if isinstance(row, Heading):
        return "place", row.place
    if isinstance(row, PointRow):
        return "point", row.line.id
    return "unit", row.member.unit.id


class Rows(QAbstractListModel):
    """Rows that take over what was read anew with as few changes as there are, so that views stay put."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def row(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def find(self, kind: str, id_: int) -> int:
        """The number of the row of that id, or -1."""
        return next((at for at, row in enumerate(self._rows) if key_of(row) == (kind, id_)), -1)

    def reset(self, rows: Sequence[Row]) -> None:
        """Show quite other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def take_over(self, rows: Sequence[Row]) -> None:
        """Show these rows: what is gone goes, what is new comes, what is the same stays where it is."""
        wanted = {key_of(row): row for row in rows}
        self._remove([at for at, row in enumerate(self._rows) if key_of(row) not in wanted])
        self._order({key: place for place, key in enumerate(wanted)})
        there = {key_of(row) for row in self._rows}
        for place, row in enumerate(rows):
            if key_of(row) not in there:
                self.beginInsertRows(TOP, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
            elif self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place), _CHANGED)

    def others(self, rows: Sequence[Row]) -> int:
        """How many of these rows are not shown as they are."""
        there = {key_of(row): row for row in self._rows}
        return sum(there.get(key_of(row)) != row for row in rows)

    def _remove(self, gone: list[int]) -> None:
        for first, last in _runs_backwards(gone):
            self.beginRemoveRows(TOP, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _order(self, places: dict[tuple[str, int], int]) -> None:
        """Put what stays into its new order, with what views have selected."""
        ordered = sorted(self._rows, key=lambda row: places[key_of(row)])
        if ordered == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        to = {key_of(row): at for at, row in enumerate(ordered)}
        before = self.persistentIndexList()
        after = [self.index(to[key_of(self._rows[index.row()])]) for index in before]
        self._rows = ordered
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _title(row)
        return _spoken(row) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.row(index.row()), Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _runs_backwards(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as (first, last) of those that follow one another, the last run first."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ((first, last) for first, last in reversed(runs))


def point_rows(lines: Sequence[PointLine], unsaid: frozenset[int]) -> list[Row]:
    """Points under the paragraphs where they stand. `unsaid` are those without a summary."""
    rows: list[Row] = []
    for place, group in groupby(lines, key=lambda line: line.place):
        there = list(group)
        rows.append(Heading(place, _heading(place, there[0].paragraph), len(there)))
        rows.extend(PointRow(line, line.id not in unsaid) for line in there)
    return rows


def _heading(place: int, label: str | None) -> str:
    if place == NOT_ASSIGNED:
        return _("Points not assigned")
    if place == WHOLE_DRAFT:
        return _("Points on the whole draft")
    return _("Points on {place}").format(place=label)


def answer_of(line: PointLine) -> str:
    """How far the answer to a point is: its disposition, or that there is none."""
    return _(line.disposition.capitalize()) if line.disposition else _("No response yet")


def _title(row: Row) -> str:
    if isinstance(row, Heading):
        return row.title
    if isinstance(row, PointRow):
        return one_line(row.line.summary)
    return row.member.card.author or row.member.unit.ref


def _spoken(row: Row) -> str:
    """A row as it is read aloud."""
    if isinstance(row, Heading):
        return f"{row.title}, {row.points}"
    if isinstance(row, PointRow):
        merged = ngettext("{n} comment", "{n} comments", row.line.units)
        facts = (row.line.ref, _(row.line.state), answer_of(row.line), merged)
        return f"{', '.join(facts)}: {one_line(row.line.summary)}"
    said = [*facts_of(row.member), *filter(None, [row.label])]
    return f"{', '.join(said)}: {_member_words(row)}"


def facts_of(member: Member) -> list[str]:
    """Who says it, where it stands, and its votes."""
    card = member.card
    said = (card.author or _("Name not stated"), card.organisation, member.unit.ref)
    votes = (
        ngettext("{n} for", "{n} for", card.votes_for) if card.votes_for else "",
        ngettext("{n} against", "{n} against", card.votes_against) if card.votes_against else "",
    )
    language = _(language_name(card.language)) if card.language else ""
    return [fact for fact in (*said, language, *votes) if fact]


def _member_words(row: MemberRow) -> str:
    if row.comparison is None:
        return one_line(row.member.text)
    here, lead = (row.comparison.words(kind) for kind in (Kind.ONLY_HERE, Kind.ONLY_IN_LEAD))
    if not here and not lead:
        return _("says the same as the lead")
    return _("only here: {here}; only in the lead: {lead}").format(here=", ".join(here), lead=", ".join(lead))


def unit_name(unit: Unit) -> str:
    """What a member is called where its author stands beside it: "C0147", or "Excerpt of C0147"."""
    if unit.id == unit.comment_id:
        return unit.ref
    return _("Excerpt of {ref}").format(ref=unit.comment_ref)


@dataclass(frozen=True, slots=True)
class Together:
    """What the members of a point come to. Each comment and each voice counts once.

    `voices` are those that are named, and `nameless` the comments whose sources name nobody. None: not known.
    """

    comments: int
    voices: int
    nameless: int
    languages: int
    votes_for: int | None
    votes_against: int | None
    organisations: int | None


def together(point: PointView) -> Together:
    cards = {member.card.id: member.card for member in point.members}.values()
    named = {card.author or card.organisation for card in cards} - {None}
    organisations = {card.organisation for card in cards if card.organisation}
    return Together(
        comments=len(cards),
        voices=len(named),
        nameless=sum(not card.author and not card.organisation for card in cards),
        languages=len({card.language for card in cards if card.language}),
        votes_for=_sum(card.votes_for for card in cards),
        votes_against=_sum(card.votes_against for card in cards),
        organisations=len(organisations) or None,
    )


def _sum(votes: Iterable[int | None]) -> int | None:
    """The votes that are known; None where none are."""
    known = [number for number in votes if number is not None]
    return sum(known) if known else None


def _voices(figures: Together) -> str:
    comments = ngettext("{n} comment", "{n} comments", figures.comments)
    if not figures.voices:
        return _("{comments}, names not stated").format(comments=comments)
    said = f"{comments} {ngettext('from {n} voice', 'from {n} voices', figures.voices)}"
    if not figures.nameless:
        return said
    return f"{said} {ngettext('and {n} without a name', 'and {n} without a name', figures.nameless)}"


def heading_of(point: PointView) -> str:
    """ "4 comments from 4 voices, in 3 languages, on P12"."""
    figures = together(point)
    parts = [_voices(figures)]
    if figures.languages > 1:
        parts.append(ngettext("in {n} language", "in {n} languages", figures.languages))
    if point.place == NOT_ASSIGNED:
        parts.append(_("not assigned"))
    else:
        parts.append(_("on {place}").format(place=point.place_label))
    return ", ".join(parts)


def compared(point: PointView, language: str) -> list[Row]:
    """The members after the lead, each with its differences. Takes its time: not for the window's thread.

    :param language: the one staff write in, into which comments are translated.
    """
    lead = point.members[0]
    return [_compared(lead, member, language) for member in point.members[1:]]


def _compared(lead: Member, member: Member, language: str) -> MemberRow:
    label, words = "", (lead.text, member.text)
    if _apart(lead.card.language, member.card.language):
        label = _("Compared in translation")
        translated = _staff_words(lead, language), _staff_words(member, language)
        if None in translated:
            return MemberRow(member, None, _("No translation to compare"))
        words = str(translated[0]), str(translated[1])
    found = compare(*words)
    if not found.readable:
        return MemberRow(member, None, _("Few words in common"))
    return MemberRow(member, shortened(found), label or (_("The same words") if found.same else ""))


def _apart(one: str | None, other: str | None) -> bool:
    """Whether two languages are known to differ: pt-BR and pt do not."""
    return bool(one and other) and str(one).split("-")[0] != str(other).split("-")[0]


def _staff_words(member: Member, language: str) -> str | None:
    """What a member says in the language of staff, where that is known."""
    if _apart(member.card.language, language):
        return member.translation
    return member.text
