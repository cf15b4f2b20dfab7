"""The codebook for other programs for qualitative analysis: REFI-QDA, on its own (.qdc) or in a project."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ogp_review.domain.codebook import SEPARATOR
from ogp_review.domain.report import ReportDocument, Theme
from ogp_review.errors import ReviewError
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.holding import Holding
from ogp_review.exporters.refi_xml import DECLARATION, Guids, attribute, described
from ogp_review.i18n import _, ngettext
from ogp_review.interchange.refi import CODEBOOK, SHADES
from ogp_review.progress import Progress


def write_qdc(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Write the codebook of `document`; tells what the format could not hold.

    :raises ReviewError: where there is no theme, since the format knows no empty codebook, or the file cannot
        be written.
    """
    progress.check_cancelled()
    if not document.themes:
        raise ReviewError("The codebook has no themes yet, so there is nothing to write. Make a tag first.")
    codes = Codes(document, Guids(document), Holding(), notes=False)
    with writing(target) as stream:
        origin = attribute(f"OGP Review {document.version}")
        text = f'{DECLARATION}<CodeBook xmlns="{CODEBOOK}" origin="{origin}">{codes.xml()}</CodeBook>\n'
        stream.write(text.encode("utf-8"))
        progress.check_cancelled()
    progress.report(len(document.themes), len(document.themes), _("Writing the codebook"))
    return codes.not_held()


@dataclass(slots=True)
class _Code:
    """A theme and those below it; without a theme of its own it stands only above others or on comments."""

    path: str
    theme: Theme | None = None
    below: list["_Code"] = field(default_factory=list)


class Codes:
    """The themes as a tree of codes, each with the id that codings name it by."""

    def __init__(self, document: ReportDocument, guids: Guids, holding: Holding, *, notes: bool) -> None:
        """:param notes: whether a code may point to a note, as in a project it may."""
        self._guids = guids
        self._holding = holding
        self._notes = notes
        self._all: dict[str, _Code] = {}
        self._top: list[_Code] = []
        self.themes = document.themes
        for theme in document.themes:
            code = self._code(theme.path)
            code.theme = code.theme or theme

    def require(self, paths: Iterable[str]) -> None:
        """Make codes of themes that stand on comments and are in no codebook."""
        for path in paths:
            if path not in self._all:
                self._code(path)

    def _code(self, path: str) -> _Code:
        found = self._all.get(path)
        if found is None:
            found = self._all[path] = _Code(path)
            above, sign, _name = path.rpartition(SEPARATOR)
            siblings = self._code(above).below if sign else self._top
            siblings.append(found)
        return found

    def __bool__(self) -> bool:
        return bool(self._top)

    def guid(self, path: str) -> str:
        return self._guids.of("code", path)

    def example_note(self, path: str) -> str:
        return self._guids.of("example", path)

    def xml(self) -> str:
        return f"<Codes>{''.join(map(self._xml, self._top))}</Codes>" if self._top else ""

    def _xml(self, code: _Code) -> str:
        theme = code.theme
        name = code.path.rpartition(SEPARATOR)[2]
        shade = SHADES.get(theme.colour) if theme else None
        colour = f' color="{shade}"' if shade else ""
        inner = described(self._holding, "Description", theme.definition, code.path) if theme else ""
        if theme and theme.example and self._notes:
            inner += f'<NoteRef targetGUID="{self.example_note(code.path)}"/>'
        inner += "".join(map(self._xml, code.below))
        head = f'<Code guid="{self.guid(code.path)}" name="{attribute(name)}" isCodable="true"{colour}'
        return f"{head}>{inner}</Code>" if inner else f"{head}/>"

    def not_held(self) -> list[str]:
        """What of the codebook the format has no place for."""
        counted = (
            (sum(bool(theme.shortcut) for theme in self.themes),
             "The shortcut of one theme has no place in this format.",
             "The shortcuts of {n} themes have no place in this format."),
            (sum(theme.retired for theme in self.themes),
             "One theme is retired, which this format cannot say.",
             "{n} themes are retired, which this format cannot say."),
            (0 if self._notes else sum(bool(theme.example) for theme in self.themes),
             "The example of one theme has no place in this format.",
             "The examples of {n} themes have no place in this format."),
        )  # fmt: skip
        return [ngettext(one, many, n) for n, one, many in counted if n] + self._holding.notes()
