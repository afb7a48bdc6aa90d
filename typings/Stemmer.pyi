"""PyStemmer has no type information of its own; only what we use."""

class Stemmer:
    def __init__(self, algorithm: str) -> None: ...
    def stemWord(self, word: str) -> str: ...  # noqa: N802
