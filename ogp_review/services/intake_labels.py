"""Which paragraph a source means: by the id its site gives it, and by a label alike in every language.

The paragraphs of one draft in several languages align by label, as a proposal: what does not fit is told, and
a person can say at import which label is meant. What they say is kept as a key of that consultation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogp_review.domain.draft import folded_label, label_key, label_order
from ogp_review.domain.incoming import (
    ImportOutcome,
    Incoming,
    IncomingComment,
    IncomingDeclared,
    IncomingParagraph,
)
from ogp_review.domain.operation import plural
from ogp_review.services.intake_draft import Plan
from ogp_review.store import matching
from ogp_review.store.drafts import paragraph_id
from ogp_review.store.matching import Key, KnownDraft, key

_MOST_NAMED = 12
_TURNS = 4
"""How often what a label means may be said anew for one consultation."""


class Labels:
    """The labels of one source's records, put right before they are compared with what is there."""

    def __init__(
        self,
        connection: Any,
        known: KnownDraft,
        plan: Plan,
        consultation: int,
        said: Mapping[str, str],
        records: Sequence[Incoming],
    ) -> None:
        self._known = known
        self._plan = plan
        self._consultation = consultation
        self._said = {label_key(source): folded_label(meant) for source, meant in said.items()}
        self._names = matching.paragraph_labels(connection)
        self._elsewhere = {
            label_key(self._names[row])
            for row in matching.texts_elsewhere(connection, consultation)
            if row in self._names
        }
        keys = self._keys(records)
        self._rows = matching.rows_by_key(connection, keys)
        self._standing = matching.standing_rows(connection, keys)
        self._hidden = frozenset(known.hidden)
        self._by_site: dict[str, str] = {}
        self._meanings: dict[str, str] = {}
        self._noted: set[int] = set()
        self._fresh: dict[str, str] = {}
        self._stated: set[str] = set()
        self._unplaced: list[str] = []

    def aligned(self, records: Iterable[Incoming]) -> Iterator[Incoming]:
        """`records` with the labels that are meant."""
        for record in records:
            match record:
                case IncomingParagraph():
                    yield self._paragraph(record)
                case IncomingDeclared():
                    label = self._meant(record.paragraph)
                    yield record if label == record.paragraph else replace(record, paragraph=label)
                case IncomingComment() if record.paragraph or record.paragraph_key:
                    yield self._comment(record)
                case _:
                    yield record

    def _paragraph(self, record: IncomingParagraph) -> IncomingParagraph:
        label = self._meant(record.label)
        self._stated.add(label_key(label))
        if paragraph_id(label) not in self._known.paragraphs:
            self._fresh[label_key(label)] = label
        if record.external_id:
            self._by_site[record.external_id] = label
            self._note(self._site_key(record.external_id), paragraph_id(label))
        return record if label == record.label else replace(record, label=label)

    def _comment(self, record: IncomingComment) -> IncomingComment:
        if record.paragraph:
            label = self._meant(record.paragraph)
            return record if label == record.paragraph else replace(record, paragraph=label)
        found = self._label_on_site(str(record.paragraph_key))
        if found is None:
            self._unplaced.append(record.where)
            return record
        return replace(record, paragraph=found)

    def _label_on_site(self, ident: str) -> str | None:
        rows = self._rows.get(self._site_key(ident).id, [])
        shown = (self._names[row] for row in rows if row in self._names and row not in self._hidden)
        return self._by_site.get(ident) or next(shown, None)

    def _meant(self, label: str) -> str:
        """What a person says that `label` is, now or at an earlier import; else `label`."""
        if label not in self._meanings:
            self._meanings[label] = self._found_meaning(label)
        return self._meanings[label]

    def _found_meaning(self, label: str) -> str:
        keys = self._label_keys(label)
        said = self._said.get(label_key(label))
        before = next(filter(None, map(self._name_of, keys)), None)
        if said and said != before:
            unused = [own for own in keys if own.id not in self._rows]
            for own in unused[-1:]:
                self._note(own, paragraph_id(said))
        return said or before or label

    def _name_of(self, own: Key) -> str | None:
        return self._names.get(self._standing.get(own.id, 0))

    def _note(self, own: Key, row: int) -> None:
        """Keep a key for the next import."""
        if own.id not in self._noted and row not in self._rows.get(own.id, []):
            self._noted.add(own.id)
            self._plan.add("source_key", own.id, row, own.digest, False)

    # The keys ---------------------------------------------------------------------------------------------

    def _keys(self, records: Sequence[Incoming]) -> list[Key]:
        labels: set[str] = set()
        idents: set[str] = set()
        for record in records:
            match record:
                case IncomingParagraph():
                    labels.add(label_key(record.label))
                    idents.update(filter(None, [record.external_id]))
                case IncomingDeclared():
                    labels.add(label_key(record.paragraph))
                case IncomingComment():
                    labels.update(map(label_key, filter(None, [record.paragraph])))
                    idents.update(filter(None, [record.paragraph_key]))
        said = [own for label in sorted(labels) for own in self._label_keys(label)]
        return [*said, *map(self._site_key, sorted(idents))]

    def _label_keys(self, label: str) -> list[Key]:
        """The last that is not taken back holds; a key is used once."""
        named = f"label|{self._consultation}|{label_key(label)}"
        return [key(f"{named}|{turn}", external=False) for turn in reversed(range(_TURNS))]

    def _site_key(self, ident: str) -> Key:
        return key(f"paragraph|{self._consultation}|{ident}", external=False)

    # What a person should know ------------------------------------------------------------------------------

    def say(self, outcome: ImportOutcome) -> None:
        """Warn of comments whose paragraph is not known yet, and of paragraphs that no other language has."""
        if self._unplaced:
            shown = ", ".join(self._unplaced[:5]) + (", …" if len(self._unplaced) > 5 else "")
            outcome.warnings.append(
                f"At a paragraph that this page does not show: {plural(len(self._unplaced), 'comment')} "
                f"({shown}). Save and import the page that shows it as well, then this one again."
            )
        alone = self._alone()
        if alone:
            names = _shortened(alone)
            outcome.warnings.append(
                f"Only in this consultation, not in the draft as the others have it: {names}. "
                "If that is another paragraph under another name, say so when importing."
            )

    def _alone(self) -> list[str]:
        """The new paragraphs that do not fit a draft of which others have the text."""
        if len(self._elsewhere & self._stated) < 2:
            return []  # another part of the draft, or the first of it
        fresh = (label for kept, label in self._fresh.items() if kept not in self._elsewhere)
        return sorted(fresh, key=label_order)


def _shortened(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
