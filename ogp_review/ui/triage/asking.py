"""The popups of triage: which tag, paragraph, reason, person, point or text. Each gives one answer."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ogp_review.domain.comment import Stance
from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.languages import language_name
from ogp_review.domain.views import PointLine, TagMark, Vocabulary
from ogp_review.i18n import _
from ogp_review.ui.chooser import Choice, Chooser


class Asking:
    """Asks with one chooser, under the widget that `anchor` gives at that moment."""

    def __init__(self, parent: QWidget, anchor: Callable[[], QWidget]) -> None:
        self._chooser = Chooser(parent)
        self._anchor = anchor
        self.vocabulary = Vocabulary()

    def _ask(
        self, choices: Sequence[Choice], then: Callable[[Choice], None], placeholder: str, free_text: str = ""
    ) -> None:
        self._chooser.ask(self._anchor(), choices, then, placeholder=placeholder, free_text=free_text)

    def tag(self, then: Callable[[str], None]) -> None:
        """The path of a tag, which may be a new one."""
        keys = {path: key for key, path in self.vocabulary.shortcuts.items()}
        choices = [tag_choice(tag, keys.get(tag.path, "")) for tag in self.vocabulary.tags]
        self._ask(choices, lambda one: then(str(one.key or one.text)), _("Tag"), _("Make the tag “{text}”"))

    def tag_of(self, tags: Sequence[TagMark], then: Callable[[str], None]) -> None:
        """One of the tags that are on something."""
        self._ask([tag_choice(tag) for tag in tags], lambda one: then(str(one.key)), _("Take off"))

    def place(self, then: Callable[[str | None, str], None]) -> None:
        """The label of a place (None: no paragraph), and how it is called."""
        choices = [
            Choice((label if place != NOT_ASSIGNED else None,), label, title, _place_icon(place))
            for place, label, title in self.vocabulary.places
        ]

        def chosen(choice: Choice) -> None:
            assert isinstance(choice.key, tuple)
            then(choice.key[0], choice.text)

        self._ask(choices, chosen, _("Move to a paragraph: P12, or words of it"))

    def reason(self, then: Callable[[str], None]) -> None:
        """Why comments are set aside."""
        choices = [Choice(reason, reason, icon="archive") for reason in self.vocabulary.reasons]
        placeholder = _("Why set aside? It stays in the review and is listed in Annex C")
        self._ask(choices, lambda one: then(one.text), placeholder, _("Because: {text}"))

    def person(self, me: str, then: Callable[[str | None], None]) -> None:
        """Who sees to it; None: nobody."""
        others = [name for name in self.vocabulary.people if name != me]
        choices = [
            Choice(me, _("You"), me, "person"),
            *(Choice(name, name, icon="person") for name in others),
        ]
        choices.append(Choice("", _("Nobody"), icon="close"))

        def chosen(choice: Choice) -> None:
            then(choice.text if choice.key is None else str(choice.key) or None)

        self._ask(choices, chosen, _("Assign to"), _("Assign to {text}"))

    def stance(self, then: Callable[[str | None], None]) -> None:
        choices = [Choice(one.value, one.value.capitalize()) for one in Stance]
        choices.append(Choice("", _("Not said")))
        self._ask(choices, lambda one: then(str(one.key) or None), _("What does it want?"))

    def language(self, then: Callable[[str | None], None]) -> None:
        codes = dict.fromkeys((*self.vocabulary.languages, "en", "es", "fr", "pt", "ar", "ru", "de", "it"))
        choices = [Choice(code, language_name(code), code.upper(), "translate") for code in codes if code]
        choices.append(Choice("", _("As its source states"), icon="close"))
        self._ask(choices, lambda one: then(str(one.key) or None), _("Which language is it in?"))

    def canned(self, then: Callable[[str], None]) -> None:
        """The words of a canned response."""
        choices = [Choice(text, name, text, "respond") for name, text in self.vocabulary.canned]
        if not choices:
            choices = [
                Choice("", _("No canned texts yet. Write a response, then keep it: menu Point."), "", "info")
            ]
        self._ask(choices, lambda one: then(str(one.key)) if one.key else None, _("Canned text"))

    def point(self, lines: Sequence[PointLine], then: Callable[[int | None], None], new: str = "") -> None:
        """The id of a point to merge into; None for a new one, where `new` offers it."""
        choices = [Choice(None, new, new, "plus")] if new else []
        choices += [
            Choice(
                (line.id,),
                f"{line.ref}  {line.summary}",
                line.paragraph or "",
                "merge",
                hint=f"×{line.units}",
            )
            for line in lines
        ]

        def chosen(choice: Choice) -> None:
            then(choice.key[0] if isinstance(choice.key, tuple) else None)

        self._ask(choices, chosen, _("Merge into"))


def tag_choice(tag: TagMark, key: str = "") -> Choice:
    """A tag as it is chosen: its path, with the key that puts it on."""
    return Choice(tag.path, tag.path, colour=tag.colour, hint=key)


def _place_icon(place: int) -> str:
    return "unassigned" if place == NOT_ASSIGNED else "file"
