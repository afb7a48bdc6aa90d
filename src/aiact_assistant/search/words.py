"""Dutch and English words as the lexical index sees them: folded, stemmed, stop words out, compounds split.

Comes in: text. Goes out: tokens. Splitting uses the corpus's own vocabulary, so "hoogrisicosysteem" also
gives the parts that stand in "systeem met een hoog risico".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from aiact_assistant.corpus.folding import fold
from aiact_assistant.domain import Language

WORDS_VERSION = 1
_WORD = re.compile(r"\w+(?:\^\d+)?")
_MIN_PART = 4
_MIN_COMPOUND = 9
_LANGUAGE_WORDS = 3
_LANGUAGE_SHARE = 0.15  # of the words; running Dutch or English has 0.3 or more, German 0.1 of the Dutch ones
_LINKS = ("", "s", "en", "e", "n")
_DUTCH_STOP = frozenset(
    """
    aan al alle als alsook bij binnen daar daarbij dan dat de deze die dit door dus een eens en er ervoor ging had
    hebben heb hebt heeft het hij hoe hun ik in is ja je jij jullie kan kun kunnen maar me mee mag meer men met mij
    mijn moet moeten mogen na naar niet nog nu of om omdat ons onze ook op over s te tegen ten tot toch toe u uit uw
    van vanaf via voor waar waarbij waarin wanneer wat we wel welk welke werd wie wij wil word worden wordt ze zij
    zijn zo zou zonder zoals zal zullen zich ben bent was waren iets iemand graag even moest gaat gaan doen doe
    artikel lid punt bedoeld bedoelde
    """.split()
)
_ENGLISH_STOP = frozenset(
    """
    a about all also am an and any are as at be been but by can could did do does for from had has have how i if in
    into is it its just may me might must my no not of on or our ours shall should so some such than that the their
    them then there these they this those to us was we were what when where which who why will with would you your
    """.split()
)


def is_stop_word(word: str) -> bool:
    """Whether a folded word carries no meaning of its own in Dutch or English."""
    return word in _DUTCH_STOP or word in _ENGLISH_STOP


def words(text: str) -> list[str]:
    """The folded words of a text, stop words included."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=1)
def _stemmers() -> dict[str, Stemmer.Stemmer]:
    return {"nl": Stemmer.Stemmer("dutch"), "en": Stemmer.Stemmer("english")}


class Analyser:
    """Turns text into tokens, with the vocabulary of one corpus for the compounds.

    Args:
        vocabulary: the folded words that may be parts of a compound.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._split = lru_cache(maxsize=20_000)(self._split_compound)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Analyser:
        """An analyser whose vocabulary is the words (of four letters or more, seen twice) of these texts."""
        counts = Counter(word for text in texts for word in words(text))
        return cls(word for word, n in counts.items() if n > 1 and len(word) >= _MIN_PART and word.isalpha())

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words that may be parts of a compound."""
        return self._vocabulary

    def knows(self, word: str) -> bool:
        """Whether a folded word, or every part of it as a compound, stands in the corpus."""
        return word in self._vocabulary or bool(self._split(word))

    def tokens(self, text: str, language: Language) -> list[str]:
        """Stems of the words that carry meaning, each compound followed by its parts."""
        stop = _DUTCH_STOP if language == "nl" else _ENGLISH_STOP
        stem = _stemmers()[language].stemWord
        found: list[str] = []
        for word in words(text):
            if word in stop or (len(word) == 1 and not word.isdigit()):
                continue
            found.append(stem(word))
            if language == "nl":
                found.extend(stem(part) for part in self._split(word) if part not in stop)
        return found

    def _split_compound(self, word: str) -> tuple[str, ...]:
        """The fewest known words that make up a long word, or nothing."""
        if len(word) < _MIN_COMPOUND or not word.isalpha():
            return ()
        best: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(_MIN_PART, len(word) + 1):
            for start in [at for at in best if end - at >= _MIN_PART and end - at < len(word)]:
                piece = word[start:end]
                part = self._known(piece, last=end == len(word))
                if part and (end not in best or len(best[start]) + 1 < len(best[end])):
                    best[end] = (*best[start], part)
        return best.get(len(word), ())

    def _known(self, piece: str, *, last: bool) -> str:
        for link in _LINKS[:1] if last else _LINKS:
            base = piece.removesuffix(link) if link else piece
            if len(base) >= _MIN_PART and base + link == piece and base in self._vocabulary:
                return base
        return ""


def guess_language(text: str, default: Language) -> Language:
    """Dutch or English by the stop words in a question; ``default`` when they do not tell."""
    found = words(text)
    dutch = sum(word in _DUTCH_STOP for word in found)
    english = sum(word in _ENGLISH_STOP for word in found)
    if dutch == english:
        return default
    return "nl" if dutch > english else "en"


def language_of(text: str) -> Language | None:
    """Dutch or English when enough stop words tell so, else ``None``: another language, or no sentences."""
    found = words(text)
    counts: dict[Language, int] = {
        "nl": sum(word in _DUTCH_STOP for word in found),
        "en": sum(word in _ENGLISH_STOP for word in found),
    }
    most = max(counts, key=lambda language: counts[language])
    return most if counts[most] >= max(_LANGUAGE_WORDS, _LANGUAGE_SHARE * len(found)) else None
