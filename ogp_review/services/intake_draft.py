"""Intake of the draft: which sections, paragraphs, texts and declared figures of a source are new."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ogp_review.domain.draft import WHOLE_DRAFT, WHOLE_DRAFT_LABEL, folded_label
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    ImportOutcome,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
)
from ogp_review.domain.looking import Fate
from ogp_review.store.drafts import paragraph_id
from ogp_review.store.ids import digest, hash_id, random_id
from ogp_review.store.matching import KnownDraft

LONGEST_LABEL = 60

COLUMNS = {
    "consultation": ("id", "name", "title", "channel", "language", "description", "closes"),
    "section": ("id", "label", "parent_id", "level", "position"),
    "section_title": ("id", "section_id", "language", "title"),
    "paragraph": ("id", "label", "section_id", "position"),
    "paragraph_text": ("id", "paragraph_id", "language", "version", "text", "complete", "consultation_id"),
    "declared": ("id", "consultation_id", "paragraph_id", "comments", "votes"),
    "participant": ("id", "name", "organisation", "email", "stakeholder", "country", "consent"),
    "submission": ("id", "name", "channel", "consultation_id", "participant_id"),
    "comment": (
        "id", "ref", "consultation_id", "submission_id", "participant_id", "parent_id", "paragraph_id",
        "channel", "language", "posted", "posted_at", "votes_for", "votes_against",
        "anchor", "proposal", "folded",
    ),
    "comment_text": ("id", "comment_id", "version", "text", "digest"),
    "source_key": ("key", "row_id", "digest", "external"),
    "source_maker": ("row_id",),
}  # fmt: skip


@dataclass
class Plan:
    """What an import would write: new source rows by table, and what it fills in older ones.

    `shown` are older comments whose text it changes.
    """

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    fills: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)

    def add(self, table: str, *values: Any) -> None:
        self.rows[table].append(values)

    def fill(self, table: str, row: int, values: dict[str, Any]) -> None:
        self.fills.setdefault(table, {}).setdefault(row, {}).update(values)

    def __bool__(self) -> bool:
        return any(self.rows.values()) or any(self.fills.values())


class DraftIntake:
    """Compares the draft of one source with what is there and enters what is new in a plan."""

    def __init__(
        self, known: KnownDraft, plan: Plan, outcome: ImportOutcome, consultation: int, language: str | None
    ) -> None:
        self._known = known
        self._plan = plan
        self._outcome = outcome
        self._consultation = consultation
        self._language = language
        self._sections: dict[str, int] = {}
        self._levels: list[tuple[int, int]] = []
        self._untitled: Counter[tuple[int | None, str]] = Counter()
        self._counted: set[int] = set()
        self._position = known.next_position
        self.told: dict[int, tuple[int, int]] = {}

    def section(self, record: IncomingSection) -> Fate:
        """Enter a heading; what becomes of it."""
        while self._levels and self._levels[-1][0] >= record.level:
            self._levels.pop()
        parent = self._levels[-1][1] if self._levels else None
        row = self._section_id(record, parent)
        self._sections[record.key] = row
        self._levels.append((record.level, row))
        count = self._outcome.sections
        count.read += 1
        new = self._new(row, self._known.sections)
        if row not in self._known.sections:
            self._plan.add("section", row, record.label, parent, record.level, self._position)
            self._known.sections.add(row)
            self._position += 1
        titled = self._title(row, record)
        if new:
            count.new += 1
            return Fate.NEW
        if titled:
            count.updated += 1
            return Fate.UPDATED
        count.unchanged += 1
        return Fate.UNCHANGED

    def _section_id(self, record: IncomingSection, parent: int | None) -> int:
        """A numbered section is known by its number; others by title, place in the tree and which it is."""
        if record.label:
            return hash_id("section", match_key(record.label))
        named = (parent, match_key(record.title))
        self._untitled[named] += 1
        return hash_id("section", *named, self._untitled[named])

    def _title(self, section: int, record: IncomingSection) -> bool:
        row = hash_id("section_title", section, self._language, record.title)
        unsaid = hash_id("section_title", section, None, record.title)
        if unsaid in self._known.section_titles and unsaid not in self._known.hidden:
            return False
        if not self._new(row, self._known.section_titles):
            return False
        if row not in self._known.section_titles:
            self._plan.add("section_title", row, section, self._language, record.title)
            self._known.section_titles.add(row)
        return True

    def _new(self, row: int, there: set[int] | dict[int, int | None]) -> bool:
        """Whether a row is not there yet, or only from imports that were taken back."""
        if row in there and row in self._known.hidden:
            self._known.hidden.discard(row)
            self._plan.add("source_maker", row)
            return True
        return row not in there

    def paragraph(self, record: IncomingParagraph) -> Fate:
        """Enter a paragraph and its text; what becomes of it."""
        row = paragraph_id(record.label)
        section = self._sections.get(record.section or "")
        count = self._outcome.paragraphs
        new = self._place(row, record.label, section)
        added = self._text(row, record)
        if new:
            return Fate.NEW
        fate = Fate.UPDATED if added else Fate.UNCHANGED
        if row in self._counted:
            if added and count.unchanged:
                count.unchanged -= 1
                count.updated += 1
            return fate
        self._counted.add(row)
        count.read += 1
        if added:
            count.updated += 1
        else:
            count.unchanged += 1
        return fate

    def _place(self, row: int, label: str, section: int | None) -> bool:
        """Make the paragraph where it is missing; whether it was."""
        new = self._new(row, self._known.paragraphs)
        if row not in self._known.paragraphs:
            position = len(self._known.paragraphs) + 1
            self._plan.add("paragraph", row, folded_label(label), section, position)
            self._known.paragraphs[row] = section
        elif section is not None and self._known.paragraphs[row] is None:
            self._plan.fill("paragraph", row, {"section_id": section})
            self._known.paragraphs[row] = section
        if new:
            self._counted.add(row)
            self._outcome.paragraphs.read += 1
            self._outcome.paragraphs.new += 1
        return new

    def _text(self, paragraph: int, record: IncomingParagraph) -> bool:
        """Enter the text unless it, or a fuller one it begins, is there; whether it was entered."""
        language = record.language or self._language
        there = [
            (text, complete)
            for spoken, text, complete in self._known.texts.get(paragraph, ())
            if spoken in (language, None)
        ]
        if not record.text or (record.text, record.complete) in there:
            return False
        if not record.complete and any(_begins(text, record.text) for text, _ in there):
            return False
        if record.complete and any(complete for _, complete in there):
            self._outcome.warnings.append(
                f"{record.label} has changed at its source; the first text is kept as well."
            )
        row = hash_id("paragraph_text", paragraph, language, record.complete, digest(record.text).hex())
        if row in self._known.hidden:
            self._known.hidden.discard(row)
            self._plan.add("source_maker", row)
        else:
            self._plan.add(
                "paragraph_text",
                row,
                paragraph,
                language,
                "draft",
                record.text,
                record.complete,
                self._consultation,
            )
        self._known.texts.setdefault(paragraph, []).append((language, record.text, record.complete))
        return True

    def declared(self, record: IncomingDeclared) -> None:
        """Note what a page says it holds; :meth:`enter_declared` enters it."""
        row = paragraph_id(record.paragraph)
        self._place(row, record.paragraph, None)
        told = (record.comments, record.votes)
        self._outcome.declared.append(
            {"paragraph": record.paragraph, "comments": told[0], "votes": told[1], "captured": 0}
        )
        self.told[row] = told

    def enter_declared(self, consultation: int) -> None:
        """Enter what is declared as that consultation's, where it is not the same already."""
        for row, told in self.told.items():
            if self._known.declared.get((consultation, row)) != told:
                self._plan.add("declared", random_id(), consultation, row, *told)

    def stated_place(self, label: str, where: str) -> int | None:
        """The place that a comment's source states; a paragraph that is not there yet is made."""
        if folded_label(label) == folded_label(WHOLE_DRAFT_LABEL):
            return WHOLE_DRAFT
        if len(label) > LONGEST_LABEL or "\n" in label:
            self._outcome.warnings.append(
                f'{where} names "{label[:40]}…", which is no paragraph: left unassigned.'
            )
            return None
        row = paragraph_id(label)
        if not self._place(row, label, None) and row not in self._counted:
            self._counted.add(row)
            self._outcome.paragraphs.read += 1
            self._outcome.paragraphs.unchanged += 1
        return row


def _begins(text: str, clipped: str) -> bool:
    return text.startswith(clipped.rstrip("… .")) or match_key(text).startswith(
        match_key(clipped.rstrip("… ."))
    )
