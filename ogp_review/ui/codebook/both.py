"""Two people wrote the same of a tag: what each field is called, and who the other is."""

from collections.abc import Sequence

from ogp_review.domain.operation import Op
from ogp_review.i18n import _
from ogp_review.store.past import PastChange
from ogp_review.ui.responses.conflict import ConflictPanel

_KINDS = (Op.CODEBOOK, Op.TAG, Op.IMPORT, Op.UNDO, Op.REDO)


class BothTexts(ConflictPanel):
    """What somebody typed of a tag, and what a colleague wrote meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        for text in (self.mine, self.theirs):
            text.setFixedHeight(96)
        self.hide()

    def show_field(self, field: str, mine: str, theirs: str, who: str) -> None:
        """Both, of which field, and who wrote the other ("": not known yet)."""
        self.show_texts(field, mine, theirs, who)
        said = {
            "name": _("{who} has changed the name since. Yours is kept as a draft."),
            "definition": _("{who} has changed the definition since. Yours is kept as a draft."),
            "example": _("{who} has changed the example since. Yours is kept as a draft."),
        }
        self._title.set_text(said[field].format(who=who or _("A colleague")))


def changed_by(changes: Sequence[PastChange], me: str) -> str:
    """Who last wrote to a tag, from its history; not `me`, whose words are the others."""
    done = (change.operation for change in reversed(changes) if not change.undone)
    return next((one.person for one in done if one.kind in _KINDS and one.person != me), "")
