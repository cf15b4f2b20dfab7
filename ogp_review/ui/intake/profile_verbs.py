"""What is done with profiles from the import page: one is used, kept, or taken out of the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ogp_review.i18n import _
from ogp_review.services.intake_profiles import Profile
from ogp_review.ui import messages
from ogp_review.ui.intake.profiles import NamePopup, profile_menu
from ogp_review.ui.intake.source import Source
from ogp_review.ui.session import Session


class ProfileVerbs:
    """`use` is told the name of the profile that was chosen."""

    def __init__(
        self,
        page: QWidget,
        session: Session,
        current: Callable[[], Source | None],
        use: Callable[[str], object],
    ) -> None:
        self._page, self._session, self._current, self._use = page, session, current, use
        self._popup = NamePopup(page)

    def choose(self, anchor: QWidget) -> None:
        """Offer the profiles there are, under `anchor`."""

        def show(found: list[Profile]) -> None:
            source = self._current()
            used = source.look.profile if source is not None and source.look is not None else None
            names = [profile.name for profile in found]
            menu = profile_menu(self._page, names, used, self._use, self.remove)
            menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

        self._session.read(lambda review: review.intake.profiles(), show, owner=self._page, key="profiles")

    def remove(self, name: str) -> None:
        self._session.do(lambda review: review.intake.remove_profile(name))

    def ask_name(self, anchor: QWidget, proposed: str) -> None:
        """Ask under which name the reading of the source is to be kept."""
        source = self._current()
        look = source.look if source is not None else None
        if look is not None and look.table is not None:
            self._popup.ask(anchor, look.profile or proposed, self.save)

    def save(self, name: str) -> None:
        """Keep how the source is read under a name."""
        source = self._current()
        look = source.look if source is not None else None
        if look is None or look.table is None:
            return
        mapping, titles = look.table.mapping, look.titles

        def done(_changes: object) -> None:
            messages.bridge.say(_("Saved as the profile “{name}”.").format(name=name), "undo")

        self._session.do(lambda review: review.intake.save_profile(name, mapping, titles), done)
