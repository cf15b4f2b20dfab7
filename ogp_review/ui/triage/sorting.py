"""The verbs that sort comments: tag, excerpt, move, stance, language, assign, note, set aside."""

from collections.abc import Sequence

from ogp_review.domain.views import TagMark
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import messages
from ogp_review.ui.triage.basis import Basis


class Sorting(Basis):
    """Sorts the comments selected in the list."""

    # Tags -------------------------------------------------------------------------------------------------

    def tag(self) -> None:
        """Tag the comments; where words of one are selected, the passage."""
        view, passage = self._view(), self._reader.selected_range()
        ids = self._ids()
        if not ids:
            return
        if view is not None and passage is not None:
            comment = view.card.id
            self.asking.tag(lambda path: self._tag_passage(comment, passage, path))
        else:
            self.asking.tag(lambda path: self._do(lambda review: review.tagging.add(ids, path)))

    def tag_key(self, key: int) -> None:
        """Put on the tag that has this digit as its shortcut."""
        path = self.asking.vocabulary.shortcuts.get(str(key))
        if path is None:
            messages.bridge.say(_("No tag has the key {n} yet. Give it one in the codebook.").format(n=key))
        elif ids := self._ids():
            self._do(lambda review: review.tagging.add(ids, path))

    def _tag_passage(self, comment: int, passage: tuple[int, int], path: str) -> None:
        start, end = passage
        self._do(lambda review: review.tagging.add(review.tagging.excerpt(comment, start, end), path))

    def untag(self) -> None:
        """Take off a tag that any of the selected comments has."""
        if ids := self._ids():
            self._session.read(
                lambda review: _tags_of(review, ids),
                lambda tags: self._ask_untag(ids, tags),
                owner=self,
                key="tags",
            )

    def _ask_untag(self, ids: list[int], tags: list[TagMark]) -> None:
        if tags:
            self.asking.tag_of(tags, lambda path: self._do(lambda review: review.tagging.remove(ids, path)))
        else:
            messages.bridge.say(_("There is no tag to take off."))

    def excerpt(self) -> None:
        """Make an excerpt of the words selected in the reader."""
        passage = self._reader.selected_range()
        view = self._view()
        if passage is None or view is None:
            messages.bridge.say(_("Select words of the comment first, then make the excerpt."))
            return
        comment, (start, end) = view.card.id, passage
        self._do(lambda review: review.tagging.excerpt(comment, start, end))

    # Where, what, who -------------------------------------------------------------------------------------

    def move(self) -> None:
        if ids := self._ids():
            self.asking.place(lambda label, _name: self.move_to(ids, label))

    def move_to(self, ids: Sequence[int], label: str | None) -> None:
        chosen = list(ids)
        self._do(lambda review: review.triage.move(chosen, label))

    def stance(self) -> None:
        if ids := self._ids():
            self.asking.stance(lambda value: self._do(lambda review: review.triage.stance(ids, value)))

    def language(self) -> None:
        if ids := self._ids():
            self.asking.language(lambda code: self._do(lambda review: review.triage.language(ids, code)))

    def assign(self) -> None:
        if ids := self._ids():
            self.asking.person(
                self._session.person, lambda who: self._do(lambda review: review.triage.assign(ids, who))
            )

    def note(self) -> None:
        self._when_shown(self._ask_note)

    def _ask_note(self) -> None:
        view = self._view()
        if view is not None:
            comment = view.card.id
            title = _("Private note on {ref}").format(ref=view.card.ref)
            self._note.ask(
                self._anchor(),
                title,
                _("Add the note"),
                lambda text: self._do(lambda review: review.triage.note(comment, text)),
                draft=(comment, "note"),
            )

    def translate(self) -> None:
        """Write the translation of the comment, in the reader."""
        self._when_shown(self._reader.translate)

    def set_aside(self) -> None:
        if ids := self._ids():
            self.asking.reason(
                lambda why: self._do(lambda review: review.triage.set_aside(ids, why), finishes=True)
            )

    def take_back(self) -> None:
        if ids := self._ids():
            self._do(lambda review: review.triage.take_back(ids))

    def close_rest(self) -> None:
        """Nothing more to answer; where that is said of the comment already, it is taken back."""
        ids, view = self._ids(), self._view()
        nothing_more = view is None or not view.closed
        if ids:
            self._do(lambda review: review.triage.close(ids, nothing_more), finishes=nothing_more)


_LOOKED_AT = 200
"""Of so many selected comments the tags are offered."""


def _tags_of(review: Review, comments: list[int]) -> list[TagMark]:
    found = {tag.id: tag for card in review.browsing.cards(comments[:_LOOKED_AT]) for tag in card.tags}
    return sorted(found.values(), key=lambda tag: tag.path)
