"""The words and line forms of a Discuto page in each language of its interface, in one table."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ogp_review.domain.folding import match_key
from ogp_review.importers.watching import look_up

_LONGEST_MARK = 160
"""A longer line, in characters, is never a heading or an "Add/View comments" line."""


class Block(StrEnum):
    """What the lines below a heading of the page are. TOP and DRAFT have no heading."""

    TOP = "top"
    DESCRIPTION = "description"
    FURTHER = "further info"
    ACTIVITY = "latest activity"
    AGREEMENT = "level of agreement"
    DISCUSSED = "most discussed paragraphs"
    COMMENTS = "latest comments"
    USERS = "most active users"
    FOOTER = "footer"
    DRAFT = "draft"


class Mark(StrEnum):
    """What a line is, seen by itself."""

    BLANK = "blank"
    BULLET = "bullet"
    HEADING = "heading"
    VIEW = "add/view comments"
    LABEL = "label"
    COUNTS = "counts"
    TEXT = "text"


WEAK = frozenset({Block.DESCRIPTION, Block.FURTHER})
"""Headings that are everyday words: they prove nothing about a page, and end no list of comments."""

# Folded (domain.folding.match_key): no case, no accents. English, German, Spanish, French.
_HEADINGS: dict[Block, tuple[str, ...]] = {
    Block.DESCRIPTION: ("description", "beschreibung", "descripcion"),
    Block.FURTHER: (
        r"(further|more|additional) info(rmation)?",
        r"(weitere|mehr) info(s|rmation(en)?)?",
        r"(mas|otra) info(rmacion)?",
        r"(plus d')info(rmation)?s?|(autres )?informations( complementaires)?|en savoir plus",
    ),
    Block.ACTIVITY: (
        r"(latest|recent) activit(y|ies)",
        r"(letzte|neueste) aktivitat(en)?",
        r"ultimas? actividad(es)?|actividad reciente",
        r"dernieres? activites?|activite recente",
    ),
    Block.AGREEMENT: (
        r"level of agreement|agreement level",
        r"grad der zustimmung|zustimmungsgrad",
        r"nivel de acuerdo",
        r"(niveau|degre) d'accord",
    ),
    Block.DISCUSSED: (
        r"most discussed( paragraphs?)?",
        r"(am meisten |meist)diskutiert(e( (absatze|paragraphen))?)?",
        r"(parrafos )?(los )?mas (discutidos|debatidos|comentados)",
        r"(paragraphes )?(les )?plus (discutes|debattus|commentes)",
    ),
    Block.COMMENTS: (
        r"(latest|recent|newest|last) comments?",
        r"(letzte|neueste) kommentare",
        r"ultimos comentarios|comentarios recientes",
        r"derniers commentaires|commentaires recents",
    ),
    Block.USERS: (
        r"most active (users|members|participants)",
        r"(aktivste|am meisten aktive) (be)?nutzer(innen|/innen|\*innen|:innen)?",
        r"(usuarios|participantes) mas activos",
        r"(utilisateurs|membres|participants) les plus actifs",
    ),
    Block.FOOTER: (
        r"did you know you can (vote|reply).*",
        r"(wussten sie|wusstest du)\W.*kommentar.*",
        r"¿?sabias? (usted )?que .*comentario.*",
        r"saviez-vous .*commentaire.*",
    ),
}
_VIEW = (
    r"(add|view|add ?/ ?view|view ?/ ?add) comments?",
    r"kommentare? (hinzufugen|ansehen|anzeigen)( ?/ ?(hinzufugen|ansehen|anzeigen))?",
    r"((anadir|agregar) ?/ ?)?ver( ?/ ?(anadir|agregar))? (los )?comentarios?",
    r"(ajouter ?/ ?)?(voir|afficher)( ?/ ?ajouter)? (les |des )?commentaires?",
    r"(?=.*/)[^()]{0,30}\b(comments?|kommentare?|comentarios?|commentaires?)\b[^()]{0,30}(?=\()",
    r"(comments?|kommentare?|comentarios?|commentaires?) ?(?=\()",
)
_DEADLINE = (
    r"[0-9]+ days? (left|remaining)|\((ends|ended|closes|closed) [^)]*\)",
    r"noch [0-9]+ tage?n?\b|[0-9]+ tage? (ubrig|verbleibend)|\(ende(t|te)?:? [^)]*\)",
    r"quedan? [0-9]+ dias?|[0-9]+ dias? restantes?|\((termina|finaliza|cierra)\b[^)]*\)",
    r"(il )?reste [0-9]+ jours?|[0-9]+ jours? restants?|\((se )?(termine|fin|ferme|cloture)\b[^)]*\)",
)
_ENDS = re.compile(
    r"\(\s*(?:ends?|ended|closes?|closed|endete?t?(?:\s+am)?|ende|termina|terminó|finaliza|cierra"
    r"|se\s+termine|termine|fin|ferme|clôture)\b(?:\s*:|\s+(?:el|le|am|on)\b)?\s*(?P<date>[^()]*[0-9][^()]*)\)",
    re.IGNORECASE,
)
_GOAL = r"(strategic goal|strategisches ziel|objetivo estrategico|objectif strategique)\s+[0-9]+\b.*"

_HEADING_OF = {block: re.compile("|".join(forms)) for block, forms in _HEADINGS.items()}
_VIEW_LINE = re.compile(rf"(?:{'|'.join(_VIEW)})(?:\s*\((?P<count>[0-9][0-9., ]{{0,8}})\))?")
_DEADLINE_LINE = re.compile("|".join(_DEADLINE))
_GOAL_LINE = re.compile(_GOAL)
_EDGES = " :#*_=|>\t"
_TOTAL = re.compile(r"\s*\([0-9]{1,9}\)$")
_BULLET = re.compile(r"[-•*·–—▪●◦‣]")
_STRICT = r"[P§¶]\s?\.?\s?[0-9]{1,4}[a-z]?"
_STRICT_LABEL = re.compile(_STRICT)
_PLAIN_LABEL = re.compile(r"[0-9]{1,4}")
_LISTED = re.compile(rf"(?P<label>{_STRICT}|[0-9]{{1,4}})(?:[.:)]?\s+(?P<text>.*))?", re.DOTALL)
_COUNTS = re.compile(r"(?P<comments>[0-9]{1,9})(?:\s*[|/·,;]\s*|\s+)(?P<votes>[0-9]{1,9})\s*\|?")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})*)(?P<end>[.)]?)\s+(?P<title>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: its 1-based number, as it stands, and what it looks like by itself."""

    number: int
    raw: str
    text: str
    mark: Mark
    block: Block | None = None
    count: int | None = None


