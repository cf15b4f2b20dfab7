"""The sources of a REFI-QDA project: each comment with its codings, notes and variables."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ogp_review.domain.report import CommentRow, Passage, ReportDocument
from ogp_review.exporters.holding import Holding, clean_line
from ogp_review.exporters.refi_codes import Codes
from ogp_review.exporters.refi_notes import Notes, Users
from ogp_review.exporters.refi_xml import Guids, attribute, content
from ogp_review.i18n import _, ngettext

_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class _Variable:
    """What is known of a comment beside its words."""

    name: str
    kind: str
    value: Callable[[CommentRow], Any]


_VARIABLES = (
    _Variable("Paragraph", "Text", lambda r: r.paragraph),
    _Variable("Author", "Text", lambda r: r.author),
    _Variable("Organisation", "Text", lambda r: r.organisation),
    _Variable("Channel", "Text", lambda r: r.channel),
    _Variable("Language", "Text", lambda r: r.language),
    _Variable("Date", "Text", lambda r: r.date),
    _Variable("Votes for", "Integer", lambda r: r.votes_for),
    _Variable("Votes against", "Integer", lambda r: r.votes_against),
    _Variable("Reply to", "Text", lambda r: r.reply_to),
    _Variable("Point", "Text", lambda r: r.point),
    _Variable("Proposed change", "Text", lambda r: r.proposal),
    _Variable("Translation", "Text", lambda r: r.translation),
    _Variable("Set aside because", "Text", lambda r: r.set_aside),
)


class Sources:
    """Writes one source after the other, and counts the passages that are not where they were marked."""

    def __init__(
        self,
        document: ReportDocument,
        guids: Guids,
        codes: Codes,
        users: Users,
        notes: Notes,
        holding: Holding,
        inline: bool,
    ) -> None:
        self._guids, self._codes, self._users, self._notes = guids, codes, users, notes
        self._holding = holding
        self._inline = inline
        self._any = bool(document.comments)
        self._made = f'creationDateTime="{document.made_on}T00:00:00Z"'
        coding = document.coding
        self._whole = coding.whole if coding is not None else None
        self._passages: dict[str, list[Passage]] = defaultdict(list)
        for passage in coding.passages if coding is not None else ():
            self._passages[passage.ref].append(passage)
        self._variables = [(one, guids.of("variable", one.name), f"{one.kind}Value") for one in _VARIABLES]
        self._codings: dict[str, str] = {}
        self._moved = 0

    def guid(self, ref: str) -> str:
        return self._guids.of("source", ref)

    def variables_xml(self) -> str:
        if not self._any:
            return ""
        found = (
            f'<Variable guid="{guid}" name="{variable.name}" typeOfVariable="{variable.kind}"/>'
            for variable, guid, _kind in self._variables
        )
        return f"<Variables>{''.join(found)}</Variables>"

    def xml(self, row: CommentRow) -> str:
        guid = self.guid(row.ref)
        path = "" if self._inline else f' plainTextPath="internal://{guid}.txt"'
        text = self._holding.text(row.text, row.ref) if self._inline else ""
        words = f"<PlainTextContent>{content(text)}</PlainTextContent>" if self._inline else ""
        placed, lost = self._placed(row)
        whole = self._whole.get(row.ref, ()) if self._whole is not None else row.themes
        on_whole = "".join(self._coding(row.ref, theme) for theme in dict.fromkeys((*whole, *lost)))
        return (
            f'<TextSource guid="{guid}" name="{attribute(row.ref)}"{path}>'
            f"{words}{placed}{on_whole}{self._notes.refs_xml(row.ref)}{self._values(row)}"
            "</TextSource>\n"
        )

    def _placed(self, row: CommentRow) -> tuple[str, list[str]]:
        """The selections, and the themes of passages that are not in the text any more."""
        found: list[str] = []
        lost: list[str] = []
        for passage in self._passages.get(row.ref, ()):
            start = _start(row.text, passage)
            if start is None:
                self._moved += 1
                lost += passage.themes
            else:
                found.append(self._selection(passage, start))
        return "".join(found), lost

    def _selection(self, passage: Passage, start: int) -> str:
        stop = start + len(passage.words)
        guid = self._guids.of("selection", passage.ref, start, stop, *passage.themes)
        name = attribute(clean_line(passage.words[: 2 * _NAME_LENGTH])[:_NAME_LENGTH])
        user = self._users.guid(passage.person)
        on = f"{passage.ref} {start} {stop}"
        codings = "".join(self._coding(on, theme, user) for theme in passage.themes)
        return (
            f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{stop}" '
            f'creatingUser="{user}" {self._made}>{codings}</PlainTextSelection>'
        )

    def _coding(self, on: str, path: str, user: str = "") -> str:
        if path not in self._codings:
            self._codings[path] = self._codes.guid(path)
        maker = f' creatingUser="{user}"' if user else ""
        guid = self._guids.of("coding", on, path)
        return f'<Coding guid="{guid}"{maker}><CodeRef targetGUID="{self._codings[path]}"/></Coding>'

    def _values(self, row: CommentRow) -> str:
        return "".join(self._value(row, *variable) for variable in self._variables)

    def _value(self, row: CommentRow, variable: _Variable, guid: str, kind: str) -> str:
        value = variable.value(row)
        if value is None or value == "":
            return ""
        text = str(value) if isinstance(value, int) else content(self._held(value, row.ref))
        return f'<VariableValue><VariableRef targetGUID="{guid}"/><{kind}>{text}</{kind}></VariableValue>'

    def _held(self, text: str, where: str) -> str:
        return text if text.isprintable() else self._holding.text(text, where)

    def not_held(self) -> Iterable[str]:
        if self._inline:
            yield _("There are too many comments for a file each: their texts stand in the project itself.")
        if self._moved:
            yield ngettext(
                "One tagged passage was marked in an earlier text: its tags stand on the whole comment.",
                "{n} tagged passages were marked in earlier texts: their tags stand on the whole comments.",
                self._moved,
            )


def _start(text: str, passage: Passage) -> int | None:
    """Where the words of a passage stand in the text as it is now."""
    if not passage.words:
        return None
    if text[passage.start : passage.stop] == passage.words:
        return passage.start
    found = text.find(passage.words)
    return found if found >= 0 and text.find(passage.words, found + 1) < 0 else None
