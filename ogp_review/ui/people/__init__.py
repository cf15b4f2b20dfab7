"""Who spoke: participants of all channels, who of them may be one, and what staff know of them."""

from ogp_review.ui.people.view import PeoplePage as PeoplePage
