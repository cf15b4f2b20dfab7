"""Readers of sources: each yields `domain.incoming` records and knows no database."""
