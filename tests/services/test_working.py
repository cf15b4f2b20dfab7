"""What a person can do to a review, through the scripting API, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from random_work import write_source

from ogp_review.domain.comment import Comment
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft strategy", person="Marta") as made:
        made.intake.import_file(write_source(tmp_path / "source.csv", 1, 8), consultation="Run")
        yield made


@pytest.fixture
def comments(review: Review) -> list[Comment]:
    return list(review.comments())


def _colleague(review: Review) -> Review:
    return open_review(review.store.target, person="Daniel")


def test_the_example_of_the_scripting_api(review: Review) -> None:
    first, second, third = list(review.comments())[:3]
    review.triage.move([first.id], "P2")
    review.triage.set_aside([third.id], reason="off topic")
    review.tagging.add([first.id], "Participation/Youth")
    passage = review.tagging.excerpt(first.id, 0, 9)
    point = review.merging.merge([first.id, second.id], summary="Pay for it.", lead=first.id)
    review.responding.respond(point, disposition="accepted in part", text="Yes.", proposed_change="We pay.")
    review.responding.submit(point)
    review.responding.approve(point)
    after = {comment.ref: comment for comment in review.comments()}
    assert after[first.ref].paragraph == "P2"
    assert after[first.ref].tags == ("Participation/Youth",)
    assert after[first.ref].points == ("PT-0001",) == after[second.ref].points
    assert after[third.ref].set_aside == "off topic"
    assert review.excerpts(first.id)[0].id == passage
    assert review.excerpts(first.id)[0].text == first.text[:9]
    assert review.stats()["ledger"] == {
        "comments": 8, "answered": 2, "set_aside": 1, "open": 5, "balanced": True,
    }  # fmt: skip
    assert review.verify()["ok"]


def test_filters(review: Review, comments: list[Comment]) -> None:
    review.triage.move([comments[0].id], None)
    review.triage.assign([comments[1].id], "Ana")
    review.tagging.add([comments[2].id], "Money/Fees")
    assert comments[0].ref in [c.ref for c in review.comments(paragraph=None)]
    assert [c.ref for c in review.comments(assigned_to="Ana")] == [comments[1].ref]
    assert [c.ref for c in review.comments(tag="Money")] == [comments[2].ref], "tags below count"
    assert [c.ref for c in review.comments(text='"comment 4"')] == [comments[3].ref]
    assert {c.paragraph for c in review.comments(paragraph="P1")} == {"P1"}
    assert len(list(review.comments(state="new"))) == 5
    with pytest.raises(ReviewError, match='no paragraph "P77"'):
        review.comments(paragraph="P77")


def test_set_aside_leaves_the_point_and_cannot_be_merged(review: Review, comments: list[Comment]) -> None:
    one, two, three = (comment.id for comment in comments[:3])
    point = review.merging.merge([one, two, three])
    review.triage.set_aside([one], "abuse")
    assert [unit.id for unit in review.merging.point(point).units] == [two, three]
    assert review.merging.point(point).lead == two
    with pytest.raises(ReviewError, match=r"is set aside \(abuse\)"):
        review.merging.merge([one, two])
    with pytest.raises(ReviewError, match="Say why"):
        review.triage.set_aside([two], "  ")


def test_an_answered_point_is_never_left_without_a_comment(review: Review, comments: list[Comment]) -> None:
    point = review.merging.merge([comments[0].id])
    review.responding.respond(point, disposition="noted", text="Thank you.")
    with pytest.raises(ReviewError, match="has a response and would be left empty"):
        review.merging.split(point, [comments[0].id])
    assert review.merging.point(point).units[0].id == comments[0].id


def test_answering_a_comment_alone_makes_it_a_point(review: Review, comments: list[Comment]) -> None:
    point = review.responding.respond(comments[0].id, disposition="noted", text="Thank you.")
    assert [unit.id for unit in review.merging.point(point).units] == [comments[0].id]
    assert review.responding.respond(comments[0].id, text="Thanks.") == point


def test_steps_of_a_response(review: Review, comments: list[Comment]) -> None:
    point = review.responding.respond(comments[0].id, disposition="not accepted")
    with pytest.raises(ReviewError, match="without a reason"):
        review.responding.submit(point)
    with pytest.raises(ReviewError, match="is drafted, so it cannot be approved"):
        review.responding.approve(point)
    review.responding.respond(point, text="It would cost more than it brings.")
    review.responding.submit(point)
    review.responding.approve(point)
    response = review.responding.response(point)
    assert response is not None and response.approved_by == "Marta"
    review.responding.respond(point, text="It would cost too much.")
    changed = review.responding.response(point)
    assert changed is not None and (changed.state, changed.approved_by) == ("drafted", None)
    with pytest.raises(ReviewError, match='"maybe" is not a disposition'):
        review.responding.respond(point, disposition="maybe")


def test_undo_is_each_persons_own_and_refused_once_built_on(review: Review, comments: list[Comment]) -> None:
    review.triage.move([comments[0].id], "P2")
    point = review.merging.merge([comments[1].id, comments[2].id])
    with _colleague(review) as daniel:
        daniel.responding.respond(point, disposition="noted", text="Thanks.")
        with pytest.raises(ReviewError, match="Daniel has worked on it since: Responded to PT-0001"):
            review.history.undo()
        undone = daniel.history.undo()
        assert undone is not None and undone.sentence == "Responded to PT-0001: noted"
        assert daniel.history.undo() is None, "what Marta did is not Daniel's to undo"
    assert [step.sentence for step in iter(review.history.undo, None)] == [
        "Merged 2 comments",
        f"Moved {comments[0].ref} to P2",
        "Imported 8 comments from source.csv",
    ]
    assert list(review.comments()) == []
    redone = [step.sentence for step in iter(review.history.redo, None)]
    assert redone[0] == "Imported 8 comments from source.csv" and len(redone) == 3
    assert review.merging.point(point).units[0].id == comments[1].id
    assert review.verify()["ok"]


def test_an_import_with_work_on_it_is_not_undone(review: Review, comments: list[Comment]) -> None:
    with _colleague(review) as daniel:
        daniel.tagging.add([comments[3].id], "Money")
    with pytest.raises(ReviewError, match="Daniel has worked on it since"):
        review.history.undo()
    assert len(list(review.comments())) == 8


def test_history_names_who_did_what(review: Review, comments: list[Comment]) -> None:
    review.triage.move([comments[0].id], "P2")
    review.tagging.add([comments[0].id, comments[1].id], "Money")
    past = review.history.of(comments[0].ref)
    assert [change.operation.sentence for change in past] == [
        "Imported 8 comments from source.csv",
        f"Moved {comments[0].ref} to P2",
        "Tagged 2 comments with Money",
    ]
    assert past[1].columns["comment_work", "place"][0] is None
    assert {change.operation.person for change in past} == {"Marta"}


def test_tags_keep_their_tree(review: Review, comments: list[Comment]) -> None:
    review.tagging.add([comments[0].id], "participation/youth")
    review.tagging.add([comments[1].id], "Participation / Youth")
    review.tagging.rename("Participation/Youth", "Young people")
    assert [(tag.path, tag.comments) for tag in review.tagging.codebook()] == [
        ("participation", 0),
        ("participation/Young people", 2),
    ]
    review.tagging.define("participation/Young people", retired=True)
    with pytest.raises(ReviewError, match="is retired"):
        review.tagging.add([comments[2].id], "participation/young people")
    with pytest.raises(ReviewError, match="is not the path of a tag"):
        review.tagging.add([comments[2].id], "a//b")


def test_excerpts_stand_in_points_of_their_own(review: Review, comments: list[Comment]) -> None:
    comment = comments[0]
    passage = review.tagging.excerpt_of(comment.id, "must be paid")
    assert (
        review.tagging.excerpt(comment.id, comment.text.index("must"), comment.text.index(" for.")) == passage
    )
    point = review.merging.merge([passage, comments[1].id], summary="Pay.")
    document = review.reporting.document()
    refs = [ref for row in document.matrix for ref in row.unit_refs]
    assert len(refs) == len(set(refs)) == 9, "the excerpt, and all eight comments"
    review.triage.close([comment.id])
    assert comment.ref not in [ref for row in review.reporting.document().matrix for ref in row.unit_refs]
    assert review.reporting.document().ledger.balanced
    for step in ("submit", "approve"):
        if step == "submit":
            review.responding.respond(point, disposition="noted")
        getattr(review.responding, step)(point)
    assert review.comment(comment.ref).state == "approved"
    with pytest.raises(ReviewError, match="is no passage of it"):
        review.tagging.excerpt(comment.id, 5, 5_000)


def test_narratives_and_revised_paragraphs_reach_the_report(review: Review) -> None:
    review.responding.narrate("P1", "heard", "They want it paid for.")
    review.responding.narrate("draft", "heard", "All in all.")
    review.responding.revise("P1", "The new text.")
    document = review.reporting.document()
    [paragraph] = [p for section in document.sections for p in section.paragraphs if p.label == "P1"]
    assert (paragraph.narrative.heard, paragraph.revised) == ("They want it paid for.", "The new text.")
    assert paragraph.narrative.written == {"heard"}
    assert document.summary == "All in all."
    with pytest.raises(ReviewError, match="is not a part"):
        review.responding.narrate("P1", "said", "x")


def test_hostile_staff_text_is_stored_as_it_can_be(review: Review, comments: list[Comment]) -> None:
    point = review.responding.respond(comments[0].id, disposition="noted", text="a\x00b\ud800c\r\nd")
    response = review.responding.response(point)
    assert response is not None and response.text == "a\ufffdb\ufffdc\nd"


def test_the_public_edition_names_only_who_agreed(review: Review, tmp_path: Path) -> None:
    source = tmp_path / "named.csv"
    source.write_text(
        "Id,Text,Author,Organisation,E-mail,May be named\n"
        "1,One thing.,Ada Yes,Open Ltd,ada@example.org,yes\n"
        "2,Other thing.,Bo No,Closed Ltd,bo@example.org,no\n"
        "3,Third thing.,Cy Unknown,Vague Ltd,cy@example.org,\n",
        encoding="utf-8",
    )
    review.intake.import_file(source)
    for edition, named in (("committee", {"Ada Yes", "Bo No", "Cy Unknown"}), ("public", {"Ada Yes"})):
        target = tmp_path / f"{edition}.json"
        review.reporting.export(target, edition=edition)
        said = target.read_text(encoding="utf-8")
        assert {name for name in ("Ada Yes", "Bo No", "Cy Unknown") if name in said} == named
        assert "example.org" not in said, "e-mail is private in every edition"


def test_taking_a_comment_back_brings_its_point_and_response_back(
    review: Review, comments: list[Comment]
) -> None:
    point = review.responding.respond(comments[0].id, disposition="noted", text="Thank you.")
    review.triage.set_aside([comments[0].id], "abuse")
    assert review.comment(comments[0].ref).points == ()
    assert [row.point_id for row in review.reporting.document().matrix] == [None] * 7
    review.triage.take_back([comments[0].id])
    assert review.comment(comments[0].ref).points == (review.merging.point(point).ref,)
    assert review.verify()["ok"]


def test_two_answered_points_can_be_joined_and_nothing_said_is_lost(
    review: Review, comments: list[Comment]
) -> None:
    one = review.responding.respond(comments[0].id, disposition="noted", text="First answer.")
    two = review.responding.respond(comments[1].id, disposition="accepted", text="Second answer.")
    with pytest.raises(ReviewError, match="or join the two points"):
        review.merging.add(one, [comments[1].id])
    review.merging.join(one, two)
    assert [unit.id for unit in review.merging.point(one).units] == [comments[0].id, comments[1].id]
    assert [point.id for point in review.merging.points()] == [one]
    noted = [
        value
        for change in review.history.of(one)
        for (_, name), (_, value) in change.columns.items()
        if name == "text"
    ]
    assert "PT-0002 was answered (accepted, drafted): Second answer." in noted


def test_gathering_leaves_no_answer_behind(review: Review, comments: list[Comment]) -> None:
    one = review.responding.respond(comments[0].id, disposition="noted", text="First answer.")
    review.responding.respond(comments[1].id, disposition="accepted", text="Second answer.")
    review.merging.gather(one, [comments[1].id, comments[2].id])
    assert {unit.id for unit in review.merging.point(one).units} == {one.id for one in comments[:3]}
    assert [point.id for point in review.merging.points()] == [one]
    assert "Second answer." in review.desk.point(one).notes[-1].text
    review.history.undo()
    assert [len(point.units) for point in review.merging.points()] == [1, 1]


def test_an_import_that_another_builds_on_is_not_undone(review: Review, tmp_path: Path) -> None:
    with _colleague(review) as daniel:
        outcome = daniel.intake.import_file(write_source(tmp_path / "more.csv", 7, 10), consultation="Run")
        assert outcome["comments"] == {"read": 4, "new": 2, "updated": 0, "unchanged": 2, "skipped": 0}
    with pytest.raises(ReviewError, match="Daniel has worked on it since: Imported 2 comments"):
        review.history.undo()
    assert len(list(review.comments())) == 10


def test_a_renamed_copy_of_a_source_changes_nothing(review: Review, tmp_path: Path) -> None:
    before = review.verify()["operations"]
    outcome = review.intake.import_file(write_source(tmp_path / "renamed.csv", 1, 8))
    assert (outcome.comments.unchanged, outcome.operation) == (8, None)
    assert review.verify()["operations"] == before


def test_a_translation_in_a_table_comes_in_with_new_comments(review: Review, tmp_path: Path) -> None:
    source = tmp_path / "translated.csv"
    source.write_text("Text,Language,Translation\nDes arbres.,fr,Trees.\n", encoding="utf-8")
    review.intake.import_file(source)
    assert [c.translation for c in review.comments(language="fr")] == ["Trees."]


def test_words_that_name_nothing_are_told(review: Review, comments: list[Comment]) -> None:
    with pytest.raises(ReviewError, match="stands in no point yet"):
        review.responding.submit(comments[0].ref)
    with pytest.raises(ReviewError, match='"lost" is not a state'):
        review.comments(state="lost")
    with pytest.raises(ReviewError, match="There is no comment or point C9999"):
        review.excerpts("C9999")


def test_one_comment_need_not_stand_in_a_list(review: Review, comments: list[Comment]) -> None:
    review.triage.move(comments[0].id, "P2")
    review.tagging.add(comments[0].ref, "Money")
    review.triage.stance(comments[0], "support")
    found = review.comment(comments[0].ref)
    assert (found.paragraph, found.tags, found.stance) == ("P2", ("Money",), "support")


def test_figures_and_filters_agree(review: Review, comments: list[Comment]) -> None:
    review.triage.move([comment.id for comment in comments[:3]], None)
    review.triage.set_aside(comments[0].id, "spam")
    assert review.stats()["unassigned"] == len(list(review.comments(paragraph=None)))
    assert review.stats()["languages"] == {"und": len(list(review.comments(language="und")))}


def test_words_are_told_apart_alike_in_both_databases(review: Review, tmp_path: Path) -> None:
    source = tmp_path / "words.csv"
    source.write_text(
        "Text\nFrom 2023-2028 on.\nSee https://example.org/a_b/c.html now.\n"
        "1e5 times and/or 3.14\n公開政府 is open\n",
        encoding="utf-8",
    )
    review.intake.import_file(source)
    for query, count in (
        ("2023", 1),
        ("2028", 1),
        ("example", 1),
        ("html", 1),
        ("1e5", 1),
        ("14", 1),
        ("政府", 1),
        ("b", 1),
    ):
        assert review.search(query)["total"] == count, query
    assert review.search('"2023 2028"')["total"] == 1
    assert review.search("and")["total"] == 1
