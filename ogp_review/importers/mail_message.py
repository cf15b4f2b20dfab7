"""One mail as any of the formats gives it, and the bounds that hold for all of them."""

from dataclasses import dataclass, field

LARGEST_MAIL = 128 * 1024 * 1024
"""Bytes of one mail with all that is attached to it."""

LARGEST_ATTACHMENT = 64 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024
"""Characters of what is written in one mail, quoted history and all."""

MOST_ATTACHMENTS = 200
MOST_PARTS = 1_000
DEEPEST_PART = 20
DEEPEST_MAIL = 4
"""How many mails within mails are opened, one inside the other."""


class BadMail(Exception):
    """This mail cannot be read. Says why, as the end of a sentence ("it is encrypted")."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail."""

    name: str
    data: bytes


@dataclass(slots=True)
class Mail:
    """What a mail holds. `author` is never an address; `posted` as written, `posted_at` as understood.

    `refused` says why it is no contribution ("an automatic reply") or cannot be read; `inner` are the mails
    attached to it; `notes` what a person should know, each without naming the mail.
    """

    author: str | None = None
    email: str | None = None
    posted: str | None = None
    posted_at: str | None = None
    subject: str = ""
    message_id: str | None = None
    replies_to: str | None = None
    text: str = ""
    attached: list[Attached] = field(default_factory=list)
    inner: list["Mail"] = field(default_factory=list)
    pictures: int = 0
    refused: str | None = None
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def attach(self, name: str, data: bytes) -> None:
        """Keep a file that came along, within bounds; one that is out of bounds is named."""
        if len(self.attached) >= MOST_ATTACHMENTS:
            self.note(f"of its attachments only the first {MOST_ATTACHMENTS} are offered")
        elif len(data) > LARGEST_ATTACHMENT or sum(len(file.data) for file in self.attached) > LARGEST_MAIL:
            self.note(f'its attachment "{name}" is too large to be offered: save it and import it')
        elif data:
            self.attached.append(Attached(name, data))
        else:
            self.note(f'its attachment "{name}" is empty')
