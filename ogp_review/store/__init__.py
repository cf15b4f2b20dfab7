"""The only place that knows SQLAlchemy: tables, the one write path, the journal and reads."""
