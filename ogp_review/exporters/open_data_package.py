"""What open data say of themselves: title, licence, dictionary, and how they were made."""

from typing import Any

from ogp_review.domain.report import ReportDocument
from ogp_review.exporters.holding import clean_line
from ogp_review.exporters.open_data_fields import JOIN, TABLES, Field

FORMAT = "ogp-review-open-data"
FORMAT_VERSION = 1

LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC0-1.0": (
        "CC0 1.0 Universal (public domain)", "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "ODC-By-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": ("Open Data Commons Open Database 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}  # fmt: skip
"""By SPDX identifier: title and where its text stands."""

_FRICTIONLESS = {"array": "string"}


def licence(document: ReportDocument) -> dict[str, str]:
    title, url = LICENCES.get(document.licence, (document.licence, ""))
    return {"name": document.licence, "title": title, "url": url}


def head(document: ReportDocument) -> dict[str, Any]:
    """What stands before the tables."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "title": document.title,
        "language": document.language,
        "made_on": document.made_on,
        "made_with": f"OGP Review {document.version}",
        "licence": licence(document),
        "limits": list(limits(document)),
        "ledger": {name: value for name, value in document.ledger.figures().items() if name != "balanced"},
    }


def limits(document: ReportDocument) -> tuple[str, ...]:
    """What the data do not say."""
    aside = document.ledger.set_aside
    told = list(document.notes)
    if aside:
        what = "comment that was set aside is" if aside == 1 else "comments that were set aside are"
        told.append(f"{aside:,} {what} listed with the reason, without the words.")
    told.append("Names of those who did not agree to be named, addresses and private notes are left out.")
    return tuple(told)


def dictionary() -> dict[str, Any]:
    """Each table and its columns, in words and types."""
    return {
        table.name: {"about": table.about, "fields": [_described(field) for field in table.fields]}
        for table in TABLES
    }


def _described(field: Field) -> dict[str, Any]:
    return {"name": field.name, "type": field.kind, "optional": field.optional, "about": field.about}


def data_package(document: ReportDocument) -> dict[str, Any]:
    """The description of the CSV files that data portals read (Frictionless Data, tabular data package)."""
    named = licence(document)
    return {
        "profile": "tabular-data-package",
        "name": FORMAT,
        "title": document.title,
        "created": f"{document.made_on}T00:00:00Z",
        "description": " ".join(limits(document)),
        "licenses": [
            {
                "name": named["name"],
                "title": named["title"],
                **({"path": named["url"]} if named["url"] else {}),
            }
        ],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "path": f"{table.name}.csv",
                "description": table.about,
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [_frictionless(field) for field in table.fields], "missingValues": [""]},
            }
            for table in TABLES
        ],
    }


def _frictionless(field: Field) -> dict[str, Any]:
    joined = f' Several values stand with "{JOIN}" between them.' if field.kind == "array" else ""
    return {
        "name": field.name,
        "type": _FRICTIONLESS.get(field.kind, field.kind),
        "description": field.about + joined,
    }


def readme(document: ReportDocument, notes: list[str]) -> str:
    """For a person who opens the package: what is in it, and what each column means."""
    named = licence(document)
    lines = [
        clean_line(document.title),
        "",
        f"Open data of a public consultation, made on {document.made_on} with OGP Review {document.version}.",
        f"Licence: {named['title']} ({named['name']}) {named['url']}".rstrip(),
        "",
        "The same tables stand in CSV files (UTF-8) and in open_data.json, which open_data.schema.json "
        "describes. datapackage.json describes the CSV files for data portals.",
        "A cell that a spreadsheet could run as a formula begins with an apostrophe: take it off. "
        f'Several values in one cell stand with "{JOIN}" between them.',
    ]
    for heading, sentences in (("Limits", limits(document)), ("What CSV could not hold", notes)):
        lines += ["", heading, *(f"- {sentence}" for sentence in sentences or ["Everything is held."])]
    for table in TABLES:
        lines += ["", f"{table.name}.csv: {table.about}"]
        lines += [f"  {field.name} ({field.kind}): {field.about}" for field in table.fields]
    return "\n".join(lines) + "\n"
