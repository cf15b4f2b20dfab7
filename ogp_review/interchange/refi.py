"""What the exchange format of programs for qualitative analysis (REFI-QDA) is read and written with."""

from ogp_review.domain.codebook import TAG_COLOURS

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"

SHADES = dict(
    zip(
        TAG_COLOURS,
        (
            "#C45B5B", "#BE642A", "#AC7400", "#838700", "#369653", "#00998B", "#008CC2", "#527ED0", "#846EC9",
            "#A861AC", "#BE5A80", "#718294",
        ),
        strict=True,
    )
)  # fmt: skip
"""What the twelve colours look like on paper."""
