"""Writers of documents: each reads a `domain.report` document and knows no database."""
