"""Which passages of a comment are lit as words of the draft, and where they stand in both."""

import time

import pytest

from ogp_review.analysis.quoting import shared_passages

DRAFT = (
    "Public bodies will consult on major policies while options are still open. They will publish a summary "
    "of the contributions received within a reasonable time and will take particular care to reach people "
    "who are seldom heard, including young people."
)


def lit(comment: str, draft: str = DRAFT) -> list[tuple[str, str]]:
    """The passages themselves, cut out of both texts."""
    found = shared_passages(comment, draft)
    return [(comment[one.start : one.end], draft[one.draft_start : one.draft_end]) for one in found]


@pytest.mark.parametrize(
    "comment",
    [
        "It promises a summary “within a reasonable time”. When?",
        'It promises a summary "within a reasonable time". When?',
        "Il promet un résumé « within a reasonable time ».",
        "Sie verspricht es „within a reasonable time“.",
        "Es verspricht es „within a reasonable time”.",
        "They say ‘within a reasonable time’.",
    ],
)
def test_a_quotation_is_found_between_any_marks(comment: str) -> None:
    assert lit(comment) == [("within a reasonable time",) * 2]


def test_case_accents_and_punctuation_do_not_count() -> None:
    assert lit('"Émile: À bientôt, là-bas"', "emile a bientot la bas") == [
        ("Émile: À bientôt, là-bas", "emile a bientot la bas")
    ]


def test_without_marks_it_takes_five_words() -> None:
    assert lit("Will you take particular care to of it?") == []
    assert lit("You say you take particular care to reach people like us.") == [
        ("take particular care to reach people",) * 2
    ]


def test_two_words_between_marks_are_too_few() -> None:
    assert lit('What is "reasonable time"?') == []


def test_three_words_that_only_touch_a_quotation_are_no_quotation() -> None:
    assert lit('reasonable time "and will', DRAFT) == []
    assert lit('a reasonable "time and" so on', DRAFT) == []


def test_a_quotation_that_leaves_words_out_gives_both_parts() -> None:
    comment = '"Public bodies will consult […] while options are still open"'
    assert [ours for ours, _ in lit(comment)] == [
        "Public bodies will consult",
        "while options are still open",
    ]


def test_of_several_places_the_longest_run_is_taken() -> None:
    draft = "We act within a year. We report within a reasonable time to all."
    assert lit("They write “We report within a reasonable time to all”", draft) == [
        ("We report within a reasonable time to all",) * 2
    ]
    assert lit("They say “within a year”", draft) == [("within a year",) * 2]


def test_offsets_are_code_points() -> None:
    comment = "👍🏽👍🏽 𝒞ool: “within a reasonable time” 😀"
    [found] = shared_passages(comment, "😀" + DRAFT)
    assert comment[found.start : found.end] == "within a reasonable time"
    assert ("😀" + DRAFT)[found.draft_start : found.draft_end] == "within a reasonable time"


def test_scripts_without_spaces_count_by_characters() -> None:
    draft = "公共机构将在合理时间内公布摘要。"
    assert lit("“在合理时间内” 是多久？", draft) == [("在合理时间内",) * 2]
    assert lit("“合理时间” 是多久？", draft) == []


def test_right_to_left_text_is_found_too() -> None:
    draft = "ستنشر الهيئات العامة ملخصا خلال فترة معقولة"
    assert lit("ماذا يعني «خلال فترة معقولة»؟", draft) == [("خلال فترة معقولة",) * 2]


@pytest.mark.parametrize(("comment", "draft"), [("", DRAFT), (DRAFT, ""), ("a b", "a b"), ("“”", "“”")])
def test_nothing_to_compare_gives_nothing(comment: str, draft: str) -> None:
    assert lit(comment, draft) == []


@pytest.mark.parametrize(
    ("comment", "draft"),
    [
        ("“" * 25_000, DRAFT),
        ("a " * 12_500, "a " * 12_500),
        ("a a a b " * 3_000, "a a a c " * 3_000),
        ('"' + "the people of the " * 1_400, "of the people the people " * 1_400),
    ],
)
def test_hostile_text_is_compared_in_reasonable_time(comment: str, draft: str) -> None:
    began = time.perf_counter()
    shared_passages(comment, draft)
    assert time.perf_counter() - began < 2
