"""The same comment twice in one source: left out where that is sure, else kept and told."""

from dataclasses import replace

from ogp_review.domain.incoming import ImportOutcome, IncomingComment
from ogp_review.store.ids import digest


class Repeats:
    """What one source has held so far."""

    def __init__(self, outcome: ImportOutcome) -> None:
        self._outcome = outcome
        self._first_with_id: dict[str, tuple[str, bytes]] = {}
        self._seen: dict[IncomingComment, str] = {}
        self._same_words: list[str] = []

    def of(self, record: IncomingComment) -> str | None:
        """Where this source holds the very same comment before, if it does."""
        if record.external_id:
            before = self._first_with_id.get(record.external_id)
            return before[0] if before and before[1] == digest(record.text) else None
        first = self._seen.setdefault(replace(record, where=""), record.where)
        if first == record.where:
            return None
        if record.author is not None:
            return first
        self._same_words.append(f"{record.where} as {first}")
        return None

    def usable_id(self, record: IncomingComment) -> str | None:
        """The id of a record, unless another one before it had that."""
        external = record.external_id
        if external and external in self._first_with_id:
            first = self._first_with_id[external][0]
            self._outcome.warnings.append(
                f'{record.where} has the id "{external}" of {first} but another text: taken without its id.'
            )
            return None
        if external:
            self._first_with_id[external] = (record.where, digest(record.text))
        return external

    def say(self) -> None:
        """Alike in all that is stated, but nobody is named: it may be two people, so both are kept."""
        if self._same_words:
            shown = ", ".join(self._same_words[:10]) + (", …" if len(self._same_words) > 10 else "")
            self._outcome.warnings.append(f"The same is said again, without a name: {shown}. All are kept.")
