"""What a person can do to the codebook, on both databases; each verb is one operation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from random_work import write_source

from ogp_review.domain.codebook import Tag
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        made.intake.import_file(write_source(tmp_path / "s.csv", 1, 6), consultation="Run")
        yield made


def paths(review: Review) -> list[str]:
    return [tag.path for tag in review.tagging.codebook()]


def tag(review: Review, path: str) -> Tag:
    [found] = [one for one in review.tagging.codebook() if one.path == path]
    return found


def tags_of(review: Review, ref: str) -> tuple[str, ...]:
    return review.comment(ref).tags


# The tree -------------------------------------------------------------------------------------------------


def test_a_tag_is_put_elsewhere_with_all_below_it(review: Review) -> None:
    review.tagging.add("C0001", "Youth/Children")
    review.tagging.add("C0002", "Participation")
    review.tagging.nest("Youth", "Participation")
    assert review.history.can_undo() == "Put the tag Youth under Participation"
    assert paths(review) == ["Participation", "Participation/Youth", "Participation/Youth/Children"]
    assert tags_of(review, "C0001") == ("Participation/Youth/Children",)
    review.tagging.nest("Participation/Youth/Children", None)
    assert review.history.can_undo() == "Put the tag Participation/Youth/Children at the top"
    assert "Children" in paths(review)
    review.history.undo()
    review.history.undo()
    assert paths(review) == ["Participation", "Youth", "Youth/Children"]
    assert review.verify()["ok"]


def test_no_tag_stands_under_itself_or_beside_its_namesake(review: Review) -> None:
    review.tagging.add("C0001", "Youth/Children/Small")
    review.tagging.add("C0001", "Small")
    for under in ("Youth", "youth/children/small"):
        with pytest.raises(ReviewError, match='stands under "Youth", or is the same tag'):
            review.tagging.nest("Youth", under)
    with pytest.raises(ReviewError, match=r'There is a tag "Small" already. Merge the two'):
        review.tagging.nest("Youth/Children/Small", None)
    with pytest.raises(ReviewError, match='no tag "Nobody"'):
        review.tagging.nest("Youth", "Nobody")
    with pytest.raises(ReviewError, match="is a path, not a name"):
        review.tagging.rename("Youth", "Old/Young")


def test_two_copies_that_nest_tags_in_each_other_still_show_both(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 2))
        mine.tagging.add("C0001", "Youth/Children")
        mine.tagging.add("C0002", "Trust")
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as other:
            mine.tagging.nest("Youth", "Trust")
            other.tagging.nest("Trust", "Youth")
            mine.take_from(other)
            other.take_from(mine)
            assert paths(mine) == paths(other)
        assert sorted(one.name for one in mine.tagging.codebook()) == ["Children", "Trust", "Youth"]
        [top] = [one for one in mine.tagging.codebook() if one.parent_id is None]
        assert all(
            one.path == top.name or one.path.startswith(f"{top.name}/") for one in mine.tagging.codebook()
        )
        mine.tagging.nest(next(one for one in mine.tagging.codebook() if one.name == "Trust").id, None)
        assert mine.verify()["ok"]


# Merging --------------------------------------------------------------------------------------------------


def test_all_that_hangs_on_a_tag_goes_over(review: Review) -> None:
    passage = review.tagging.excerpt("C0003", 0, 9)
    review.tagging.add(["C0001", "C0002", passage], "Young people")
    review.tagging.add(["C0002", "C0004"], "Youth")
    review.tagging.add("C0005", "Young people/Pupils")
    review.tagging.add("C0006", "Youth/Pupils")
    review.tagging.add("C0006", "Young people/Students")
    review.tagging.define("Young people", definition="Under 25.", shortcut="4")
    review.tagging.define("Youth", definition="Under 30.")
    before = [one for one in review.tagging.codebook()]
    changes = review.tagging.merge("Young people", "Youth")
    assert review.history.can_undo() == "Merged the tag Young people into Youth"
    assert paths(review) == ["Youth", "Youth/Pupils", "Youth/Students"]
    assert (tag(review, "Youth").comments, tag(review, "Youth/Pupils").comments) == (4, 2)
    assert tags_of(review, "C0003") == ("Youth",), "an excerpt's tag too"
    assert tags_of(review, "C0005") == ("Youth/Pupils",), "children of one name are merged"
    youth = tag(review, "Youth")
    assert (youth.definition, youth.example, youth.shortcut) == ("Under 30.", "", "4")
    assert len(changes.comments) == 6
    assert review.verify()["ok"]
    review.history.undo()
    assert review.tagging.codebook() == before
    assert tags_of(review, "C0002") == ("Young people", "Youth")
    review.history.redo()
    assert tags_of(review, "C0002") == ("Youth",)
    assert review.verify()["ok"]


def test_a_tag_is_merged_into_the_one_above_it_but_not_below(review: Review) -> None:
    review.tagging.add("C0001", "Youth/Children/Children")
    with pytest.raises(ReviewError, match="Merge them the other way round"):
        review.tagging.merge("Youth", "Youth/Children")
    with pytest.raises(ReviewError, match="merged with itself"):
        review.tagging.merge("Youth", "YOUTH")
    review.tagging.merge("Youth/Children", "Youth")
    assert paths(review) == ["Youth", "Youth/Children"]
    assert tags_of(review, "C0001") == ("Youth/Children",)
    review.tagging.add("C0001", "Trust")
    review.tagging.retire("Youth")
    with pytest.raises(ReviewError, match="is retired"):
        review.tagging.merge("Trust", "Youth")


def test_what_the_report_says_of_both_themes_is_kept(review: Review) -> None:
    review.tagging.add("C0001", "Youth")
    review.tagging.add("C0002", "Young people")
    review.responding.narrate("theme Youth", "heard", "They want trees.")
    review.responding.narrate("theme Young people", "heard", "They want buses.")
    review.responding.narrate("theme Young people", "changed", "Buses came in.")
    review.tagging.merge("Young people", "Youth")
    [theme] = review.reporting.document().themes
    assert theme.narrative.heard == "They want trees.\n\nThey want buses."
    assert theme.narrative.changed == "Buses came in."


def test_two_tags_of_one_path_are_merged_by_their_ids(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 2))
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as other:
            mine.tagging.add("C0001", "Youth")
            other.tagging.add("C0002", "Youth")
            mine.take_from(other)
        one, two = mine.tagging.codebook()
        assert one.path == two.path == "Youth"
        mine.tagging.merge(one.id, two.id)
        assert [(left.id, left.comments) for left in mine.tagging.codebook()] == [(two.id, 2)]


# Taking away ----------------------------------------------------------------------------------------------


def test_only_a_tag_on_which_nothing_hangs_is_deleted(review: Review) -> None:
    review.tagging.add(["C0001", "C0002"], "Youth/Children")
    review.tagging.define("Empty")
    review.tagging.define("Told")
    review.responding.narrate("theme Told", "heard", "Much.")
    with pytest.raises(ReviewError, match=r'"Youth/Children" stands on 2 comments. Merge it .* or retire it'):
        review.tagging.delete("Youth/Children")
    with pytest.raises(ReviewError, match='"Youth" has tags under it'):
        review.tagging.delete("Youth")
    with pytest.raises(ReviewError, match='"Told" has a narrative'):
        review.tagging.delete("Told")
    review.tagging.delete("Empty")
    assert "Empty" not in paths(review)
    assert review.history.can_undo() == "Deleted the tag Empty"
    review.history.undo()
    assert "Empty" in paths(review)


def test_a_retired_tag_stays_where_it_is(review: Review) -> None:
    review.tagging.add("C0001", "Youth")
    review.tagging.retire("Youth")
    assert review.history.can_undo() == "Retired the tag Youth"
    assert tags_of(review, "C0001") == ("Youth",)
    with pytest.raises(ReviewError, match="is retired"):
        review.tagging.add("C0002", "Youth")
    review.tagging.retire("Youth", False)
    assert review.history.can_undo() == "Brought back the tag Youth"
    review.tagging.add("C0002", "Youth")


def test_an_excerpt_is_taken_away_with_its_tags_unless_it_stands_in_a_point(review: Review) -> None:
    passage = review.tagging.excerpt("C0001", 0, 9)
    review.tagging.add(passage, "Youth")
    review.merging.merge([passage])
    with pytest.raises(ReviewError, match=r"C0001\[0-9\] stands in PT-0001. Take it out"):
        review.tagging.remove_excerpt(passage)
    review.merging.take_out(passage)
    review.tagging.remove_excerpt(passage)
    assert review.history.can_undo() == "Removed the excerpt C0001[0-9]"
    assert (review.excerpts(review.comment("C0001").id), tags_of(review, "C0001")) == ([], ())
    review.tagging.delete("Youth")
    review.history.undo()
    review.history.undo()
    assert tags_of(review, "C0001") == ("Youth",)
    with pytest.raises(ReviewError, match="C0001 is a comment"):
        review.tagging.remove_excerpt("C0001")
    assert review.verify()["ok"]


# What is said of a tag ------------------------------------------------------------------------------------


def test_a_digit_belongs_to_one_tag(review: Review) -> None:
    review.tagging.define("Youth", shortcut="1")
    review.tagging.define("Trust", shortcut="1")
    assert [(one.name, one.shortcut) for one in review.tagging.codebook()] == [
        ("Trust", "1"),
        ("Youth", None),
    ]
    review.history.undo()
    assert tag(review, "Youth").shortcut == "1", "taken and given in one operation"
    with pytest.raises(ReviewError, match="There are the digits 1 to 9"):
        review.tagging.define("Youth", shortcut="0")


def test_what_is_said_of_a_tag_can_be_cleared(review: Review) -> None:
    review.tagging.define("Youth", definition="Under 25.", example="We are 16.", shortcut="2", colour="Red")
    review.tagging.define("Youth", definition="", example="", shortcut="")
    youth = tag(review, "Youth")
    assert (youth.definition, youth.example, youth.shortcut, youth.colour) == ("", "", None, "Red")
    review.history.undo()
    assert tag(review, "Youth").definition == "Under 25."


def test_where_a_tag_is_used(review: Review) -> None:
    passage = review.tagging.excerpt("C0001", 0, 9)
    review.tagging.add(["C0001", "C0002", "C0003", passage], "Youth")
    review.tagging.add("C0004", "Youth/Children")
    review.triage.move("C0001", "P1")
    review.triage.move([passage, "C0002"], "P2")
    review.triage.move("C0003", None)
    used = review.tagging.where_used("Youth")
    assert (used.comments, used.excerpts) == (3, 1)
    assert {label: count for _, label, count in used.places} == {"P1": 1, "P2": 2, "Not assigned": 1}
    assert used.comments == tag(review, "Youth").comments
    assert review.tagging.where_used("Youth/Children").comments == 1
