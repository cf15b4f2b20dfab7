"""What a verb acts on is what shows: marks, several comments at once, and fingers faster than the reader."""

from collections.abc import Callable

import pytest
from ui.journeys.hand import Person

from ogp_review.ui.triage import verbs


@pytest.fixture
def person(opened: Callable[..., Person]) -> Person:
    return opened()


def test_while_marks_are_set_the_reader_shows_what_is_marked(person: Person) -> None:
    first = person.current()
    person.press("Space", "J", "J")
    person.settle()
    assert person.triage.list.selected_ids() == [first] != [person.current()]
    assert person.triage.reader.bulk() and person.triage.reader.current() is None
    person.press("R")
    assert "Select one comment" in person.said()
    assert person.focus() is person.triage.list.view()


def test_words_selected_in_one_comment_are_never_cut_out_of_another(person: Person) -> None:
    person.settle()
    person.triage.reader.comment_pane.text.select_range(0, 10)
    shown = person.current()
    person.triage.list.next()
    excerpts = person.review.stats()["excerpts"]
    person.press("T")
    person.answer("Youth")
    person.settle()
    assert person.current() != shown
    assert person.review.stats()["excerpts"] == excerpts, "the words belong to the comment before"


def test_a_canned_text_is_not_put_into_the_answer_of_another_comment(person: Person) -> None:
    person.review.desk.save_canned("Thanks", "Thank you for {ref}.")
    person.settle()
    asked = person.current()
    person.triage.list.next()
    person.settle()
    person.triage.verbs._fill(asked, "Thank you for {ref}.")
    person.settle()
    assert "Thank you" not in person.triage.response.text()
    assert "Not inserted" in person.said()


def test_merging_several_goes_on_to_the_next(person: Person) -> None:
    person.press("Shift+J")
    chosen = person.triage.list.selected_ids()
    person.settle()
    person.triage.verbs._into(chosen, None)
    person.settle()
    assert person.triage.list.selected_ids() == [person.current()]
    assert person.current() not in chosen
    assert not person.triage.reader.bulk()


def test_a_canned_text_for_several_leaves_answers_alone_that_are_sent(person: Person) -> None:
    review = person.review
    answered, fresh = [comment.id for comment in review.comments(paragraph="P13")][:2]
    point = review.responding.respond(answered, disposition="noted", text="As we said.")
    review.responding.submit(point)
    assert verbs._unanswered(review, [answered, fresh]) == [fresh]
