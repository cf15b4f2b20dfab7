"""The sample, opened from the start page: nobody is asked who they are, and their work is theirs."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from ui.journeys.hand import Person

from ogp_review import settings
from ogp_review.services.sample import EDITOR

Opened = Callable[..., Person]


@pytest.mark.parametrize(("named", "who"), [("Ines Duarte", "Ines Duarte"), ("", EDITOR)])
def test_the_sample_asks_nothing_and_is_worked_on_under_one_s_own_name(
    start: Opened, named: str, who: str
) -> None:
    settings.save({"person": named, "theme": "light"})
    person = start()
    person.window.open_sample()
    person.until(lambda: person.window.desk is not None, "the sample opens")
    assert QApplication.activeModalWidget() is None
    person.settle()
    assert person.review.person == who
    assert person.review.history.can_undo() == (None if named else person.review.history.all(1)[0].sentence)
