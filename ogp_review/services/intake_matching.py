"""Which comments of a source are there already: by ref, by the id its source gives, by what they say.

Best matches are made first, over the whole source, so that the order in which a source lists its comments
makes no difference: an exact one is never taken from its comment by a looser one that stands before it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ogp_review.domain.draft import WHOLE_DRAFT, WHOLE_DRAFT_LABEL, folded_label
from ogp_review.domain.folding import name_key
from ogp_review.domain.incoming import IncomingComment
from ogp_review.services.intake_pace import Pace
from ogp_review.store.drafts import paragraph_id
from ogp_review.store.ids import digest
from ogp_review.store.matching import Key, Known, KnownComment

REF = re.compile(r"C(-[A-Z]+-)?\d{4,}")
LONG = 80
"""Characters from which a text says enough to be known by its words alone in another consultation."""

Likeness = tuple[object, ...]


def stated_place(record: IncomingComment) -> int | None:
    """The place a record states, whether or not it is there yet."""
    if not record.paragraph:
        return None
    whole = folded_label(record.paragraph) == folded_label(WHOLE_DRAFT_LABEL)
    return WHOLE_DRAFT if whole else paragraph_id(record.paragraph)


class Matcher:
    """Finds the comment that is there for each record of a source; each is found once."""

    def __init__(
        self, known: Known, refs: dict[str, KnownComment], consultation: int, channel: str, pace: Pace
    ) -> None:
        self._known = known
        self._refs = refs
        self._consultation = consultation
        self._channel = channel
        self._pace = pace
        self._taken: set[int] = set()
        self.found: dict[int, KnownComment] = {}
        self.own_exports: set[int] = set()

    def match(
        self,
        records: Sequence[tuple[IncomingComment, str | None]],
        external_key: Callable[[str], Key],
        text_key: Callable[[IncomingComment], Key],
    ) -> None:
        """Match records, each with the id its source gives it if that can be relied on."""
        over = self._pace.over
        rest = [pair for pair in over(records, "compare") if not self._by_ref(*pair)]
        rest = [pair for pair in over(rest, "compare") if not self._by_external(*pair, external_key)]
        groups: dict[int, list[IncomingComment]] = defaultdict(list)
        for record, _ in over(rest, "compare"):
            key = text_key(record).id
            if key in self._known.by_key:
                groups[key].append(record)
        for key, group in over(groups.items(), "compare"):
            for likeness in (_everything, _who_where_when):
                group = self._alike(group, self._known.by_key[key], likeness)
            self._loosely(group, self._known.by_key[key])

    def _take(self, record: IncomingComment, known: KnownComment) -> bool:
        self._taken.add(known.id)
        self.found[id(record)] = known
        return True

    def _by_ref(self, record: IncomingComment, external: str | None) -> bool:
        known = self._refs.get(external or "")
        if known is None or not known.visible or digest(record.text) not in known.texts:
            return False
        self.own_exports.add(id(record))
        return self._take(record, known)

    def _by_external(
        self, record: IncomingComment, external: str | None, external_key: Callable[[str], Key]
    ) -> bool:
        if external is None:
            return False
        for known in self._known.by_key.get(external_key(external).id, ()):
            if known.id not in self._taken:
                return self._take(record, known)
        return False

    def _alike(
        self,
        group: list[IncomingComment],
        candidates: Iterable[KnownComment],
        likeness: Callable[[IncomingComment | KnownComment, str], Likeness],
    ) -> list[IncomingComment]:
        """Match those that say the same in all that `likeness` looks at; the others are left."""
        there: dict[Likeness, list[KnownComment]] = defaultdict(list)
        for known in candidates:
            if known.consultation_id == self._consultation and known.id not in self._taken:
                there[likeness(known, self._channel)].append(known)
        left = []
        for record in group:
            free = there.get(likeness(record, self._channel))
            if free:
                self._take(record, free.pop(0))
            else:
                left.append(record)
        return left

    def _loosely(self, group: list[IncomingComment], candidates: Iterable[KnownComment]) -> None:
        """Match those that contradict each other in nothing, this consultation's own first."""
        free = [known for known in candidates if known.id not in self._taken]
        free.sort(key=lambda known: known.consultation_id != self._consultation)
        for record in group:
            known = next((one for one in free if self._compatible(one, record)), None)
            if known is not None:
                free.remove(known)
                self._take(record, known)

    def _compatible(self, known: KnownComment, record: IncomingComment) -> bool:
        """Whether nothing that both sides state contradicts that they are one comment."""
        here = known.consultation_id == self._consultation
        if record.external_id and here and known.has_external:
            return False
        if known.channel != (record.channel or self._channel):
            return False
        pairs = (
            (_name(known.author), _name(record.author)),
            (known.values["posted_at"], record.posted_at),
            (known.values["paragraph_id"], stated_place(record)),
            (known.values["language"], record.language),
        )
        if any(a and b and a != b for a, b in pairs):
            return False
        return here or len(record.text) >= LONG or any(a and a == b for a, b in pairs[:2])


def _name(name: str | None) -> str | None:
    return name_key(name) if name else None


def _who_where_when(one: IncomingComment | KnownComment, channel: str) -> Likeness:
    if isinstance(one, KnownComment):
        values = one.values
        return one.channel, _name(one.author), values["paragraph_id"], values["posted_at"]
    return one.channel or channel, _name(one.author), stated_place(one), one.posted_at


def _everything(one: IncomingComment | KnownComment, channel: str) -> Likeness:
    if isinstance(one, KnownComment):
        votes = one.values["votes_for"], one.values["votes_against"]
    else:
        votes = one.votes_for, one.votes_against
    return (*_who_where_when(one, channel), *votes)


def same_author(known: KnownComment, record: IncomingComment) -> bool:
    """Whether both sides state an author, and the same one."""
    return bool(known.author and record.author) and _name(known.author) == _name(record.author)
