"""The page from which the report and the matrix are exported."""

from ogp_review.ui.report.view import ExportPage as ExportPage
