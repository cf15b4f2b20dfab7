"""What is to be known of a source, each line with the way to the rows it speaks of."""

from collections.abc import Callable, Sequence
from functools import partial

from ogp_review.domain.looking import LookedAttachment
from ogp_review.i18n import _, ngettext
from ogp_review.ui.intake.asking import questions_of
from ogp_review.ui.intake.figures import declared_lines, grouped, places_named, reasons_of
from ogp_review.ui.intake.source import Source, Stage, nothing_new, told_of
from ogp_review.ui.intake.things import Thing, told
from ogp_review.workers.sources import Look

ALL, NEW, SKIPPED, UNPLACED, DRAFT = "all", "new", "skipped", "unplaced", "draft"
"""The rows that can be shown."""

_PLACES = 2
_CAME = " came with it: "
Show = Callable[[str, str], object]


def things_of(source: Source, show: Show, add: Callable[[str], object]) -> list[Thing]:
    """All of it. `show` is given the rows and the reason meant, `add` the name of a file of a mail."""
    look = source.look
    first = [told(line) for line in told_of(source)]
    if source.told is None:
        known = look is None or (look.table is not None and not look.table.has_text)
        return [] if known or look is None else [Thing(look.problem)]
    asked = tuple(one.stem for one in questions_of(source) if one.stem)
    lines = [line for line in source.told.get("warnings", ()) if not line.startswith(asked)]
    if look is not None and look.attachments and not source.done:  # each has a line of its own
        lines = [line for line in lines if _CAME not in line]
    warnings = [Thing(line) for line in [*declared_lines(source.told), *lines]]
    if look is None or source.done:
        return [*first, *warnings]
    files = [_attachment(one, add) for one in look.attachments]
    return [*first, *_skipped(source, show), *_unplaced(look, show), *warnings, *files]


def _unplaced(look: Look, show: Show) -> list[Thing]:
    number = look.unplaced.total
    if not number:
        return []
    said = ngettext(
        "{n} comment names no paragraph. It goes to “Not assigned”.",
        "{n} comments name no paragraph. They go to “Not assigned”.",
        number,
    )
    return [Thing(grouped(said, number), action=_("Show"), does=partial(show, UNPLACED, ""))]


def _skipped(source: Source, show: Show) -> list[Thing]:
    """Why comments are skipped, each reason with where they stand."""
    found = []
    for reason, places in reasons_of(source.told or {}).items():
        number = len(places)
        where = places_named(places, _PLACES)
        said = ngettext("{where}: {why}, so it is skipped.", "{where}: {why}, so they are skipped.", number)
        words = grouped(ngettext("Show {n} row", "Show {n} rows", number), number)
        text = said.format(where=where[:1].upper() + where[1:], why=reason)
        found.append(Thing(text, action=words, does=partial(show, SKIPPED, reason)))
    return found


def _attachment(one: LookedAttachment, add: Callable[[str], object]) -> Thing:
    said = _("“{name}”, {size}, came with {where}.")
    line = said.format(name=one.name, size=size_of(one.size), where=one.where)
    if not one.importable:
        return Thing(f"{line} {_('It cannot be brought in:')} {one.why}.", "file", "text3")
    return Thing(line, "file", "text2", _("Add to the queue"), partial(add, one.name))


def aside_of(source: Source) -> str:
    """What stands at the right of the counts."""
    counts = source.figures()
    if not source.is_draft and counts["read"] and counts["unchanged"] == counts["read"]:
        return nothing_new(counts["unchanged"])
    if source.done:
        return _("Brought in.")
    return _("Nothing is written until you press Import.")


def size_of(size: int) -> str:
    """Bytes as people read them."""
    if size < 1024:
        return _("{n} bytes").format(n=size)
    return f"{size / 1024:,.0f} KB" if size < 1024**2 else f"{size / 1024**2:,.1f} MB"


def go_words(waiting: Sequence[Source]) -> str:
    """What the button does: "Import 371 comments", "Import 412 comments from 3 sources"."""
    new, pieces = sum(one.new for one in waiting), sum(one.new_paragraphs for one in waiting)
    bringing = [one for one in waiting if one.brings]
    words = _("Import")
    if new:
        words = grouped(ngettext("Import {n} comment", "Import {n} comments", new), new)
    elif pieces:
        words = grouped(ngettext("Import {n} paragraph", "Import {n} paragraphs", pieces), pieces)
    if len(bringing) < 2:
        return words
    sources = grouped(ngettext("{n} source", "{n} sources", len(bringing)), len(bringing))
    if not new and not pieces:
        return f"{words} {sources}"
    return _("{what} from {sources}").format(what=words, sources=sources)


def promise(source: Source | None, waiting: int, read_only: bool) -> str:
    """What stands in the foot."""
    if read_only:
        return _("Opened to read only: nothing can be imported.")
    if source is not None and source.stage is Stage.QUESTION:
        return _("“{name}” has a question to be answered first.").format(name=source.name)
    if source is not None and source.done and source.kept is None and source.brings:
        return _("Ctrl+Z takes the import of “{name}” back.").format(name=source.name)
    if waiting > 1:
        return _("Each source is one step in the history: Ctrl+Z takes the last one back.")
    if waiting:
        return _("One step in the history: Ctrl+Z takes the whole import back.")
    return ""
