"""What is suggested of a comment, as the question the strip puts: its paragraph, its like, who said it."""

from ogp_review.domain.views import CommentView
from ogp_review.exporters.wording import channel_name
from ogp_review.i18n import _
from ogp_review.services.suggesting import Suggestion
from ogp_review.services.suggesting_duplicates import DuplicateSuggestion, Told
from ogp_review.services.suggesting_people import ParticipantSuggestion, called
from ogp_review.ui.reader import words
from ogp_review.ui.reader.model import Offer, offer_of


def concerns(suggestion: Suggestion, view: CommentView) -> bool:
    """Whether a suggestion is about the comment that shows."""
    if isinstance(suggestion, DuplicateSuggestion):
        return view.card.id in (suggestion.first.id, suggestion.second.id)
    if isinstance(suggestion, ParticipantSuggestion):
        return view.participant in suggestion.persons
    return suggestion.comment == view.card.id


def offer(suggestion: Suggestion, view: CommentView) -> Offer:
    """The question that a suggestion puts to who reads a comment."""
    if isinstance(suggestion, DuplicateSuggestion):
        return _of_duplicate(suggestion, suggestion.other(view.card.id))
    if isinstance(suggestion, ParticipantSuggestion):
        return _of_participant(suggestion, view.participant)
    return offer_of(suggestion)


def _of_duplicate(suggestion: DuplicateSuggestion, other: Told) -> Offer:
    before, after = _("Merge with {ref}?").split("{ref}")
    sure = words.sure(suggestion.confidence)
    reason = why_alike(suggestion, other)
    return Offer(suggestion, before, other.ref, after, sure, suggestion.differs, reason)


def why_alike(suggestion: DuplicateSuggestion, other: Told) -> str:
    """ "the same text came by e-mail, 3 April 2026"."""
    came = channel_name(other.channel)
    if other.posted_at:
        came = _("{channel}, {day}").replace("{channel}", came).replace("{day}", words.day(other.posted_at))
    if suggestion.alike < 1:
        share = str(min(99, round(suggestion.alike * 100)))
        said = _("{share} % the same words ({how})").replace("{share}", share).replace("{how}", came)
        differing = ", ".join(f"“{word}”" for word in suggestion.differs)
        return said + (_("; differs in {words}").replace("{words}", differing) if differing else "")
    if suggestion.quoting:
        return _("the same words beside what they quote ({how})").replace("{how}", came)
    return _("the same text ({how})").replace("{how}", came)


def _of_participant(suggestion: ParticipantSuggestion, person: int | None) -> Offer:
    before, after = _("Is {name} the same person?").split("{name}")
    other = suggestion.second if person == suggestion.persons[0] else suggestion.first
    how = ", ".join(channel_name(channel) for channel, _n in other.channels)
    name = f"{called(other)}, {how}" if how else called(other)
    return Offer(suggestion, before, name, after, words.sure(suggestion.confidence), (), _(suggestion.reason))
