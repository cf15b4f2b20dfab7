"""The review for other programs for qualitative analysis: a REFI-QDA project (.qdpx).

A comment is a text source of its own; tags are codes; tagged passages are selections, counted in code points
as the standard asks; points are sets of sources; staff's notes are notes.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from ogp_review.domain.report import CommentRow, Edition, ReportDocument
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.fast_zip import FastZip
from ogp_review.exporters.holding import Holding, held_back
from ogp_review.exporters.refi_codes import Codes
from ogp_review.exporters.refi_notes import Notes, Users, sets_xml
from ogp_review.exporters.refi_sources import Sources
from ogp_review.exporters.refi_xml import DECLARATION, Guids, attribute, described, plain_bytes
from ogp_review.i18n import _, ngettext
from ogp_review.interchange.refi import PROJECT
from ogp_review.progress import Progress

MOST_FILES = 9_000
"""With more comments than this their texts stand in the project itself: programs, ours too, refuse to unpack
so many files."""

_BATCH = 500


def write_qdpx(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Write the comments of `document` with their codings; tells what the format could not hold.

    :raises Cancelled: when the person has stopped it; an older file is as it was.
    :raises ReviewError: where the file cannot be written.
    """
    progress.check_cancelled()
    project = _Project(document)
    with writing(target) as stream:
        file = FastZip(stream)
        file.write("project.qde", (text.encode("utf-8") for text in project.xml(progress)))
        for name, text in project.files(progress):
            file.write(name, [plain_bytes(text)])
        file.close()
        progress.check_cancelled()
    return project.not_held()


class _Project:
    """The parts of the project, which know each other by their ids."""

    def __init__(self, document: ReportDocument) -> None:
        self._document = document
        self._holding = Holding()
        self._public = document.edition == Edition.PUBLIC
        self._guids = Guids(document)
        self._rows = [row for row in held_back(document.comments, document.edition) if row.text.strip()]
        self._empty = len(document.comments) - len(self._rows)
        self._inline = len(self._rows) > MOST_FILES
        self._codes = Codes(document, self._guids, self._holding, notes=True)
        self._codes.require(_themes(document))
        self._users = Users(document, self._guids)
        self._notes = Notes(document, self._guids, self._users, self._holding)
        self._sources = Sources(
            document, self._guids, self._codes, self._users, self._notes, self._holding, self._inline
        )

    def xml(self, progress: Progress) -> Iterator[str]:
        document = self._document
        made = f"{document.made_on}T00:00:00Z"
        yield (
            f'{DECLARATION}<Project xmlns="{PROJECT}" name="{attribute(document.title)}" '
            f'origin="{attribute(f"OGP Review {document.version}")}" creatingUserGUID="{self._users.maker}" '
            f'creationDateTime="{made}">{self._users.xml()}'
        )
        yield f"<CodeBook>{self._codes.xml()}</CodeBook>" if self._codes else ""
        yield self._sources.variables_xml()
        if self._rows:
            yield "<Sources>\n"
            yield from self._each(self._sources.xml, progress, _("Writing the comments"))
            yield "</Sources>"
        yield self._notes.xml()
        yield sets_xml(document, self._guids, {row.ref for row in self._rows}, self._holding)
        yield described(self._holding, "Description", "\n".join(self._about()), "")
        yield "</Project>\n"

    def files(self, progress: Progress) -> Iterator[tuple[str, str]]:
        """The texts, each a file that its source names."""
        if self._inline:
            return
        for done, row in enumerate(self._rows):
            if done % _BATCH == 0:
                progress.check_cancelled()
                progress.report(done, len(self._rows), _("Writing the texts"))
            yield f"Sources/{self._sources.guid(row.ref)}.txt", row.text

    def _each(self, xml: Callable[[CommentRow], str], progress: Progress, what: str) -> Iterator[str]:
        rows, done = iter(self._rows), 0
        while batch := list(islice(rows, _BATCH)):
            progress.check_cancelled()
            progress.report(done, len(self._rows), what)
            yield "".join(map(xml, batch))
            done += len(batch)

    def _about(self) -> list[str]:
        """The last element, since only then it is known what could not be held."""
        edition = (
            _("Public edition: it names only participants who consented to be named.")
            if self._public
            else _("Committee edition: it holds names and is not for publication.")
        )
        return [edition, *self._document.notes, *self.not_held()]

    def not_held(self) -> list[str]:
        told = []
        if self._empty and self._public:
            told.append(
                ngettext(
                    "One comment that was set aside or holds no text is left out.",
                    "{n} comments that were set aside or hold no text are left out.",
                    self._empty,
                )
            )
        elif self._empty:
            told.append(
                ngettext(
                    "One comment without text is left out.", "{n} comments without text are left out.",
                    self._empty,
                )
            )  # fmt: skip
        if self._document.matrix:
            told.append(_("Responses stand in the descriptions of sets; their states have no place."))
        return [*told, *self._sources.not_held(), *self._codes.not_held()]


def _themes(document: ReportDocument) -> Iterable[str]:
    """All that stand on anything, so that no coding names a code that is not there."""
    rows = chain.from_iterable(row.themes for row in document.comments)
    if document.coding is None:
        return dict.fromkeys(rows)
    passages = chain.from_iterable(passage.themes for passage in document.coding.passages)
    return dict.fromkeys(chain(rows, passages, *document.coding.whole.values()))
