"""The workspace where comments are sorted and answered: tree, list, reader and response, composed."""

from ogp_review.ui.triage.workspace import TriageWorkspace as TriageWorkspace
