"""The errors that people are shown as they are; anything else is a bug."""


class ReviewError(Exception):
    """A problem a person can act on. Its text is one sentence (or two) and is shown as it is."""


class Cancelled(Exception):
    """The person stopped the work; nothing of it was kept."""


class Conflict(ReviewError):
    """What was to be changed has been changed by somebody else in the meantime."""
