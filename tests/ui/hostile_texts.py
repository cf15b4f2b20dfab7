"""Five hundred texts that no member of the public should be able to make the window act upon."""

import itertools
from dataclasses import dataclass
from pathlib import Path

TEXTS = 500
LONG = 25_000
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@dataclass(frozen=True, slots=True)
class Bait:
    """What the texts name: a picture that must never be opened, and a port that must never be called."""

    picture: Path
    port: int

    @property
    def addresses(self) -> tuple[str, ...]:
        """Ways to write where the picture is, the first of which most programs would follow."""
        return (
            self.picture.as_uri(),
            f"/{self.picture}",
            f"//localhost{self.picture}",
            str(self.picture),
            self.picture.name,
            f"qrc:{self.picture}",
            f"http://127.0.0.1:{self.port}/x.png",
            f"//127.0.0.1:{self.port}/x.png",
            "\\\\server\\share\\x.png",
            "//server/share/x.png",
            f"data:image/png;base64,{PIXEL}",
            ":/qt-project.org/styles/commonstyle/images/file-16.png",
        )


def _naming(address: str) -> list[str]:
    """Everything that loads or opens an address somewhere."""
    return [
        f'<img src="{address}">',
        f"<img src={address} width=400 height=400>Text beside it",
        f'<html><body background="{address}"><b>bold</b>',
        f'<a href="{address}">Click here</a>',
        f'<link rel="stylesheet" href="{address}"><p>styled',
        f'<style>@import url("{address}"); * {{ background: url({address}); }}</style>',
        f'<table background="{address}"><tr><td style="background-image:url({address})">cell',
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{address}"/></svg>',
        f"![picture]({address})",
        f"[link]({address} 'title')",
        f'<iframe src="{address}"></iframe><object data="{address}"></object>',
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{address}">]><x>&e;</x>',
    ]


def _odd() -> list[str]:
    """Texts that break those who count, draw or parse."""
    return [
        "&lt;b&gt;not bold&lt;/b&gt; &amp;amp; &#60;img&#62; &nbsp;&#x202e;",
        "<span style='font-size:200px'>huge</span><br><hr><h1>Heading</h1>",
        "<span>",
        "</span></p></body></html>after",
        "<!-- hidden --> shown?",
        "<script>alert(1)</script><plaintext>",
        "<a href='javascript:alert(1)'>run</a> javascript:alert(1)",
        "&File &&Edit &Undo\tCtrl+Q",
        "tab\tCtrl+W\ttab",
        "[*] changed [*][*]",
        "{text} {name} {n} {0} {why} %1 %s %(x)s {",
        "=HYPERLINK(\"http://example.org\",\"y\")",
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "# Heading\n\n* list\n* **bold** `code`\n\n```\nfence\n```\n> quoted",
        "\u202eright to left override\u202c \u2066isolated\u2069 \u202d",
        "שלום \u202bעולם\u202c <b>(1)</b> السلام عليكم ؟",
        "zero\u200bwidth\u200c\u200d\u2060\ufeff\u00ad",
        "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349" + "a\u0334" * 300,
        "bell \x07 escape \x1b[31m form \x0c unit \x1f delete \x7f \x01\x02\x03",
        "\ufdd0frame\ufdd1 \ufffcobject\ufffc \ufffe \uffff \U0001ffff",
        "one\u2028two\u2029three\x85four\rfive\r\nsix",
        "no\u00a0break\u202fspace\u2003em\u3000wide",
        "👩‍👩‍👧‍👦 🇰🇪 👍🏽 🧑‍🌾 " + "👍🏽" * 500,
        "W" * 4_000,
        "<" * 3_000,
        "&" * 3_000,
        "<b>" * 2_000,
        '"quoted" “curly” \'single\' `tick` , : - OR -OR "',
        "tag:x OR -is:open \"unclosed",
        "../../etc/passwd\n//server/share/x.png\n\\\\server\\share\\x.png",
        "'; DROP TABLE comment; --",
        " ",
    ]  # fmt: skip


_AROUND = ("{}", "I agree.\n\n{}\n\nThank you.", "<qt>{}</qt>", "\u202e{}\u202c", "{0}{0}", "&lt;{}&gt;")


def hostile_texts(bait: Bait) -> list[str]:
    """All of them, no two the same, none empty; two of them are very long."""
    plain = [*_odd(), *itertools.chain.from_iterable(map(_naming, bait.addresses))]
    wrapped = (around.replace("{0}", text).replace("{}", text) for around in _AROUND for text in plain)
    every = dict.fromkeys(text for text in wrapped if text.strip())
    long = plain[len(_odd())]
    made = [(long * (LONG // len(long) + 1))[:LONG], "x" * LONG, *every]
    assert len(made) >= TEXTS
    return made[:TEXTS]
