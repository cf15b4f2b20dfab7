"""Report documents to export: a small one that holds what breaks exporters, and large ones."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from document_rows import (
    ANSWER,
    BROKEN_UNICODE,
    CONTROL,
    DRAFT,
    FORMULA,
    HOSTILE,
    LONG,
    LOOKS_ESCAPED,
    MARKUP,
    PROSE,
    SCRIPTS,
    comment,
    matrix_row,
    small_comments,
    small_matrix,
)

from ogp_review.domain.ledger import Ledger
from ogp_review.domain.report import (
    CommentRow,
    ConsultationLine,
    Edition,
    Figure,
    Figures,
    Narrative,
    ParticipantRow,
    Quotation,
    ReportDocument,
    ReportParagraph,
    ReportSection,
    Theme,
)
from ogp_review.domain.response import Disposition, State

__all__ = [
    "ANSWER",
    "BROKEN_UNICODE",
    "CONTROL",
    "DRAFT",
    "FORMULA",
    "HOSTILE",
    "LONG",
    "LOOKS_ESCAPED",
    "MARKUP",
    "PROSE",
    "SCRIPTS",
    "comment",
    "document",
    "large_document",
    "matrix_row",
    "small_comments",
    "small_matrix",
]


def _counted(values: Iterable[str]) -> tuple[Figure, ...]:
    return tuple(Figure(name or "none yet", count) for name, count in Counter(values).most_common())


def figures(comments: Iterable[CommentRow], points: int) -> Figures:
    rows = list(comments)
    return Figures(
        comments=len(rows),
        replies=sum(bool(row.reply_to) for row in rows),
        submissions=4,
        participants=3,
        organisations=2,
        points=points,
        merged_comments=2,
        votes_for=1217,
        votes_against=2,
        by_language=_counted(row.language for row in rows),
        by_channel=_counted(row.channel for row in rows),
        by_stakeholder=(Figure("civil society", len(rows) - 1), Figure("government", 1)),
        by_country=(Figure("Chile", len(rows) - 1), Figure("Côte d'Ivoire", 1)),
        by_disposition=_counted(row.disposition for row in rows),
        by_state=_counted(row.state for row in rows),
    )


def narrative(about: str) -> Narrative:
    return Narrative(f"What we heard on {about}: {PROSE}", ANSWER, f"{about} now names youth organisations.")


def paragraph(label: str, **values: Any) -> ReportParagraph:
    usual: dict[str, Any] = {
        "label": label,
        "text": f"{label}. {DRAFT}",
        "complete": True,
        "revised": None,
        "comments": 2,
        "declared": 3,
        "narrative": narrative(label),
        "quotations": (Quotation(PROSE, "C0001", "Ana Pérez, Fundación Futuro", "es"),),
        "rows": (0, 1),
    }
    return ReportParagraph(**{**usual, **values})


def small_sections() -> tuple[ReportSection, ...]:
    nothing = Narrative("", "", "")
    return (
        ReportSection(
            "I. Why",
            1,
            None,
            (
                paragraph("P3", rows=(2, 3), revised="P3. OGP members must open their committees."),
                paragraph(
                    "P4",
                    text="",
                    complete=False,
                    comments=0,
                    declared=13,
                    narrative=nothing,
                    rows=(),
                    quotations=(),
                ),
            ),
        ),
        ReportSection(
            "II. Who takes part",
            1,
            narrative("the section"),
            (
                paragraph("P12", comments=4, rows=(0, 1, 5)),
                paragraph(
                    "P13",
                    text="=1+1 is how this paragraph beg",
                    complete=False,
                    comments=0,
                    declared=None,
                    narrative=nothing,
                    rows=(),
                    quotations=(),
                ),
            ),
        ),
        ReportSection(
            "",
            1,
            None,
            (paragraph("Whole draft", text="", comments=1, declared=None, rows=(4,), quotations=()),),
        ),
    )


def theme(path: str, **values: Any) -> Theme:
    usual: dict[str, Any] = {
        "path": path,
        "definition": "Who has a seat, and who has a vote.",
        "example": "“We were never asked.”",
        "colour": "Teal",
        "shortcut": "1",
        "retired": False,
        "level": path.count("/") + 1,
        "comments": 7,
        "points": 5,
        "by_stance": (Figure("support", 2), Figure("change", 4), Figure("question", 1)),
        "narrative": None,
    }
    return Theme(**{**usual, **values})


def small_themes() -> tuple[Theme, ...]:
    return (
        theme("Participation"),
        theme("Participation/Youth", narrative=narrative("youth"), colour="Amber", shortcut="2"),
        theme("+Old theme", retired=True, comments=0, points=0, by_stance=(), shortcut="", colour="Slate"),
    )


def small_participants() -> tuple[ParticipantRow, ...]:
    return (
        ParticipantRow(
            "Ana Pérez", "Fundación Futuro", "civil society", "Chile", 5, ("es", "en"), ("discuto",), True
        ),
        ParticipantRow("", "", "government", "Côte d'Ivoire", 1, ("fr",), ("e-mail",), False),
        ParticipantRow(FORMULA, "@evil", "civil society", "Chile", 2, ("en",), ("discuto", "e-mail"), True),
    )


def document(**overrides: Any) -> ReportDocument:
    """Six rows, eight comments (one set aside), every hostile text somewhere."""
    comments = overrides.get("comments", small_comments())
    matrix = overrides.get("matrix", small_matrix())
    usual: dict[str, Any] = {
        "title": "Open Government Strategy 2026–2030 & beyond",
        "edition": Edition.COMMITTEE,
        "language": "en",
        "made_on": "2026-05-04",
        "made_by": "Maria Okafor",
        "version": "0.1.0",
        "review_id": "7f3a",
        "summary": "Eight comments came in over two consultations. " + PROSE,
        "consultations": (
            ConsultationLine(
                "draft-en", "Draft strategy, English", "discuto", "en", "On Discuto.", "2026-04-30", 6, 13, 20
            ),
            ConsultationLine("mail", "By e-mail", "e-mail", None, "", None, 2, None, None),
        ),
        "figures": figures(comments, len(matrix)),
        "sections": small_sections(),
        "matrix": matrix,
        "comments": comments,
        "themes": small_themes(),
        "participants": small_participants(),
        "unnamed_participants": 1,
        "ledger": Ledger(8, 3, 1, 4),
        "unfinished": ("4 comments are open.", "R005 has no disposition yet."),
        "notes": ("Of P4 the page shows no text.", "13 comments are declared on P4 and none was captured."),
    }
    return ReportDocument(**{**usual, **overrides})


def large_document(count: int) -> ReportDocument:
    """`count` comments, merged by five into points."""
    states, dispositions = tuple(State), tuple(Disposition)
    words = (PROSE + " " + ANSWER + " ").split()
    comments = [
        comment(
            number,
            text=" ".join(words[(number * step) % len(words)] for step in range(1, 30 + number % 61)),
            state=str(states[number % len(states)]),
            disposition=str(dispositions[number % len(dispositions)]),
            paragraph=f"P{number % 80}",
            date=f"2026-0{1 + number % 9}-1{number % 10}",
            author=f"Author {number % 5000}",
            point=f"R{number // 5:05}",
        )
        for number in range(count)
    ]
    matrix = [
        matrix_row(
            first // 5,
            [row.ref for row in comments[first : first + 5]],
            paragraph=comments[first].paragraph,
            state=comments[first].state,
            disposition=comments[first].disposition,
            verbatim=comments[first].text,
        )
        for first in range(0, count, 5)
    ]
    return document(comments=comments, matrix=matrix, ledger=Ledger(count, count, 0, 0))
