"""The questions a source raises, as a person reads them, and what follows from each answer."""

from dataclasses import dataclass, replace
from typing import Any

from ogp_review.i18n import _
from ogp_review.importers.table_columns import HTML, TEXT, quoted
from ogp_review.importers.table_look import TableLook
from ogp_review.importers.table_notes import Question
from ogp_review.ui import plain_text
from ogp_review.ui.intake.mapping import candidates
from ogp_review.ui.intake.source import Source
from ogp_review.ui.reader.words import day
from ogp_review.workers.said import Said

_LONGEST = 70
_WORDS = {
    ("answers", "separate"): "A comment for each text, all of a row in one submission",
    ("answers", "together"): "One comment a row, each answer below its question",
    ("repair", None): "Leave it as it stands",
    (HTML, TEXT): "As it stands",
    (HTML, HTML): "The words without the marks",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `key` is unlike that of any other of a source, `kind` the one that is settled by an answer.

    `needed`: nothing can be brought in before it is answered. `several`: more than one choice may hold.
    `about` is the column that is meant, `given` what was answered; of several the choices that hold.
    """

    key: str
    kind: str
    text: str
    choices: tuple[tuple[Any, str], ...]
    examples: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    several: bool = False
    about: str = ""
    given: Any = None
    is_given: bool = False

    @property
    def stem(self) -> str:
        """How a warning begins that says no more than the question; empty where there is none."""
        return self.text.rpartition(". ")[0] if self.key == "repair" else ""

    def same(self, other: "Asked") -> bool:
        """Whether it reads alike, whatever was answered."""
        return replace(self, given=None, is_given=False) == replace(other, given=None, is_given=False)


def questions_of(source: Source) -> list[Asked]:
    """Those that are open, and those answered before, which stay to be answered otherwise."""
    look = source.look
    if look is None or source.done or source.kept is not None:
        return []
    asked: dict[str, Asked] = dict(source.asked)
    if source.may_be_draft:
        asked["as_draft"] = _as_draft()
    if look.table is not None and not source.said.as_draft:
        if look.outcome is None:
            asked["columns"] = _which_column(look.table)
        for question in look.table.questions:
            one = _of_table(question, look.table)
            asked[one.key] = one
    source.asked = asked
    return [_with_answer(one, source, look.table) for one in asked.values()]


def _as_draft() -> Asked:
    text = _("This looks like the draft itself, and there is none in the review yet. What is it?")
    choices = ((True, _("The draft: its sections and paragraphs")), (False, _("Comments on the draft")))
    return Asked("as_draft", "as_draft", text, choices, needed=True)


def _which_column(table: TableLook) -> Asked:
    text = _("Which column holds the comments? None is known to.")
    choices = tuple(
        (column.name, f"{_short(column.name)}: {_short(column.samples[0])}")
        for column in candidates(table.columns)
    )
    return Asked("columns", "columns", text, choices, needed=True)


def _of_table(question: Question, table: TableLook) -> Asked:
    kind, text = question.kind, question.text
    choices = tuple((value, _choice(kind, value, words)) for value, words in question.choices)
    if kind != "columns":
        needed = kind == "day_first"
        return Asked(kind, kind, text, choices, question.examples, needed)
    if [value for value, _words in question.choices] == [TEXT, HTML]:
        column = next((one.name for one in table.columns if text.startswith(quoted(one.name))), "")
        words = tuple((value, _(_WORDS[HTML, value])) for value in (TEXT, HTML))
        return Asked(f"html {column}", f"html {column}", text, words, about=column)
    names = tuple((value, str(value)) for value, _words in question.choices)
    said = _("Other columns hold sentences too. Which of them are comments?")
    return Asked("prose", "prose", said, names, several=True)


def _choice(kind: str, value: object, words: str) -> str:
    if kind == "repair" and value is not None:
        return _("Put it right")
    if kind == "day_first":
        said = _("Day first: {date}") if value else _("Month first: {date}")
        date = words.rpartition(": ")[2]
        return said.format(date=day(date) if date[:4].isdigit() else date)
    known = _WORDS.get((kind, value if isinstance(value, str) else None))
    return _(known) if known else words


def _short(text: str) -> str:
    plain = plain_text.one_line(text)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _with_answer(one: Asked, source: Source, table: TableLook | None) -> Asked:
    said, settled = source.said, one.kind in source.said.settled
    columns = {column.name: column.field for column in table.columns} if table else {}
    if one.key in ("sheet", "answers"):  # what is understood holds until another is chosen
        understood = table.mapping if table else None
        return replace(one, given=getattr(understood, one.key, None), is_given=understood is not None)
    if one.key == "prose":
        texts = [name for name, _words in one.choices if columns.get(str(name), "") in (TEXT, HTML)]
        return replace(one, given=tuple(texts), is_given=True)
    if one.about:
        return replace(one, given=columns.get(one.about), is_given=True)
    if one.key == "columns":
        texts = [name for name, field in columns.items() if field in (TEXT, HTML)]
        return replace(one, given=next(iter(texts), None), is_given=bool(texts))
    if one.key == "repair":
        return replace(one, given=said.repair, is_given=True)
    return replace(one, given=getattr(said, one.key), is_given=settled)


def answer(said: Said, one: Asked, value: Any) -> Said:
    """What is said of the source once it is answered so; of several, `value` are those that hold."""
    if one.key == "sheet":
        return said.answered("sheet").read_otherwise(sheet=value)
    if one.key == "prose":
        for name, _words in one.choices:
            said = said.with_column(str(name), TEXT if name in value else "")
        return said.answered("prose")
    if one.about:
        return said.answered(one.kind).with_column(one.about, str(value))
    if one.key == "columns":
        return said.answered("columns").with_column(str(value), TEXT)
    return said.answered(one.kind, **{one.key: value})
