"""What is read while somebody reads and answers, canned responses, and answering several points at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.domain.operation import Changes
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review

SOURCE = """Id,Text,Author,Organisation,May be named,Country,Paragraph,Reply to,Submission,Language
a,More trees. And who pays?,Ana,Green Yard,yes,Peru,P2,,mail,en
b,Trees for the young.,Ben,,,,P10,,mail,en
c,Je suis d'accord.,Cid,,no,,P2,a,,fr
d,Nothing to add.,,Water Board,yes,,,,,en
"""


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    (tmp_path / "s.csv").write_text(SOURCE, encoding="utf-8")
    with create_review(address, title="Draft", person="Marta") as made:
        made.intake.import_file(tmp_path / "s.csv", consultation="Run")
        yield made


def ids(review: Review, *refs: str) -> list[int]:
    return [review.comment(ref).id for ref in refs]


# One comment ----------------------------------------------------------------------------------------------


def test_a_comment_comes_with_what_its_source_states(review: Review) -> None:
    a, b, c = ids(review, "C0001", "C0002", "C0003")
    seen = review.desk.comment(a)
    assert (seen.card.ref, seen.text, seen.texts) == ("C0001", "More trees. And who pays?", (seen.text,))
    assert (seen.submission, seen.replies) == ((a, b), (c,))
    assert (seen.country, seen.consultation) == ("Peru", "Run")
    assert (seen.source_place, seen.place_label, seen.point) == ("P2", "P2", None)
    assert review.desk.comment("C0003").submission == (c,), "its own where its source states none"
    assert review.desk.comment("C0004").place_label == "Not assigned"
    with pytest.raises(ReviewError, match="no comment or excerpt"):
        review.desk.comment(12345)


def test_where_staff_put_it_stands_beside_where_its_source_did(review: Review) -> None:
    review.triage.move("C0001", "Whole draft")
    seen = review.desk.comment("C0001")
    assert (seen.source_place, seen.place_label) == ("P2", "Whole draft")


def test_a_text_that_changed_is_the_last_of_its_texts(review: Review, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(SOURCE.replace("More trees.", "Many more trees."), encoding="utf-8")
    review.triage.translate("C0001", "es", "Más árboles.")
    assert [one.stale for one in review.desk.comment("C0001").translations] == [False]
    review.intake.import_file(tmp_path / "t.csv", consultation="Run")
    seen = review.desk.comment("C0001")
    assert seen.texts == ("More trees. And who pays?", "Many more trees. And who pays?")
    assert seen.text == seen.texts[-1]
    [translated] = seen.translations
    assert (translated.language, translated.person, translated.stale) == ("es", "Marta", True)


def test_excerpts_and_notes_of_a_comment(review: Review) -> None:
    passage = review.tagging.excerpt_of("C0001", "who pays?")
    review.tagging.add(passage, "Money")
    review.triage.note("C0001", "She called.")
    review.triage.note(passage, "Ask the treasurer.")
    point = review.merging.merge([passage])
    seen = review.desk.comment("C0001")
    assert [(one.id, one.text) for one in seen.excerpts] == [(passage, "who pays?")]
    assert [mark.path for mark in seen.excerpt_tags[passage]] == ["Money"]
    assert [(note.text, note.person) for note in seen.notes] == [
        ("She called.", "Marta"), ("Ask the treasurer.", "Marta"),
    ]  # fmt: skip
    assert (seen.point, seen.other_points) == (None, (review.merging.point(point).ref,))
    assert not seen.closed
    review.triage.close("C0001")
    assert review.desk.comment("C0001").closed


def test_a_comment_shows_the_point_in_which_it_stands(review: Review) -> None:
    review.merging.merge(["C0001", "C0002"], summary="Trees.", lead="C0002")
    review.responding.respond("C0001", disposition="noted", text="Thanks.")
    point = review.desk.comment("C0001").point
    assert point is not None and [one.unit.ref for one in point.members] == ["C0002", "C0001"]
    assert point.response is not None and point.response.text == "Thanks."
    review.triage.set_aside("C0001", "spam")
    aside = review.desk.comment("C0001")
    assert (aside.point, aside.other_points) == (None, ())


def test_the_words_of_a_paragraph_in_every_version(review: Review) -> None:
    review.responding.revise("P2", "Every street has trees.")
    seen = review.desk.comment("C0001").place_texts
    assert [(one.version, one.language, one.text) for one in seen] == [
        ("revised", "en", "Every street has trees.")
    ]


# Points ---------------------------------------------------------------------------------------------------


def test_a_point_has_its_members_whole_and_the_lead_first(review: Review) -> None:
    passage = review.tagging.excerpt_of("C0001", "who pays?")
    review.triage.move(passage, "P10")
    review.triage.translate("C0003", "en", "I agree.")
    point = review.merging.merge(["C0003", passage], lead=passage, summary="Money")
    review.responding.own(point, "Daniel")
    review.responding.decide(point)
    seen = review.desk.point(point)
    assert [(one.text, one.translation) for one in seen.members] == [
        ("who pays?", None), ("Je suis d'accord.", "I agree."),
    ]  # fmt: skip
    assert seen.members[0].card.ref == "C0001"
    assert (seen.place_label, seen.owner, seen.for_decision) == ("P10", "Daniel", True), "where its lead is"
    assert (seen.response, seen.summary, seen.lead) == (None, "Money", passage)
    assert review.desk.point("C0003") == seen
    with pytest.raises(ReviewError, match="stands in no point yet"):
        review.desk.point("C0002")


def test_what_was_answered_to_a_joined_point_is_a_note(review: Review) -> None:
    kept = review.merging.merge(["C0001"])
    review.responding.respond("C0002", disposition="noted", text="Thanks.")
    review.merging.join(kept, "C0002")
    assert "Thanks." in review.desk.point(kept).notes[0].text


def test_points_stand_in_the_order_of_the_draft(review: Review) -> None:
    review.merging.merge(["C0004"], summary="Nobody knows where")
    review.merging.merge(["C0002"], summary="Trees for the young")
    review.merging.merge(["C0001", "C0003"])
    review.responding.respond("C0001", disposition="noted", text="Thanks.")
    lines = review.desk.points()
    assert [(one.ref, one.paragraph, one.units, one.state, one.disposition) for one in lines] == [
        ("PT-0003", "P2", 2, "drafted", "noted"),
        ("PT-0002", "P10", 1, "triaged", None),
        ("PT-0001", None, 1, "triaged", None),
    ]
    assert lines[0].summary == "More trees. And who pays?", "without a summary, how its lead begins"
    assert [one.ref for one in review.desk.points("P10")] == ["PT-0002"]
    assert [one.ref for one in review.desk.points(0)] == ["PT-0001"], "a place by its id"
    assert [one.ref for one in review.desk.points(text="TREES p2")] == ["PT-0003"]
    assert [one.ref for one in review.desk.points(limit=2)] == ["PT-0003", "PT-0002"]
    with pytest.raises(ReviewError, match='no paragraph "P77"'):
        review.desk.points("P77")


def test_a_list_of_points_follows_what_leaves_them(review: Review) -> None:
    passage = review.tagging.excerpt_of("C0002", "the young")
    review.merging.merge(["C0001", passage])
    review.merging.merge(["C0003"])
    review.triage.set_aside(["C0001", "C0003"], "test")
    [line] = review.desk.points()
    assert (line.ref, line.units, line.summary, line.paragraph) == ("PT-0001", 1, "the young", "P10")


# Canned responses -----------------------------------------------------------------------------------------


def test_canned_responses_live_in_the_review(review: Review) -> None:
    review.desk.save_canned("Thanks", "Thank you, {author}.")
    review.desk.save_canned("no budget", "See {paragraph}.")
    review.desk.save_canned("THANKS", "Thank you.")
    assert review.desk.canned() == [("no budget", "See {paragraph}."), ("Thanks", "Thank you.")]
    assert list(review.browsing.vocabulary().canned) == review.desk.canned()
    review.desk.remove_canned("No budget")
    assert [name for name, _ in review.desk.canned()] == ["Thanks"]
    review.history.undo()
    assert len(review.desk.canned()) == 2
    with pytest.raises(ReviewError, match='no canned response "Other"'):
        review.desk.remove_canned("Other")
    with pytest.raises(ReviewError, match="needs a name and a text"):
        review.desk.save_canned("Thanks", "  ")


def test_canned_responses_of_two_people_merge(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as other:
            mine.desk.save_canned("One", "1")
            other.desk.save_canned("Two", "2")
            mine.take_from(other)
            assert mine.desk.canned() == [("One", "1"), ("Two", "2")]
            assert mine.history.conflicts() == []


def test_fields_are_filled_and_only_those_named_who_agreed(review: Review) -> None:
    text = "{author} on {paragraph} ({ref}) {other} {"
    assert review.desk.fill(text, "C0001") == "Ana on P2 (C0001) {other} {"
    assert review.desk.fill("Dear {author}", "C0002") == "Dear the participant", "consent is not known"
    assert review.desk.fill("Dear {author}", "C0003") == "Dear the participant"
    assert review.desk.fill("{author}, {paragraph}", "C0004") == "Water Board, Not assigned"
    passage = review.tagging.excerpt_of("C0001", "trees")
    review.triage.move(passage, "P10")
    assert review.desk.fill("{ref} {paragraph}", passage) == "C0001 P10"


# Several at once ------------------------------------------------------------------------------------------


def test_one_canned_response_to_several(review: Review) -> None:
    review.merging.merge(["C0001", "C0002"], lead="C0002")
    answered = review.responding.respond_all(
        ["C0001", "C0002", "C0003", "PT-0001"], disposition="noted", text="On {paragraph}: thanks."
    )
    assert len(answered) == 2
    assert review.history.can_undo() == "Responded to 2 points: noted"
    said = {ref: review.responding.response(ref) for ref in ("C0001", "C0003")}
    assert [one.text for one in said.values() if one] == ["On P10: thanks.", "On P2: thanks."]
    review.responding.respond_all(answered, disposition="accepted")
    kept = review.responding.response("C0003")
    assert kept is not None and (kept.text, kept.disposition) == ("On P2: thanks.", "accepted")
    review.history.undo()
    review.history.undo()
    assert [one.ref for one in review.desk.points()] == ["PT-0001"]
    assert review.responding.response("C0001") is None
    assert review.verify()["ok"]


def test_several_are_answered_as_a_whole_or_not_at_all(review: Review) -> None:
    review.triage.set_aside("C0004", "spam")
    with pytest.raises(ReviewError, match=r"C0004 is set aside \(spam\)"):
        review.responding.respond_all(["C0001", "C0004"], disposition="noted")
    assert review.desk.points() == []
    with pytest.raises(ReviewError, match="No comment was named"):
        review.responding.respond_all([], disposition="noted")


def test_steps_of_several_are_one_operation(review: Review) -> None:
    points = review.responding.respond_all(["C0001", "C0002", "C0003"], disposition="noted", text="Yes.")
    done = []
    for step in (
        lambda: review.responding.submit(points),
        lambda: review.responding.give_back(points, "Say more."),
        lambda: review.responding.submit(points),
        lambda: review.responding.approve(["C0001", *points]),
        lambda: review.responding.publish(points),
    ):
        step()
        done.append(review.history.can_undo())
    assert done == [
        "Sent 3 responses for review", "Returned 3 responses", "Sent 3 responses for review",
        "Approved 3 responses", "Published 3 responses",
    ]  # fmt: skip
    assert {line.state for line in review.desk.points()} == {"published"}
    review.history.undo()
    assert {line.state for line in review.desk.points()} == {"approved"}


def test_one_that_may_not_holds_all_back(review: Review) -> None:
    review.responding.respond_all(["C0001", "C0002"], disposition="noted", text="Yes.")
    review.responding.respond("C0003", disposition="not accepted")
    with pytest.raises(ReviewError, match=r"PT-0003 is .*without a reason"):
        review.responding.submit(["C0001", "C0002", "C0003"])
    assert {line.state for line in review.desk.points()} == {"drafted"}
    with pytest.raises(ReviewError, match="C0004 stands in no point yet"):
        review.responding.submit(["C0001", "C0004"])
    review.responding.submit("C0001")
    assert review.history.can_undo() == "Sent PT-0001 for review"


def test_comments_are_taken_out_of_whatever_points_they_stand_in(review: Review) -> None:
    review.merging.merge(["C0001", "C0002"], lead="C0001")
    review.merging.merge(["C0003"])
    review.merging.take_out(["C0001", "C0003", "C0004"])
    assert review.history.can_undo() == "Took 2 comments out of 2 points"
    [line] = review.desk.points()
    assert (line.ref, line.units) == ("PT-0001", 1)
    assert review.merging.point("PT-0001").lead == review.comment("C0002").id
    review.history.undo()
    assert [one.units for one in review.desk.points()] == [2, 1]
    review.merging.take_out("C0002")
    assert review.history.can_undo() == "Took C0002 out of PT-0001"
    with pytest.raises(ReviewError, match="C0004: nothing stands in a point"):
        review.merging.take_out("C0004")
    review.responding.respond("C0003", disposition="noted")
    with pytest.raises(ReviewError, match="would be left empty"):
        review.merging.take_out(["C0001", "C0003"])


# Triage ---------------------------------------------------------------------------------------------------


def test_staff_say_the_language(review: Review) -> None:
    review.triage.language(["C0001", "C0002"], "fr")
    assert review.history.can_undo() == "Language of 2 comments: fr"
    assert review.stats()["languages"] == {"en": 1, "fr": 3}
    review.triage.language("C0001", None)
    assert review.comment("C0001").language == "en", "as its source says"
    with pytest.raises(ReviewError, match="not the code of a language"):
        review.triage.language("C0001", "French, I think")
    assert review.verify()["ok"]


def test_reasons_and_people_that_are_offered(review: Review) -> None:
    assert review.triage.reasons()[0] == "spam"
    review.triage.set_aside("C0001", "came twice")
    review.triage.set_aside("C0002", "test")
    assert review.triage.reasons()[:3] == ["test", "came twice", "spam"]
    assert review.triage.reasons().count("test") == 1
    review.triage.assign("C0003", "Ana")
    review.responding.own("C0003", "zoe")
    assert review.triage.people() == ["Ana", "Marta", "zoe"]


# What is stale --------------------------------------------------------------------------------------------


def test_changes_name_the_comments_that_look_different(review: Review) -> None:
    a, b, c = ids(review, "C0001", "C0002", "C0003")
    passage = review.tagging.excerpt_of("C0003", "d'accord")
    point = review.merging.merge([a, b, passage])
    review.tagging.add([b, passage], "Trees")
    told: list[Changes | None] = []
    review.store.committed.append(lambda committed: told.append(committed.changes))

    def concerned(what: object) -> set[int]:
        changes = told.pop()
        assert changes is not None and changes.rows, what
        return set(changes.comments)

    assert concerned(review.tagging.rename("Trees", "Shade")) == {b, c}
    assert concerned(review.tagging.define("Shade", colour="Red")) == {b, c}
    assert concerned(review.merging.summarise(point, "Trees.")) == {a, b, c}
    assert concerned(review.responding.respond(point, disposition="noted", text="Yes.")) == {a, b, c}
    assert concerned(review.responding.respond(point, text="No.")) == {a, b, c}
    assert concerned(review.triage.note(b, "Hm.")) == {b}
    assert concerned(review.triage.note(passage, "Hm.")) == {c}
    assert concerned(review.triage.translate(c, "en", "I agree.")) == {c}
    assert concerned(review.merging.split(point, [b])) == {a, b, c}, "those that stay are fewer now"
    assert concerned(review.merging.add(point, [b])) == {a, b, c}
    assert concerned(review.history.undo()) == {a, b, c}
