"""Staff's texts (summaries, responses, narratives, names of tags), held per language."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import digest, hash_id
from ogp_review.store.journal import Values
from ogp_review.store.operation import Operation


def text_id(owner: int, field: str, language: str) -> int:
    """The id of the text of `field` of row `owner` in `language`: the same in every copy."""
    return hash_id("staff_text", owner, field, language)


def texts(
    connection: Connection, fields: Iterable[str], language: str, owners: Iterable[int] | None = None
) -> dict[tuple[int, str], str]:
    """Texts by owner and field: in `language` where there is one, else as they were written first."""
    c = t.staff_text.c
    chosen = select(c.owner, c.field, c.language, c.is_source, c.text).where(
        ~c.hidden, c.field.in_(list(fields))
    )
    if owners is not None:
        chosen = chosen.where(among(c.owner, owners, connection))
    best: dict[tuple[int, str], tuple[int, str]] = {}
    for row in connection.execute(chosen.order_by(c.language)):
        rank = 2 if row.language == language else int(row.is_source)
        if rank >= best.get((row.owner, row.field), (-1, ""))[0]:
            best[row.owner, row.field] = (rank, row.text)
    return {key: text for key, (_, text) in best.items() if text}


def write_texts(op: Operation, language: str, written: dict[tuple[int, str], str]) -> None:
    """Write texts in the language they are thought in."""
    made: dict[int, Values] = {}
    for (owner, field), text in written.items():
        made[text_id(owner, field, language)] = {
            "owner": owner,
            "field": field,
            "language": language,
            "text": text,
            "person": op.person,
            "is_source": True,
            "source_digest": None,
        }
    op.make("staff_text", made)


def write_translation(op: Operation, owner: int, field: str, language: str, text: str, source: str) -> None:
    """Write a translation of `source`; it is stale once the source differs."""
    values: Values = {
        "owner": owner,
        "field": field,
        "language": language,
        "text": text,
        "person": op.person,
        "is_source": False,
        "source_digest": digest(source).hex(),
    }
    op.make("staff_text", {text_id(owner, field, language): values})
