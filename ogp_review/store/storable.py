"""What a database can hold of a text: no NUL, no lone surrogates, newlines in one form."""


def storable(text: str) -> str:
    """`text` with newlines as the store keeps them, and without NUL and lone surrogates."""
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return even.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
