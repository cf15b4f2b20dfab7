"""One person: who they may be one with, what staff say of them, and what each source says."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ogp_review.domain.people import CONSENT_WORDS, StatedParticipant
from ogp_review.i18n import _, ngettext
from ogp_review.services.suggesting_people import ParticipantSuggestion, called
from ogp_review.ui.people.model import Person, channels, consents, name_of
from ogp_review.ui.people.pair import PairCard
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader.words import number
from ogp_review.ui.widgets import Button, Hairline, PlainLabel, plain_tooltip

TYPED = ("name", "organisation", "country")
_WIDEST = 720


class PersonPane(QScrollArea):
    """Fields are saved when they are left, each as one operation."""

    edited = Signal(object, str, object)
    """(id of the person, field, what it says now; None: as the source says)."""

    split_wanted = Signal(object, object)
    """(id of the person, the participant to show as its source says again)."""

    answered = Signal(str, object)
    """("accept" or "dismiss", suggestion)."""

    def __init__(self, editable: bool, why_not: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person: Person | None = None
        self._editable, self._why_not = editable, why_not
        self.cards: list[PairCard] = []
        self._make_fields()
        self._lay_out()

    def _make_fields(self) -> None:
        self.title = PlainLabel(role="page_title", weight=600)
        self.counts = PlainLabel(token="text2")
        self.fields = {name: QLineEdit() for name in TYPED}
        names = {"name": _("Name"), "organisation": _("Organisation"), "country": _("Country")}
        for name, field in self.fields.items():
            field.setAccessibleName(names[name])
            field.editingFinished.connect(lambda name=name: self._left(name))
            field.setReadOnly(not self._editable)
        self.stakeholder = QComboBox()
        self.stakeholder.setEditable(True)
        self.stakeholder.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.stakeholder.setAccessibleName(_("Stakeholder type"))
        self.stakeholder.activated.connect(lambda _row: self._left("stakeholder"))
        line = self.stakeholder.lineEdit()
        assert line is not None
        line.editingFinished.connect(lambda: self._left("stakeholder"))
        self.consent = QComboBox()
        self.consent.setAccessibleName(_("Consent to be named"))
        for value, text in consents().items():
            self.consent.addItem(text, value)
        self.consent.activated.connect(lambda _row: self._left("consent"))
        for box in (self.stakeholder, self.consent):
            box.setEnabled(self._editable)
            box.setToolTip("" if self._editable else plain_tooltip(self._why_not))
        self.hints = {
            name: PlainLabel(role="meta", token="text3") for name in (*TYPED, "stakeholder", "consent")
        }

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("surface", "base")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(inside)
        row.setContentsMargins(24, 20, 24, 24)
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        row.addWidget(page, 1)
        row.addStretch(0)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.counts)
        column.addSpacing(8)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        column.addLayout(self._cards)
        self._add_fields(column)
        column.addSpacing(10)
        column.addWidget(PlainLabel(_("What sources say"), "pane_title", weight=600))
        self._sources = QVBoxLayout()
        self._sources.setSpacing(0)
        column.addLayout(self._sources)
        column.addStretch(1)
        self.setWidget(inside)

    def _add_fields(self, column: QVBoxLayout) -> None:
        column.addSpacing(6)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("name", _("Name"), self.fields["name"]),
            ("organisation", _("Organisation"), self.fields["organisation"]),
            ("stakeholder", _("Stakeholder type"), self.stakeholder),
            ("country", _("Country"), self.fields["country"]),
            ("consent", _("Consent to be named"), self.consent),
        )
        for name, title, field in fields:
            column.addWidget(PlainLabel(title, "meta", "text2", 600))
            column.addWidget(field)
            column.addWidget(self.hints[name])
            column.addSpacing(6)

    # What is shown ----------------------------------------------------------------------------------------

    def show_person(self, person: Person) -> None:
        """Show somebody; of who shows already, a field that has the focus stays as it is typed."""
        same = self._person is not None and self._person.view.line.id == person.view.line.id
        self._person = person
        line = person.view.line
        self.title.set_text(name_of(line))
        comments = ngettext("{n} comment", "{n} comments", line.comments).replace(
            "{n}", number(line.comments)
        )
        self.counts.set_text(f"{comments}: {channels(line.channels)}" if line.comments else comments)
        for name, field in self.fields.items():
            if not (same and field.hasFocus() and field.isModified()):
                field.setText(getattr(line, name) or "")
        self._show_stakeholder(line.stakeholder or "", person.stakeholders)
        self.consent.setCurrentIndex(self.consent.findData(CONSENT_WORDS[line.consent]))
        for name, hint in self.hints.items():
            self._show_hint(name, hint)
        self._show_sources(person.view.stated)

    def _show_stakeholder(self, chosen: str, all_of_them: Sequence[str]) -> None:
        line = self.stakeholder.lineEdit()
        assert line is not None
        if line.hasFocus() and line.isModified():
            return
        self.stakeholder.clear()
        self.stakeholder.addItems(list(all_of_them))
        self.stakeholder.setCurrentText(chosen)

    def _show_hint(self, name: str, hint: PlainLabel) -> None:
        """What the source says, where staff say something else."""
        assert self._person is not None
        view = self._person.view
        said = getattr(view.stated[0], name) if view.stated else None
        chosen = name in view.chosen
        text = ""
        if name == "consent":
            text = self._consent_hint()
        elif chosen:
            source = one_line(said or "") or _("nothing")
            text = _("The source says: {text}").replace("{text}", source)
        hint.set_text(text)
        hint.setVisible(bool(text))

    def _consent_hint(self) -> str:
        assert self._person is not None
        answers = {one.consent for one in self._person.view.stated}
        if len(answers) > 1:
            return _("Sources differ, so the more careful answer stands until you give one.")
        return _("The public edition names only who agreed.")

    def show_suggestions(self, suggestions: Sequence[ParticipantSuggestion]) -> None:
        """Who this person may be one with."""
        for card in self.cards:
            self._cards.removeWidget(card)
            card.setParent(None)
            card.deleteLater()
        self.cards = [PairCard(one, self._editable) for one in suggestions]
        for card in self.cards:
            card.answered.connect(self.answered)
            self._cards.addWidget(card)

    def _show_sources(self, stated: Sequence[StatedParticipant]) -> None:
        while (item := self._sources.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for one in stated:
            self._sources.addWidget(self._source(one, len(stated) > 1))
            self._sources.addWidget(Hairline())

    def _source(self, one: StatedParticipant, several: bool) -> QWidget:
        made = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(
            PlainLabel(one_line(called(one)) if one.name or one.organisation else _("Name not stated"))
        )
        facts = [channels(one.channels), one.stakeholder, one.country, consents()[CONSENT_WORDS[one.consent]]]
        if one.email:
            facts.append(_("{address} (private)").replace("{address}", one_line(one.email)))
        said = " · ".join(one_line(fact) for fact in facts if fact)
        words.addWidget(PlainLabel(said, "meta", "text3"))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 8, 0, 8)
        row.addLayout(words, 1)
        if several:
            split = Button(_("Split off"), "split", small=True)
            split.setEnabled(self._editable)
            split.clicked.connect(lambda: self._split(one.id))
            row.addWidget(split)
        return made

    # What can be done -------------------------------------------------------------------------------------

    def _split(self, participant: int) -> None:
        if self._person is not None:
            self.split_wanted.emit(self._person.view.line.id, participant)

    def _left(self, name: str) -> None:
        if self._person is None or not self._editable:
            return
        line = self._person.view.line
        if name == "consent":
            said, before = str(self.consent.currentData()), CONSENT_WORDS[line.consent]
        elif name == "stakeholder":
            said, before = self.stakeholder.currentText().strip(), line.stakeholder or ""
        else:
            said, before = self.fields[name].text().strip(), getattr(line, name) or ""
            self.fields[name].setModified(False)
        if said != before:
            self.edited.emit(line.id, name, said)

    def save(self) -> None:
        """Tell what has been typed and not yet told."""
        for name in (*TYPED, "stakeholder"):
            self._left(name)
