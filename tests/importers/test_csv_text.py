from hypothesis import given
from hypothesis import strategies as st

from ogp_review.interchange.csv_text import guard, unguard

RISKY = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\u00a0=1", "\n@x", "＝1", "'quoted'", "'=1"]


def test_what_a_spreadsheet_could_run_is_guarded() -> None:
    for text in RISKY:
        assert guard(text) == "'" + text


def test_other_text_is_left_alone() -> None:
    for text in ["", "a=b", "Yes - no", " plain", "\nplain", "C0107"]:
        assert guard(text) == text


@given(st.one_of(st.text(), st.sampled_from(RISKY).flatmap(lambda start: st.text().map(start.__add__))))
def test_text_comes_back_character_for_character(text: str) -> None:
    assert unguard(guard(text)) == text
