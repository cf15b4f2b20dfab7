"""What a person is told of a table before its rows: what is not read, and what only they can decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from ogp_review.importers.table_columns import column_list, quoted
from ogp_review.importers.table_dates import both_ways
from ogp_review.importers.table_guess import html_columns
from ogp_review.importers.table_layout import Layout
from ogp_review.importers.table_repair import Offer, offered
from ogp_review.importers.table_values import is_destroyed, stated

_LEAST_WORTH = 2.0
_MOST_ABOVE = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can decide. `kind` is the field of Mapping that answers it, `choices` its possible
    values with what each means, `examples` cells before and after."""

    kind: str
    text: str
    choices: tuple[tuple[object, str], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()


def notes_of(layout: Layout) -> list[str]:
    """The warnings with which a table is read as it was understood."""
    notes = [*_above(layout)]
    if layout.others:
        notes.append(f"Only the sheet {quoted(layout.sheet)} is read, not {_others(layout)}.")
    if layout.unread:
        notes.append(f"Columns that are not read: {column_list(layout.unread)}.")
    offer = repair_offer(layout)
    if offer:
        before, after = offer.examples[0]
        notes.append(
            f'The text looks like {offer.repair.told}: "{before}" for "{after}". '
            f'It came in as it stands; the repair "{offer.repair.name}" puts it right.'
        )
    return notes


def questions_of(layout: Layout) -> list[Question]:
    """What is to be asked before a table is read."""
    return [
        *_which_sheet(layout),
        *_which_texts(layout),
        *_one_or_several(layout),
        *_which_html(layout),
        *_which_order(layout),
        *_whether_repaired(layout),
    ]


def repair_offer(layout: Layout) -> Offer | None:
    """The repair that would help what is read of the first rows, unless a person has decided on one."""
    if layout.said.repair is not None:
        return None
    places = [n for n, guess in enumerate(layout.guesses.columns) if guess.field]
    return offered(row[place] for _, row in layout.sample for place in places)


def column_notes(layout: Layout) -> list[str]:
    """What shows in the ids of the first rows: some that are rounded, some that come twice."""
    notes = []
    for field in ("external_id", "parent", "submission"):
        place = layout.place(field)
        cells = [text for _, row in layout.sample if place >= 0 and (text := stated(row[place]))]
        rounded = [text for text in cells if is_destroyed(text)]
        if rounded:
            notes.append(
                f"{quoted(layout.names[place])} holds ids that a spreadsheet has rounded ({rounded[0]}); "
                "they are refused, since several comments would share one. Ask for the file as text or CSV."
            )
        elif field == "external_id" and len(set(cells)) < len(cells):
            notes.append(f"{quoted(layout.names[place])} holds the same id more than once.")
    return notes


def _above(layout: Layout) -> Iterator[str]:
    above = layout.header.above
    if not above:
        return
    told = "; ".join(f'row {number} "{text}"' for number, text in above[:_MOST_ABOVE])
    more = f" and {len(above) - _MOST_ABOVE} more" if len(above) > _MOST_ABOVE else ""
    yield f"Above the titles in row {layout.header.row}, not read: {told}{more}."


def _others(layout: Layout) -> str:
    return column_list([name for name, _ in layout.others])


def _which_sheet(layout: Layout) -> Iterator[Question]:
    rivals = [name for name, worth in layout.others if worth >= _LEAST_WORTH]
    if rivals:
        names = (layout.sheet, *rivals)
        yield Question("sheet", "Which sheet holds the comments?", tuple((name, name) for name in names))


def _which_texts(layout: Layout) -> Iterator[Question]:
    prose = [layout.names[place] for place in layout.guesses.prose]
    if layout.texts and prose:
        text = f"Other columns hold sentences too: {column_list(prose)}. Are they comments?"
        yield Question("columns", text, tuple((name, f"{name} is a comment") for name in prose))


def _one_or_several(layout: Layout) -> Iterator[Question]:
    if len(layout.texts) > 1:
        names = column_list([layout.names[place] for place in layout.texts])
        text = f"Each row holds several texts: {names}. Is each a comment of its own?"
        choices = (
            ("separate", "a comment for each text, one submission a row"),
            ("together", "one comment a row"),
        )
        yield Question("answers", text, choices)


def _which_html(layout: Layout) -> Iterator[Question]:
    for place in html_columns(layout.guesses):
        name = layout.names[place]
        choices = (("text", "as it stands"), ("text (HTML)", "the words without the marks"))
        yield Question("columns", f"{quoted(name)} holds HTML. How is it to be read?", choices)


def _which_order(layout: Layout) -> Iterator[Question]:
    if layout.said.day_first is not None or not layout.order.is_open:
        return
    place = layout.place("posted")
    example = layout.order.example or next(
        (row[place] for _, row in layout.sample if both_ways(row[place]) != ("–", "–")), ""
    )
    first, second = both_ways(example)
    choices = ((True, f"day first: {first}"), (False, f"month first: {second}"))
    yield Question("day_first", f'Is "{example}" written with the day or the month first?', choices)


def _whether_repaired(layout: Layout) -> Iterator[Question]:
    offer = repair_offer(layout)
    if offer:
        text = f"The text looks like {offer.repair.told}. Shall it be put right?"
        choices = ((None, "leave it as it stands"), (offer.repair.name, "put it right"))
        yield Question("repair", text, choices, offer.examples)
