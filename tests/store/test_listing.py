"""Lists by filter against what the cards themselves say, on both databases; order, paging, what is hidden."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ogp_review.domain.filters import parse
from ogp_review.domain.views import Card
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review
from ogp_review.store import conditions, finder, listing, threads
from ogp_review.store import tables as t

LANGUAGES = ("en", "fr", "es", "", "pt")
COUNT = 30
HEAD = "Id,Text,Author,Organisation,Paragraph,Reply to,Language,Channel,Date,Votes for,Votes against"


def _source(path: Path, first: int = 1, last: int = COUNT) -> Path:
    """Comments of several languages, channels and authors; every fifth answers the one three before it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(HEAD.split(","))
        for n in range(first, last + 1):
            rows.writerow(
                [
                    f"k{n}",
                    f"Comment {n}.\nLes données ouvertes{' et la jeunesse' * (n % 2)} comptent.",
                    ("Zoë Ångström", "ana nin", "", "Bo Li")[n % 4],
                    ("Fundación Abierta", "")[n % 2],
                    f"P{1 + n % 3}" if n % 4 else "",
                    f"k{n - 3}" if n % 5 == 0 and n - 3 >= first else "",
                    LANGUAGES[n % 5],
                    ("web", "email")[n % 2],
                    f"2026-05-{1 + (7 * n) % 28:02}",
                    n % 7,
                    n % 3,
                ]
            )
    return path


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        made.intake.import_file(_source(tmp_path / "source.csv"), consultation="Run")
        _work(made)
        yield made


def _work(review: Review) -> None:
    ids = [comment.id for comment in review.comments()]
    review.triage.set_aside(ids[:2], "spam")
    review.triage.move(ids[2], "Whole draft")
    review.triage.assign(ids[3:6], "Marta")
    review.triage.assign(ids[6:8], "Jōnas Bergström")
    review.triage.stance(ids[4:9], "change")
    review.tagging.add(ids[5:12], "Participation/Youth")
    review.tagging.add(ids[10:14], "Civic space")
    review.tagging.add(review.tagging.excerpt(ids[20], 0, 7), "Participation")
    review.triage.note(ids[7], "Ask Bo.")
    review.triage.note(review.tagging.excerpt(ids[8], 0, 7), "Ask Ana.")
    review.triage.translate(ids[9], "fr", "Commentaire.")
    merged = review.merging.merge(ids[10:13])
    review.responding.respond(merged, disposition="accepted in part", text="Yes.")
    review.responding.submit(merged)
    alone = review.merging.merge(ids[15:16])
    review.responding.respond(alone, disposition="noted", text="Seen.")
    review.responding.submit(alone)
    review.responding.approve(alone)


def _ids(review: Review, text: str, sort: str = "oldest", **more: Any) -> list[int]:
    return [row for chunk in review.browsing.ids(text, sort, **more) for row in chunk]


def _all(review: Review) -> list[Card]:
    every = _ids(review, "") + _ids(review, "is:setaside")
    return sorted(review.browsing.cards(every), key=lambda card: card.ref)


def _tagged(card: Card, path: str) -> bool:
    return any(f"{tag.path}/".startswith(f"{path}/") for tag in card.tags)


def _stands(card: Card) -> bool:
    return card.set_aside is None


