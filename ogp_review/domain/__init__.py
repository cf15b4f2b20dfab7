"""What a review is made of and the rules it keeps: no database, no files, no window."""
