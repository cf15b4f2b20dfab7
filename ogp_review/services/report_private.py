"""What of persons still stands in the words of comments when they are published."""

import re

from ogp_review.domain.operation import plural
from ogp_review.domain.report import ReportDocument

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NAMED = 20


def addresses_in(document: ReportDocument) -> list[str]:
    """A sentence that names the comments whose own words hold an e-mail address; none where none does."""
    refs = [
        row.ref
        for row in document.comments
        if any("@" in said and _ADDRESS.search(said) for said in (row.text, row.translation, row.proposal))
    ]
    if not refs:
        return []
    named = ", ".join(refs[:_NAMED]) + (f" and {len(refs) - _NAMED:,} more" if len(refs) > _NAMED else "")
    verb = "holds" if len(refs) == 1 else "hold"
    return [
        f"{plural(len(refs), 'comment')} {verb} an e-mail address in the text, published as it is: {named}."
    ]