FILTERS: dict[str, Callable[[Card], bool]] = {
    "": lambda card: True,
    "P2": lambda card: card.paragraph == "P2",
    "P1 p3": lambda card: card.paragraph in ("P1", "P3"),
    "-P1 -P2": lambda card: card.paragraph not in ("P1", "P2"),
    "is:unassigned": lambda card: card.paragraph is None,
    "-is:unassigned": lambda card: card.paragraph is not None,
    "is:whole": lambda card: card.paragraph == "Whole draft",
    'place:"Not assigned","whole draft"': lambda card: card.paragraph in (None, "Whole draft"),
    "lang:fr,es": lambda card: card.language in ("fr", "es"),
    "lang:PT": lambda card: card.language == "pt",
    "lang:und": lambda card: card.language is None,
    "-lang:fr": lambda card: card.language != "fr",
    "channel:EMAIL": lambda card: card.channel == "email",
    "-channel:email": lambda card: card.channel != "email",
    "state:new": lambda card: card.state == "new",
    'state:new,"in review"': lambda card: card.state in ("new", "in review"),
    "-state:new": lambda card: card.state != "new",
    "is:open": lambda card: card.state != "approved",
    "is:answered": lambda card: card.state == "approved",
    "-is:answered": lambda card: card.state != "approved",
    "tag:participation": lambda card: _tagged(card, "Participation"),
    "tag:youth": lambda card: _tagged(card, "Participation/Youth"),
    'tag:youth,"civic space"': lambda card: (
        _tagged(card, "Participation/Youth") or _tagged(card, "Civic space")
    ),
    'tag:youth tag:"CIVIC SPACE"': lambda card: (
        _tagged(card, "Participation/Youth") and _tagged(card, "Civic space")
    ),
    "-tag:participation": lambda card: not _tagged(card, "Participation"),
    "is:untagged": lambda card: not card.tags,
    "assigned:me": lambda card: card.assigned_to == "Marta",
    "is:mine": lambda card: card.assigned_to == "Marta",
    "-is:mine": lambda card: card.assigned_to != "Marta",
    'assigned:"jonas bergstrom"': lambda card: card.assigned_to == "Jōnas Bergström",
    "assigned:nobody": lambda card: card.assigned_to is None,
    "-assigned:nobody": lambda card: card.assigned_to is not None,
    "assigned:me,nobody": lambda card: card.assigned_to in (None, "Marta"),
    "stance:change": lambda card: card.stance == "change",
    "-stance:change": lambda card: card.stance != "change",
    "author:angstrom": lambda card: card.author == "Zoë Ångström",
    "-author:angstrom": lambda card: card.author != "Zoë Ångström",
    'org:"fundacion abierta"': lambda card: card.organisation is not None,
    "is:reply": lambda card: card.parent_id is not None,
    "is:noted": lambda card: card.has_note,
    "is:merged": lambda card: card.merged > 1,
    "-is:merged": lambda card: card.merged < 2,
    "PT-0001": lambda card: "PT-0001" in card.points,
    "-point:PT-0001": lambda card: "PT-0001" not in card.points,
    "point:PT-0001,PT-0002": lambda card: bool(card.points),
    'disposition:noted,"accepted in part"': lambda card: bool(card.points),
    "is:changed": lambda card: False,
    "jeunesse": lambda card: "jeunesse" in card.preview,
    "-jeunesse": lambda card: "jeunesse" not in card.preview,
    "donnees -jeunesse": lambda card: "jeunesse" not in card.preview,
    "jeun* lang:fr,es": lambda card: "jeunesse" in card.preview and card.language in ("fr", "es"),
    '"comment 7" OR "comment 8"': lambda card: card.preview[8:10] in ("7.", "8."),
    'P2 tag:youth "comment 13"': lambda card: False,
    "P2 jeunesse": lambda card: card.paragraph == "P2" and "jeunesse" in card.preview,
    "-P2 jeunesse": lambda card: card.paragraph != "P2" and "jeunesse" in card.preview,
    "is:mine jeunesse": lambda card: card.assigned_to == "Marta" and "jeunesse" in card.preview,
    "P2 state:new -jeunesse": lambda card: (
        card.paragraph == "P2" and card.state == "new" and "jeunesse" not in card.preview
    ),
    "tag:youth jeunesse is:open": lambda card: (
        _tagged(card, "Participation/Youth") and "jeunesse" in card.preview
    ),
}


def test_what_a_filter_finds_is_what_the_cards_say(review: Review) -> None:
    standing = [card for card in _all(review) if _stands(card)]
    assert len(standing) == COUNT - 2
    for text, holds in FILTERS.items():
        found = _ids(review, text)
        assert sorted(found) == sorted(card.id for card in standing if holds(card)), text
        assert review.browsing.count(text) == len(found), text
        for sort in listing.SORTS:
            assert sorted(_ids(review, text, sort)) == sorted(found), (text, sort)


