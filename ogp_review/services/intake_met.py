"""Comments that are there already: what a later or richer source adds to them, and what it says otherwise."""

from collections.abc import Sequence
from typing import Any

from ogp_review.domain.incoming import ImportOutcome, IncomingComment
from ogp_review.domain.looking import Fate
from ogp_review.domain.operation import plural
from ogp_review.services.intake_draft import Plan
from ogp_review.services.intake_matching import stated_place
from ogp_review.store.ids import hash_id
from ogp_review.store.matching import Key, KnownComment

_MOST_NAMED = 20


def text_id(comment: int, told: bytes) -> int:
    """The id of a text of a comment, by its digest."""
    return hash_id("comment_text", comment, told.hex())


class MetComments:
    """Enters in a plan what one source adds to comments that are there."""

    def __init__(self, plan: Plan, outcome: ImportOutcome) -> None:
        self._plan = plan
        self._outcome = outcome
        self._fallen: list[str] = []
        self._respelt: list[str] = []

    def meet(
        self,
        match: KnownComment,
        record: IncomingComment,
        values: dict[str, Any],
        text_key: Key,
        external: Key | None,
        told: bytes,
    ) -> Fate:
        """Fill in what was missing; what becomes of the comment."""
        changed = self._new_version(match, record, text_key, told)
        changed |= self._fill(match, record, values)
        self._say_elsewhere(match, record)
        if external is not None and external.id not in match.keys:
            self._plan.add("source_key", external.id, match.id, external.digest, True)
        if text_key.id not in match.keys:
            self._plan.add("source_key", text_key.id, match.id, text_key.digest, False)
        if not match.visible:
            self._plan.add("source_maker", match.id)
            return Fate.NEW
        return Fate.UPDATED if changed else Fate.UNCHANGED

    def _new_version(self, match: KnownComment, record: IncomingComment, text_key: Key, told: bytes) -> bool:
        """Enter a text that differs from what shows in more than case, accents or spacing."""
        there = match.texts.get(told)
        if there == match.current and match.visible:
            return False
        if there is not None:
            self._plan.add("source_maker", there)
        elif text_key.id in match.keys:
            self._respelt.append(f"{match.ref} ({record.where})")
            return False
        else:
            row = text_id(match.id, told)
            self._plan.add("comment_text", row, match.id, len(match.texts) + 1, record.text, told)
            match.texts[told] = row
        self._plan.shown.add(match.id)
        if match.visible:
            self._outcome.warnings.append(
                f"{match.ref} ({record.where}) has changed at its source; the text before is kept as well."
            )
        return True

    def _say_elsewhere(self, match: KnownComment, record: IncomingComment) -> None:
        """Its source has moved it: what was stated first is kept, since staff may have worked by it."""
        place, before = stated_place(record), match.values.get("paragraph_id")
        if place is not None and before is not None and place != before:
            self._outcome.warnings.append(
                f"{match.ref} ({record.where}) stands at {record.paragraph} now; its first paragraph is kept."
            )

    def _fill(self, match: KnownComment, record: IncomingComment, values: dict[str, Any]) -> bool:
        missing = {
            name: values[name]
            for name in values
            if values[name] is not None and match.values.get(name) is None
        }
        for name, word in (("votes_for", "for"), ("votes_against", "against")):
            told, before = getattr(record, name), match.values.get(name)
            if told is not None and (before is None or told > before):
                missing[name] = told
            elif told is not None and told < before:
                where = f"{match.ref} ({record.where})"
                self._fallen.append(f"{where} {before:,} {word}, now {told:,}")
        if missing:
            self._plan.fill("comment", match.id, missing)
        return bool(missing)

    def say(self) -> None:
        """Tell what differs at the source and was not taken over."""
        if self._fallen:
            what = plural(len(self._fallen), "count of votes has", "counts of votes have")
            self._outcome.warnings.append(
                f"{what} fallen at the source; the higher one is kept: {_some(self._fallen)}."
            )
        if self._respelt:
            what = plural(len(self._respelt), "text differs", "texts differ")
            self._outcome.warnings.append(
                f"{what} from before in case, accents or spacing alone; the first one is kept: "
                f"{_some(self._respelt)}."
            )


def _some(named: Sequence[str]) -> str:
    more = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > _MOST_NAMED else ""
    return "; ".join(named[:_MOST_NAMED]) + more
