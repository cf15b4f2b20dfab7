"""The filter line: what it means, where its tokens stand, and what is said of one that cannot be read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.domain import filters
from ogp_review.domain.filters import Condition, FilterQuery, parse, terms, token, tokens
from ogp_review.domain.lighting import lit
from ogp_review.errors import ReviewError


def _one(text: str) -> Condition:
    [found] = parse(text).conditions
    return found


def test_an_empty_line_asks_for_nothing() -> None:
    assert parse("") == parse("   ") == FilterQuery((), ())


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("P12", Condition("place", ("P12",))),
        ("p12,P13", Condition("place", ("P12", "P13"))),
        ("P12 P13", Condition("place", ("P12", "P13"))),
        ('place:"Whole draft"', Condition("place", ("Whole draft",))),
        ("c0147", Condition("ref", ("C0147",))),
        ("C-KQ-0007 C0001", Condition("ref", ("C-KQ-0007", "C0001"))),
        ("PT-0023", Condition("point", ("PT-0023",))),
        ("point:PT-0023", Condition("point", ("PT-0023",))),
        ("Tag:Participation/Youth", Condition("tag", ("Participation/Youth",))),
        ('tag:"Civic space",Youth', Condition("tag", ("Civic space", "Youth"))),
        ("tag:“Civic space”", Condition("tag", ("Civic space",))),
        ("lang:fr,es", Condition("lang", ("fr", "es"))),
        ("lang:fr lang:es", Condition("lang", ("fr", "es"))),
        ('state:"In  review",new', Condition("state", ("in review", "new"))),
        ("state:in-review", Condition("state", ("in review",))),
        ('-state:"set aside"', Condition("state", ("set aside",), True)),
        ("is:setaside", Condition("is", ("setaside",))),
        ("-is:reply", Condition("is", ("reply",), True)),
        ('author:"Brightwater, K."', Condition("author", ("Brightwater, K.",))),
        ("assigned:me", Condition("assigned", ("me",))),
        ("stance:change", Condition("stance", ("change",))),
        ("disposition:not-accepted", Condition("disposition", ("not accepted",))),
    ],
)
def test_a_condition_is_read(text: str, condition: Condition) -> None:
    assert _one(text) == condition


def test_what_a_comment_has_several_of_narrows() -> None:
    assert parse("tag:a tag:b").conditions == (Condition("tag", ("a",)), Condition("tag", ("b",)))
    assert parse("-P1 -P2").conditions == (
        Condition("place", ("P1",), True),
        Condition("place", ("P2",), True),
    )


@pytest.mark.parametrize(
    ("text", "words", "without"),
    [
        ("civic space", "civic space", ""),
        ('P12 "civic space" lang:fr', '"civic space"', ""),
        ("youth OR jeunes -spam", "youth OR jeunes -spam", ""),
        ("-spam", "", "spam"),
        ('-spam -"buy now" P1', "", 'spam OR "buy now"'),
        ("https://example.org/a", "https://example.org/a", ""),
        ("salaries & fees", "salaries & fees", ""),
        ("12:30", "12:30", ""),
        ('"civic spa', '"civic spa', ""),
        ('"tag:youth"', '"tag:youth"', ""),
        ("- P1", "", ""),
    ],
)
def test_what_names_nothing_else_is_searched_for(text: str, words: str, without: str) -> None:
    found = parse(text)
    assert (found.words, found.without) == (words, without)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("foo:bar", 'There is no filter "foo:"'),
        ("lang:", 'Say what comes after "lang:"'),
        ('tag:""', 'Say what comes after "tag:"'),
        ("is:nonsense", '"is:nonsense" is no filter. There are: unassigned, whole'),
        ("state:done", '"state:done" is no filter. There are: new, triaged'),
        ("P1 OR P2", "OR stands between words"),
        ("youth OR tag:a", "OR stands between words"),
        ("&", "There is no word to search for"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        parse(text)
    assert tokens(text), "the field still paints it"


def test_tokens_know_where_they_stand() -> None:
    text = '  P12  tag:"Civic space"  -lang:fr,es "open data" 😀 youth'
    spans = [text[one.start : one.end] for one in tokens(text)]
    assert spans == ["P12", 'tag:"Civic space"', "-lang:fr,es", '"open data"', "😀", "youth"]


def test_a_half_written_line_keeps_its_places() -> None:
    text = 'tag:"Civic sp'
    [found] = tokens(text)
    assert (found.key, found.values, text[found.start : found.end]) == ("tag", ("Civic sp",), text)
    [found] = tokens("tag:")
    assert (found.key, found.values) == ("tag", ())


def test_a_line_without_one_of_its_tokens() -> None:
    query = parse('P12 tag:"Civic space" youth')
    assert [query.less(number) for number in range(3)] == [
        'tag:"Civic space" youth',
        "P12 youth",
        'P12 tag:"Civic space"',
    ]


def test_what_is_written_for_a_condition() -> None:
    assert token("place", "P12") == "P12"
    assert token("place", "Whole draft") == 'place:"Whole draft"'
    assert token("lang", "fr", "es", negated=True) == "-lang:fr,es"
    assert token("author", 'Ana "Nin"') == 'author:"Ana Nin"'
    assert _one(token("org", "A, B")) == Condition("org", ("A, B",))


_WORD = st.text(st.sampled_from('abPé12, -/:"“”*😀'), min_size=1, max_size=8)
_KEY = st.sampled_from(["", "-", "tag:", "-tag:", "lang:", "author:", "P1", "C0001", "is:reply", "OR "])


@given(st.lists(st.tuples(_KEY, _WORD), max_size=6).map(lambda parts: " ".join(a + b for a, b in parts)))
def test_what_is_read_can_be_written_and_read_again(text: str) -> None:
    found = tokens(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start for one, after in itertools.pairwise(found))
    painted = {place for one in found for place in range(one.start, one.end)}
    assert all(place in painted or character.isspace() for place, character in enumerate(text))
    try:
        query = parse(text)
    except ReviewError:
        return
    again = parse(query.text)
    assert again.conditions == query.conditions
    assert (again.words, again.without) == (query.words, query.without)
    assert again.text == query.text


@given(st.sampled_from(filters.KEYS), st.text(min_size=1, max_size=12))
def test_any_value_can_be_written(key: str, value: str) -> None:
    [found] = tokens(token(key, value)) or [None]
    said = " ".join(value.replace('"', " ").replace("“", " ").replace("”", " ").split())
    assert found is not None
    assert (found.key, "".join(found.values).lower()) == (key, said.lower())


def test_terms_are_what_is_sought() -> None:
    assert terms('P12 "Open Données" youth OR jeun* -spam') == ("open donnees", "youth", "jeun*")
    assert terms("lang:fr") == terms("-spam") == terms("foo:bar") == ()


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("The youth of the YOUTH forum", ("youth",), ["youth", "YOUTH"]),
        ("Youthful youth", ("youth",), ["youth"]),
        ("Youthful youth", ("youth*",), ["Youthful", "youth"]),
        ("Les données, DONNEES et donne\u0301es.", ("donnees",), ["données", "DONNEES", "donne\u0301es"]),
        ("cafe\u0301 noir", ("cafe",), ["cafe\u0301"]),
        ("open-data, open  data; open the data", ("open data",), ["open-data", "open  data"]),
        ("Die Straße und STRASSE", ("strasse",), ["Straße", "STRASSE"]),
        ("😀 ﬁne ﬁnes", ("fine",), ["ﬁne"]),
        ("我们支持公开数据。", ("公 开",), ["公开"]),
        ("a_b", ("b",), ["b"]),
        ("x", (), []),
        ("", ("x",), []),
        ("x", ("*",), []),
    ],
)
def test_terms_are_lit_as_they_are_written(text: str, sought: tuple[str, ...], found: list[str]) -> None:
    assert [text[start : start + length] for start, length in lit(text, sought)] == found


def test_what_is_searched_for_is_lit_whatever_it_is() -> None:
    text = "Los jóvenes piden «datos abiertos», ya."
    assert [text[a : a + n] for a, n in lit(text, terms('JOVEN* "Datos abiertos"'))] == [
        "jóvenes",
        "datos abiertos",
    ]
