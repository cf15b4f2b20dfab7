"""Users, notes and sets of a REFI-QDA project: who worked, what staff noted, which comments say the same."""

from collections import defaultdict
from collections.abc import Iterable

from ogp_review.domain.report import Coding, Edition, MatrixRow, Passage, Remark, ReportDocument
from ogp_review.exporters.holding import Holding
from ogp_review.exporters.refi_xml import Guids, attribute, content, described
from ogp_review.i18n import _

_NO_CODING = Coding({})


class Users:
    """Staff who worked on the review, by name; of a public edition only the program."""

    def __init__(self, document: ReportDocument, guids: Guids) -> None:
        public = document.edition == Edition.PUBLIC
        maker = "OGP Review" if public else document.made_by or "OGP Review"
        coding = document.coding or _NO_CODING
        said: tuple[Passage | Remark, ...] = (*coding.passages, *coding.remarks)
        people = [] if public else [one.person for one in said if one.person]
        self._guids = {name: guids.of("user", name) for name in dict.fromkeys([maker, *people])}
        self.maker = self._guids[maker]

    def guid(self, name: str) -> str:
        return self._guids.get(name, self.maker)

    def xml(self) -> str:
        users = (f'<User guid="{guid}" name="{attribute(name)}"/>' for name, guid in self._guids.items())
        return f"<Users>{''.join(users)}</Users>"


class Notes:
    """Private notes on comments and points, and examples of themes. A public edition has only the latter."""

    def __init__(self, document: ReportDocument, guids: Guids, users: Users, holding: Holding) -> None:
        self._holding = holding
        self._made = f"{document.made_on}T00:00:00Z"
        self._on: dict[str, list[str]] = defaultdict(list)
        self._notes: list[str] = []
        for theme in {theme.path: theme for theme in reversed(document.themes) if theme.example}.values():
            name = _("Example of {theme}").format(theme=theme.path)
            self._add(guids.of("example", theme.path), name, theme.example, users.maker)
        self._remarks(document, guids, users)

    def _remarks(self, document: ReportDocument, guids: Guids, users: Users) -> None:
        if document.edition == Edition.PUBLIC or document.coding is None:
            return
        points = {row.ref: row.comment_refs for row in document.matrix if row.point_id is not None}
        for number, remark in enumerate(document.coding.remarks):
            guid = guids.of("note", number, remark.ref, remark.text)
            name = _("Note on {ref}").format(ref=remark.ref)
            self._add(guid, name, remark.text, users.guid(remark.person))
            for ref in points.get(remark.ref, (remark.ref,))[:1]:
                self._on[ref].append(guid)

    def _add(self, guid: str, name: str, text: str, user: str) -> None:
        words = content(self._holding.text(text, name))
        self._notes.append(
            f'<Note guid="{guid}" name="{attribute(name)}" creatingUser="{user}" '
            f'creationDateTime="{self._made}"><PlainTextContent>{words}</PlainTextContent></Note>\n'
        )

    def refs_xml(self, ref: str) -> str:
        """What a comment points to its notes by. A note on a point hangs on its lead."""
        return "".join(f'<NoteRef targetGUID="{guid}"/>' for guid in self._on.get(ref, ()))

    def xml(self) -> str:
        return f"<Notes>{''.join(self._notes)}</Notes>" if self._notes else ""


def sets_xml(document: ReportDocument, guids: Guids, sources: set[str], holding: Holding) -> str:
    """Each point as the set of its comments, with what we answer."""
    rows = (row for row in document.matrix if row.point_id is not None)
    found = "".join(filter(None, (_set(row, guids, sources, holding) for row in rows)))
    return f"<Sets>{found}</Sets>" if found else ""


def _set(row: MatrixRow, guids: Guids, sources: set[str], holding: Holding) -> str:
    held = (ref for ref in row.comment_refs if ref in sources)
    members = "".join(f'<MemberSource targetGUID="{guids.of("source", ref)}"/>' for ref in held)
    told = described(holding, "Description", "\n\n".join(_said(row)), row.ref)
    name = attribute(f"{row.ref} {row.point}"[:200])
    return f'<Set guid="{guids.of("set", row.ref)}" name="{name}">{told}{members}</Set>\n' if members else ""


def _said(row: MatrixRow) -> Iterable[str]:
    labelled = (
        ("", row.point),
        (_("Disposition"), row.disposition),
        (_("Our response"), row.response),
        (_("Proposed change"), row.proposed_change),
    )
    return (f"{label}: {text}" if label else text for label, text in labelled if text)