def test_few_and_many_are_found_alike(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rare is found by an index, what is frequent by going through all: the answer is the same."""
    found = {text: sorted(_ids(review, text)) for text in FILTERS}
    for first in (1, 1_000_000):
        monkeypatch.setattr(finder, "FIRST", first)
        for text in FILTERS:
            assert sorted(_ids(review, text)) == found[text] == sorted(_ids(review, text, "paragraph")), text
            assert review.browsing.count(text) == len(found[text]), text


def test_what_is_set_aside_is_left_out_unless_asked_for(review: Review) -> None:
    first, second = (card.id for card in _all(review) if card.set_aside)
    aside = [first, second]
    for text in ("is:setaside", 'state:"set aside"', "C0001 C0002"):
        assert _ids(review, text) == aside, text
        assert review.browsing.count(text) == 2, text
    assert not {*aside} & {*_ids(review, ""), *_ids(review, "lang:fr"), *_ids(review, "-is:setaside")}
    assert _ids(review, "C0002 is:setaside") == [second]
    assert _ids(review, "is:setaside jeunesse") == _ids(review, "jeunesse C0001 C0002", "best") == [first]
    assert review.browsing.count("is:setaside jeunesse") == 1
    both = 'state:"set aside",approved'
    assert review.browsing.count(both) == len(_ids(review, both)) == 3
    assert _ids(review, f"P{1 + 1 % 3} is:setaside") == [first]
    assert not set(_ids(review, "state:new")) & {*aside}, "its own state does not count"


def test_suggested_are_those_that_are_given(review: Review) -> None:
    some = frozenset(_ids(review, "")[3:6])
    assert set(_ids(review, "is:suggested", suggested=some)) == some
    assert review.browsing.count("-is:suggested", some) == COUNT - 2 - 3
    assert _ids(review, "is:suggested") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("P99", 'There is no paragraph "P99"'),
        ("section:9", 'There is no section "9"'),
        ("tag:x", r'There is no tag "x" in the codebook\.'),
        ("C9999", "There is no comment or point C9999"),
        ("assigned:Nemo", 'Nobody called "Nemo" works on this review'),
        ("-tag:x", 'There is no tag "x"'),
    ],
)
def test_what_there_is_not_is_a_sentence_at_once(review: Review, text: str, sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        review.browsing.ids(text)
    with pytest.raises(ReviewError, match=sentence):
        review.browsing.count(text)


def test_an_order_there_is_not(review: Review) -> None:
    with pytest.raises(ReviewError, match='"size" is no order of comments'):
        review.browsing.ids("", "size")


def test_replies_stand_behind_what_they_answer(review: Review) -> None:
    cards = review.browsing.cards(_ids(review, ""))
    order = [card.ref for card in cards]
    replies = [card for card in cards if card.parent_id is not None and card.ref != "C0005"]
    assert [card.ref for card in replies] == ["C0010", "C0015", "C0020", "C0025", "C0030"]
    for card in replies:
        assert order.index(card.ref) == order.index(f"C{int(card.ref[1:]) - 3:04}") + 1
        assert card.depth == 1
        assert card.reply_to in ("Zoë Ångström", "ana nin", "Bo Li", f"C{int(card.ref[1:]) - 3:04}")
    others = [card.ref for card in cards if card not in replies]
    assert others == sorted(others)


def test_a_reply_to_what_does_not_show_stands_alone(review: Review) -> None:
    """C0005 answers C0002, which is set aside: it stands where it came in."""
    cards = {card.ref: card for card in review.browsing.cards(_ids(review, ""))}
    assert list(cards)[:3] == ["C0003", "C0004", "C0005"]
    assert (cards["C0005"].reply_to, cards["C0005"].depth) == ("C0002", 1)
    assert [card.ref for card in review.browsing.cards(_ids(review, "is:reply"))][:2] == ["C0005", "C0010"]


def test_threads_are_followed_to_any_depth(address: str, tmp_path: Path) -> None:
    path = tmp_path / "thread.csv"
    rows = ["Id,Text,Reply to", "a,One,", "b,Two,", "c,To one,a", "d,To c,c", "e,To b,b", "f,To one too,a"]
    path.write_text("\n".join(rows), encoding="utf-8")
    with create_review(address, person="Marta") as review:
        review.intake.import_file(path)
        cards = review.browsing.cards(_ids(review, ""))
        assert [(card.preview, card.depth) for card in cards] == [
            ("One", 0),
            ("To one", 1),
            ("To c", 2),
            ("To one too", 1),
            ("Two", 0),
            ("To b", 1),
        ]
        assert _ids(review, "", "paragraph") == [card.id for card in cards]
        review.triage.set_aside([cards[1].id], "spam")
        left = review.browsing.cards(_ids(review, ""))
        assert [card.preview for card in left] == ["One", "To one too", "Two", "To b", "To c"]


def test_very_many_replies_stand_where_they_came_in(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MOST", 0)
    refs = [card.ref for card in review.browsing.cards(_ids(review, ""))]
    assert refs == sorted(refs)


def test_other_orders(review: Review) -> None:
    def keys(sort: str, key: Callable[[Card], Any]) -> list[Any]:
        return [key(card) for card in review.browsing.cards(_ids(review, "", sort))]

    dates = keys("newest", lambda card: card.posted_at or "")
    assert dates == sorted(dates, reverse=True)
    assert keys("ref", lambda card: card.ref) == [f"C{n:04}" for n in range(3, COUNT + 1)]
    votes = keys("votes", lambda card: (-card.votes_for, card.votes_against))
    assert votes == sorted(votes)
    named = keys("author", lambda card: card.author)
    assert list(dict.fromkeys(named)) == ["ana nin", "Bo Li", "Zoë Ångström", None]
    assert list(dict.fromkeys(keys("state", lambda card: card.state))) == [
        "new",
        "triaged",
        "in review",
        "approved",
    ]
    places = list(dict.fromkeys(keys("paragraph", lambda card: card.paragraph)))
    assert places == [None, "P1", "P2", "P3", "Whole draft"]
    within = [card.ref for card in review.browsing.cards(_ids(review, "P3", "paragraph"))]
    assert within == [card.ref for card in review.browsing.cards(_ids(review, "P3"))]


def test_the_best_come_first(review: Review) -> None:
    longer = _ids(review, '"comment 9"')[0]
    review.triage.set_aside(_ids(review, '"comment 11"'), "test")
    best = _ids(review, "jeunesse OR 9", "best")
    assert sorted(best) == sorted(_ids(review, "jeunesse OR 9"))
    assert best[0] == longer
    assert _ids(review, "", "best") == _ids(review, "")


def _small(monkeypatch: pytest.MonkeyPatch, first: int = 4) -> None:
    monkeypatch.setattr(listing, "FIRST", first)
    monkeypatch.setattr(listing, "COSTLY_CHUNK", 1)


def test_chunks_are_small_first(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {(text, sort): _ids(review, text, sort) for text in FILTERS for sort in listing.SORTS}
    _small(monkeypatch)
    for (text, sort), found in whole.items():
        chunks = [list(chunk) for chunk in review.browsing.ids(text, sort, chunk=7)]
        assert [row for chunk in chunks for row in chunk] == found, (text, sort)
    assert [len(chunk) for chunk in review.browsing.ids("", "ref", chunk=7)] == [4, 7, 7, 7, 3]
    assert next(review.browsing.ids("")).typecode == "q"


def test_changes_between_the_chunks(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stays as it is comes exactly once, whatever else is done between the reads."""
    _small(monkeypatch)
    before = _ids(review, "")
    chunks = review.browsing.ids("", chunk=6)
    found = list(next(chunks))
    gone = [row for row in before if row not in found][1:3]
    review.triage.set_aside([found[0], *gone], "off topic")
    found += [row for chunk in chunks for row in chunk]
    assert found == [row for row in before if row not in gone]


def test_a_comment_that_moves_between_the_chunks_comes_once(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch, 1)
    chunks = review.browsing.ids("is:reply", chunk=2)
    found = list(next(chunks))
    review.triage.move(found, "P3")
    review.triage.set_aside(_ids(review, "C0007"), "test")
    found += [row for chunk in chunks for row in chunk]
    assert len(found) == len(set(found)) == 6


def test_an_open_list_does_not_hold_up_the_writer(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    _small(monkeypatch)
    chunks = review.browsing.ids("")
    next(chunks)
    review.triage.stance(_ids(review, "C0012"), "support")
    assert review.browsing.count("stance:support") == 1
    chunks.close()


def test_comments_of_an_import_that_was_undone(review: Review, tmp_path: Path) -> None:
    before = {text: _ids(review, text) for text in FILTERS}
    review.intake.import_file(_source(tmp_path / "more.csv", COUNT + 1, COUNT + 9), consultation="More")
    fresh = set(_ids(review, "")) - set(before[""])
    assert len(fresh) == 9
    review.history.undo()
    assert {text: _ids(review, text) for text in FILTERS} == before
    assert review.browsing.cards([*fresh]) == []
    assert review.browsing.count("") == len(before[""])
    review.history.redo()
    assert set(_ids(review, "")) == {*before[""], *fresh}
    assert len(review.browsing.cards([*fresh])) == 9


def test_a_text_that_changed_at_its_source(review: Review, tmp_path: Path) -> None:
    path = _source(tmp_path / "again.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("Comment 9.", "Remark 9."), encoding="utf-8")
    review.intake.import_file(path, consultation="Run")
    [changed] = review.browsing.cards(_ids(review, "is:changed"))
    assert (changed.ref, changed.preview[:9]) == ("C0009", "Remark 9.")
    review.history.undo()
    assert _ids(review, "is:changed") == []


def test_a_card(review: Review) -> None:
    cards = {card.ref: card for card in _all(review)}
    card = cards["C0011"]
    assert card.preview == "Comment 11. Les données ouvertes et la jeunesse comptent."
    assert [(tag.path, tag.name) for tag in card.tags] == [
        ("Civic space", "Civic space"),
        ("Participation/Youth", "Youth"),
    ]
    assert (card.points, card.merged, card.state) == (("PT-0001",), 3, "in review")
    assert (cards["C0016"].points, cards["C0016"].merged) == (("PT-0002",), 1)
    assert (cards["C0001"].set_aside, cards["C0003"].paragraph) == ("spam", "Whole draft")
    assert [ref for ref, one in cards.items() if one.has_note] == ["C0008", "C0009"]
    assert [ref for ref, one in cards.items() if one.translated] == ["C0010"]
    assert cards["C0021"].tags[0].path == "Participation", "the tag of its excerpt"
    assert (cards["C0005"].assigned_to, cards["C0005"].stance) == ("Marta", "change")


def test_what_is_set_aside_counts_in_no_point(review: Review) -> None:
    merged = _ids(review, "PT-0001")
    review.triage.set_aside(merged[:1], "test")
    first, second, third = review.browsing.cards(merged)
    assert (first.points, first.merged) == ((), 0)
    assert second.merged == third.merged == 2
    assert review.browsing.count("is:merged") == len(_ids(review, "is:merged")) == 2
    review.triage.set_aside(merged[1:2], "test")
    assert _ids(review, "is:merged") == []


def test_a_long_text_is_cut(address: str, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text('Text\n"' + "Über 😀\n" * 200 + '"\n', encoding="utf-8")
    with create_review(address, person="Marta") as review:
        review.intake.import_file(path)
        [card] = review.browsing.cards(_ids(review, ""))
    assert card.preview.startswith("Über 😀 Über 😀")
    assert 390 <= len(card.preview) <= 400


def test_cards_come_in_their_order_by_a_fixed_number_of_queries(review: Review) -> None:
    ids = _ids(review, "")[::-1]
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        review.browsing.cards(ids[:4])
        few = len(asked)
        asked.clear()
        assert [card.id for card in review.browsing.cards([*ids, 12345])] == ids
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) <= 16
    assert len(asked) - few <= 7, "some are left out where there is nothing to ask"
    assert review.browsing.cards([]) == []


def test_the_counts_kept_are_used_where_they_tell_it(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    with review.store.read() as connection:
        for text in (
            "",
            "P1",
            "P1 P2 is:open",
            'state:"in review"',
            "is:unassigned",
            "is:setaside",
            "is:whole",
        ):
            query = parse(text)
            wanted = conditions.resolve(connection, query, finder.Asker("Marta", "en"))
            assert listing.count(connection, query, wanted) >= 0
            monkeypatch.setattr(listing, "t", t)
            assert listing.count(connection, query, wanted) == len(_ids(review, text)), text


def test_a_colleague_sees_their_own_work(review: Review) -> None:
    with open_review(review.store.target, person="Jōnas Bergström") as other:
        assert [card.ref for card in other.browsing.cards(_ids(other, "is:mine"))] == ["C0007", "C0008"]