def lines_of(page: str) -> list[Line]:
    """The lines of `page`. A bare number is a label only on a page that writes none as P12 or §12."""
    rows = page.split("\n")
    if not rows[-1]:
        rows.pop()
    strict = any(_STRICT_LABEL.fullmatch(row.strip()) for row in rows if len(row) < 80)
    return [_line(number, raw, strict) for number, raw in enumerate(rows, 1)]


def _line(number: int, raw: str, strict: bool) -> Line:
    look_up()
    text = raw.strip()
    if not text:
        return Line(number, raw, text, Mark.BLANK)
    if _BULLET.fullmatch(text):
        return Line(number, raw, text, Mark.BULLET)
    if len(text) > _LONGEST_MARK:
        return Line(number, raw, text, Mark.TEXT)
    if (_STRICT_LABEL if strict else _PLAIN_LABEL).fullmatch(text):
        return Line(number, raw, text, Mark.LABEL)
    if _COUNTS.fullmatch(text):
        return Line(number, raw, text, Mark.COUNTS)
    return _worded(number, raw, text)


def _worded(number: int, raw: str, text: str) -> Line:
    key = match_key(text).strip(_EDGES)
    view = _VIEW_LINE.fullmatch(key)
    if view is not None:
        return Line(number, raw, text, Mark.VIEW, count=_whole(view["count"]))
    block = block_of(key)
    return Line(number, raw, text, Mark.HEADING if block else Mark.TEXT, block=block)


def _whole(text: str | None) -> int | None:
    return None if text is None else int(re.sub(r"[^0-9]", "", text))


def block_of(key: str) -> Block | None:
    """The block that a folded line is the heading of."""
    bare = _TOTAL.sub("", key)
    return next((block for block, form in _HEADING_OF.items() if form.fullmatch(bare)), None)


def is_deadline(text: str) -> bool:
    """Whether a line below the title says when the consultation ends."""
    return len(text) <= _LONGEST_MARK and _DEADLINE_LINE.search(match_key(text)) is not None


def closing_date(text: str) -> str:
    """The date in a deadline, as written: "15 Feb" of "0 days left (ends 15 Feb)"; else the whole line."""
    found = _ENDS.search(text)
    return found["date"].strip() if found else text


def is_section_heading(text: str) -> bool:
    """Whether a line is a heading of the draft by its own words: numbered with a dot, or a strategic goal."""
    if len(text) > 2 * _LONGEST_MARK:
        return False
    numbered = _NUMBER.fullmatch(text)
    if numbered is not None and (numbered["end"] or "." in numbered["number"]):
        return True
    return _GOAL_LINE.fullmatch(match_key(text)) is not None


def heading_parts(text: str) -> tuple[str, str, int]:
    """Label, title and level: "1.2. Enhance" is ("1.2", "Enhance", 2); the level is 1 without a number."""
    numbered = _NUMBER.fullmatch(text)
    if numbered is None or not (numbered["end"] or "." in numbered["number"]):
        return "", text, 1
    return numbered["number"], numbered["title"], numbered["number"].count(".") + 1


def listed_label(text: str) -> tuple[str, str] | None:
    """Label and beginning of the text of an entry such as "P2 As democracy"."""
    found = _LISTED.fullmatch(text)
    return (found["label"], found["text"] or "") if found else None


def counts(text: str) -> tuple[int, int] | None:
    """Comments and votes of a line such as "23 0"."""
    found = _COUNTS.fullmatch(text)
    return (int(found["comments"]), int(found["votes"])) if found else None
