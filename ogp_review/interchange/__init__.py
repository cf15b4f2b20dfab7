"""What formats share that are written and read back."""
