"""The tree, saved views and what can be chosen, as the window reads them, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from random_work import write_source

from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL, WHOLE_DRAFT, WHOLE_DRAFT_LABEL
from ogp_review.domain.views import PlaceCount, SavedView
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review
from ogp_review.services.sample import make_sample
from ogp_review.store.outline import title


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft strategy", person="Marta") as made:
        made.intake.import_file(write_source(tmp_path / "source.csv", 1, 12), consultation="Run")
        yield made


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    path = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(path)
    with open_review(path, person="Marta Ilves") as opened:
        yield opened


def _ids(review: Review, text: str = "") -> list[int]:
    return [row for chunk in review.browsing.ids(text) for row in chunk]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P12",
        "lang:fr",
        "tag:youth",
        "-tag:youth",
        "state:new",
        "the",
        "-the",
        "is:setaside",
        "is:merged the",
    ],
)
def test_of_a_few_comments_those_that_match_are_those_of_the_list(sample: Review, text: str) -> None:
    every = [*_ids(sample), *_ids(sample, "is:setaside")]
    some = every[::3]
    assert sample.browsing.matching(text, some) == set(_ids(sample, text)) & set(some)


# The tree -------------------------------------------------------------------------------------------------


def test_the_tree_of_the_sample(sample: Review) -> None:
    outline = sample.browsing.outline()
    assert [one.label for one in outline.paragraphs] == [f"P{n}" for n in range(1, 15)]
    assert [section.label for section in outline.sections] == ["1", "2", "3", "4"]
    assert {one.section_id for one in outline.paragraphs} == {section.id for section in outline.sections}
    assert outline.paragraphs[1].title == "Since the Partnership was founded, its members have made…"
    assert [outline.counts[one.id].declared for one in outline.paragraphs[:2]] == [3, 3]


def test_the_counts_of_the_tree_are_those_of_the_lists(sample: Review) -> None:
    outline = sample.browsing.outline()
    votes = sample.browsing.outline_votes()
    places = {WHOLE_DRAFT: 'place:"Whole draft"', NOT_ASSIGNED: "is:unassigned"}
    places |= {one.id: one.label for one in outline.paragraphs}
    assert places.keys() == outline.counts.keys()
    for place, text in places.items():
        count = outline.counts[place]
        cards = sample.browsing.cards(_ids(sample, text))
        assert count.comments == len(cards) == sample.browsing.count(text)
        assert count.set_aside == sample.browsing.count(f"{text} is:setaside")
        for state, number in count.by_state.items():
            assert number == sample.browsing.count(f'{text} state:"{state}"')
        assert votes.get(place, (0, 0)) == (
            sum(card.votes_for or 0 for card in cards),
            sum(card.votes_against or 0 for card in cards),
        )


def test_the_counts_follow_at_once(review: Review) -> None:
    first = _ids(review, "P1")[0]
    place = review.browsing.cards([first])[0].place
    before = review.browsing.counts()[place]
    review.triage.set_aside(first, "spam")
    after = review.browsing.counts()[place]
    assert (after.comments, after.set_aside) == (before.comments - 1, before.set_aside + 1)
    assert review.browsing.outline().counts[place] == after
    review.history.undo()
    assert review.browsing.counts()[place] == before


def test_a_place_without_comments_is_counted_too(address: str) -> None:
    with create_review(address, person="Marta") as empty:
        outline = empty.browsing.outline()
        assert (outline.sections, outline.paragraphs) == ((), ())
        assert outline.counts == {place: PlaceCount({}, 0) for place in (NOT_ASSIGNED, WHOLE_DRAFT)}
        assert _ids(empty) == _ids(empty, "is:open") == []
        assert empty.browsing.count("") == 0
        assert empty.browsing.outline_votes() == {}
        for sort in ("newest", "paragraph", "author", "best"):
            assert [row for chunk in empty.browsing.ids("", sort) for row in chunk] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Youth participation\nWe will pay for it.", "Youth participation"),
        ("One line alone", "One line alone"),
        ("A sentence.\nAnd another.", "A sentence. And another."),
        ("Keep a public " + "register, " * 9, "Keep a public register, register, register, register…"),
        ("x" * 80, "x" * 60 + "…"),
        ("", ""),
        ("  \n ", ""),
    ],
)  # fmt: skip
def test_the_title_of_a_paragraph(text: str, shown: str) -> None:
    assert title(text) == shown


# Sections -------------------------------------------------------------------------------------------------


def test_a_section_holds_its_paragraphs_and_those_below(sample: Review) -> None:
    outline = sample.browsing.outline()
    for section in outline.sections:
        below = {section.id}
        while more := {one.id for one in outline.sections if one.parent_id in below} - below:
            below |= more
        labels = [one.label for one in outline.paragraphs if one.section_id in below]
        expected = _ids(sample, " ".join(labels)) if labels else []
        assert _ids(sample, f'section:"{section.title}"') == expected
        assert sample.browsing.count(f'-section:"{section.title}"') == len(_ids(sample)) - len(expected)


# What can be chosen ---------------------------------------------------------------------------------------


def test_the_vocabulary_of_the_sample(sample: Review) -> None:
    found = sample.browsing.vocabulary()
    labels = [label for _, label, _ in found.places]
    assert labels == [WHOLE_DRAFT_LABEL, *(f"P{n}" for n in range(1, 15)), NOT_ASSIGNED_LABEL]
    assert found.languages[0] == "en"
    assert set(found.languages) == {"en", "es", "fr"}
    assert {"Daniel Okoye", "Marta Ilves"} <= set(found.people)
    assert {tag.path for tag in found.tags} >= set(found.shortcuts.values())
    assert list(found.shortcuts) == [str(n) for n in range(1, 10)]
    for _, label, _ in found.places:
        sample.browsing.count(f'place:"{label}"')
    for tag in found.tags:
        assert sample.browsing.count(f'tag:"{tag.path}"') >= 0


def test_what_was_said_last_is_offered_first(review: Review) -> None:
    one, two, three, four = _ids(review)[:4]
    review.triage.set_aside(one, "campaign letter")
    review.triage.set_aside([two, three], "test")
    reasons = review.browsing.vocabulary().reasons
    assert reasons == ("test", "campaign letter", "spam", "abuse", "off topic", "repeated")
    review.triage.assign(four, "Ōta Kenji")
    assert review.browsing.vocabulary().people == ("Marta", "Ōta Kenji")


def test_digits_stand_for_tags(review: Review) -> None:
    review.tagging.define("Zones", shortcut="1")
    review.tagging.define("Access")
    review.tagging.define("Money", shortcut="3")
    review.tagging.define("Old", retired=True)
    found = review.browsing.vocabulary()
    assert found.shortcuts == {"1": "Zones", "2": "Access", "3": "Money"}
    assert [tag.path for tag in found.tags] == ["Access", "Money", "Zones"]


def test_canned_texts_are_there(review: Review) -> None:
    review.desk.save_canned("Thanks", "Thank you.")
    assert review.browsing.vocabulary().canned == (("Thanks", "Thank you."),)


# Views ----------------------------------------------------------------------------------------------------


def test_the_views_there_always_are(review: Review) -> None:
    ids = _ids(review)
    review.triage.assign(ids[:2], "Marta")
    review.tagging.add(ids[:5], "Youth")
    review.triage.set_aside(ids[-1], "spam")
    answered = review.merging.merge(ids[:3])
    review.responding.respond(answered, disposition="noted", text="Seen.")
    review.responding.submit(answered)
    views = review.browsing.views(frozenset(ids[3:7]))
    assert [(view.name, view.count, view.builtin, view.icon) for view in views] == [
        ("My work", 2, True, "person"),
        ("Not tagged", 6, True, "untagged"),
        ("Suggestions", 4, True, "bulb"),
        ("Waiting for approval", 3, True, "waiting"),
        ("Set aside", 1, True, "archive"),
    ]


def _saved(review: Review) -> list[SavedView]:
    return [view for view in review.browsing.views() if not view.builtin]


def test_saving_and_removing_a_view(review: Review) -> None:
    review.browsing.save_view(" What  youth say ", "P1 -is:reply")
    assert review.history.can_undo() == "Saved the view What youth say"
    count = review.browsing.count("P1 -is:reply")
    assert _saved(review) == [SavedView("What youth say", "P1 -is:reply", count)]
    review.browsing.save_view("what youth SAY", "P2")
    assert [(view.name, view.filter) for view in _saved(review)] == [("What youth say", "P2")]
    review.browsing.remove_view("What youth say")
    assert review.history.can_undo() == "Removed the view What youth say"
    assert _saved(review) == []
    for left in (1, 1, 0):
        review.history.undo()
        assert len(_saved(review)) == left
    review.history.redo()
    assert [view.filter for view in _saved(review)] == ["P1 -is:reply"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("", "P1", "needs a name and a filter"),
        ("Mine", "  ", "needs a name and a filter"),
        ("my WORK", "P1", 'There always is a view "my WORK"'),
        ("Youth", "tag:Youth", 'There is no tag "Youth" in the codebook'),
        ("Odd", "foo:bar", 'There is no filter "foo:"'),
    ],
)
def test_a_view_that_cannot_be_saved(review: Review, name: str, text: str, sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        review.browsing.save_view(name, text)
    assert _saved(review) == []


def test_a_view_there_is_not(review: Review) -> None:
    with pytest.raises(ReviewError, match='There is no saved view "Youth"'):
        review.browsing.remove_view("Youth")


def test_a_view_whose_tag_has_gone_has_no_count(review: Review) -> None:
    review.tagging.add(_ids(review)[:2], "Youth")
    review.browsing.save_view("Youth", "tag:Youth")
    assert [view.count for view in _saved(review)] == [2]
    review.tagging.rename("Youth", "Young people")
    assert [view.count for view in _saved(review)] == [None]


def test_views_saved_in_two_copies_come_together(tmp_path: Path) -> None:
    first, second = tmp_path / "a.ogpr", tmp_path / "b.ogpr"
    with create_review(first, person="Marta") as mine:
        mine.intake.import_file(write_source(tmp_path / "source.csv", 1, 4), consultation="Run")
        mine.backup(second)
        with open_review(second, person="Daniel") as his:
            mine.browsing.save_view("Mine", "P1")
            his.browsing.save_view("His", "P2")
            mine.take_from(his)
        assert [(view.name, view.filter) for view in _saved(mine)] == [("His", "P2"), ("Mine", "P1")]


# Lit words, threads ---------------------------------------------------------------------------------------


def test_what_is_sought_is_lit_in_what_is_found(sample: Review) -> None:
    text = "particip* OR presupuesto"
    terms = sample.browsing.terms(text)
    assert terms == ("particip*", "presupuesto")
    for ref in [card.ref for card in sample.browsing.cards(_ids(sample, text))]:
        body = sample.comment(ref).text
        lit = sample.browsing.lit(body, terms)
        assert lit
        assert all(body[a : a + n].lower()[:8] in ("particip", "presupue") for a, n in lit)


def test_several_threads_at_once(review: Review) -> None:
    texts = ("", "P1", "is:untagged", "promised", "-is:reply", "tag:Youth", "is:mine")
    ids = _ids(review)
    review.tagging.add(ids[:4], "Youth")
    review.triage.assign(ids[:3], "Marta")
    alone = {text: _ids(review, text) for text in texts}

    def look(text: str) -> bool:
        found = _ids(review, text)
        cards = review.browsing.cards(found)
        counted = review.browsing.count(text)
        review.browsing.outline()
        return found == alone[text] == [card.id for card in cards] and counted == len(found)

    with ThreadPoolExecutor(4) as pool:
        looking = [pool.submit(look, text) for text in texts * 3]
        for number in range(5):
            review.triage.note(ids[number], "Seen.")
        assert all(one.result(timeout=60) for one in looking)
