"""Makes a short answer out of found passages without a language model.

Comes in: hits, the corpus, the question's tokens. Goes out: claims whose text is a verified verbatim quote, each
with a citation that pins down the provision it stands in.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aiact_assistant.corpus import cite
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.kennisbank import Entry
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.references import contains
from aiact_assistant.corpus.sentences import sentence_spans
from aiact_assistant.corpus.verbatim import is_verbatim
from aiact_assistant.domain import Authority, Citation, Hit, Language, Provision, ProvisionId, ProvisionKind

# A passage up to this length is quoted whole: cutting a lid in two may drop its condition.
WHOLE_CHARS = 420
MOST_LAW = 4
MOST_OTHER = 2
# Hits below this share of the best one are shown as found, not quoted in the answer.
RELATIVE_SCORE = 0.45
# No entry of the kennisbank lifts an own document and few lift a page, so these stay lower than the law.
RELATIVE_SCORE_OTHER = 0.2

# Counting a stem more often than this lets one word decide; short sentences would win by their length alone.
_MOST_COUNT = 3
_SHORT_SENTENCE = 8
# An article begins with its rule; recitals and pages begin with an introduction. An exception without the rule
# misleads, so it must fit much better to be quoted. Values chosen by reading the quotes of part of the entries.
_RULE_FIRST = 1.25
_EXCEPTION = 0.6
_HEADING = 0.6
# What a page says of itself is never what a reader wants quoted.
_FURNITURE = 0.1
_INVITES = re.compile(r"\b(?:laat het ons weten|benieuwd naar|meer weten|lees verder|bekijk ook)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.;:,!][”\"’)]*$| (?:en|of)$")
_EXCEPTS = re.compile(r"\b(?:niet van toepassing|geldt niet|gelden niet|houdt niet in|does not apply|do not apply)\b")
_WITH_INTRODUCTION = frozenset({ProvisionKind.RECITAL, ProvisionKind.PAGE, ProvisionKind.PAGE_SECTION})
_POINT = re.compile(r"(?:[a-z]{1,4}|[0-9]+)(?: (?:bis|ter|quater))?\)|-")

Tokens = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A verified quote with its citation, ready to be shown."""

    quote: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes passages for one question; every quote is found verbatim in its source before it is given.

    Attributes:
        corpus: the texts to quote from and verify against.
        applicability: the days from which provisions apply.
        question_tokens: stems of the question, its begrippen included.
        tokens: how a sentence is turned into stems.
        language: language of labels and links.
        on: day for which the answer holds.
    """

    corpus: Corpus
    applicability: Applicability
    question_tokens: Sequence[str]
    tokens: Tokens
    language: Language
    on: date

    def of_hits(self, hits: Sequence[Hit]) -> Iterator[Passage]:
        """The best passages of what was found (best first), highest authority first."""
        for hit in choose(hits):
            provision = self.corpus.get(hit.id, language=self.language, on=self.on)
            if hit.chunk is not None and provision is not None:
                same = provision.language == hit.chunk.language
                text = hit.chunk.text if same else self.corpus.full_text(provision)
                yield from self._passage(provision, text, self.question_tokens)

    def of_entry(self, entry: Entry, named: Sequence[ProvisionId] = ()) -> Iterator[Passage]:
        """A passage of each provision in force that an entry rests on, highest authority first, in its own order.

        What the question names goes before the rest.

        What the entry says of a provision decides which of its sentences is quoted: it must show where that comes
        from, whatever words the question used. No text is quoted twice.
        """
        order = sorted(entry.bronnen, key=lambda one: not any(contains(name, one) for name in named))
        found = [self.corpus.get(name, language=self.language, on=self.on) for name in order]
        present = [provision for provision in found if provision is not None]
        counts: Counter[bool] = Counter()
        quoted: list[str] = []
        for provision in sorted(present, key=lambda one: self.corpus.source_of(one).authority.rank):
            is_law = self.corpus.source_of(provision).authority is Authority.LAW
            if counts[is_law] >= (MOST_LAW if is_law else MOST_OTHER):
                continue
            said, gist = entry.said_of(provision.id), f"{entry.titel}\n{entry.samenvatting}"
            if not said or provision.kind not in _WITH_INTRODUCTION:
                said = f"{said}\n{gist}"
            tokens = self.tokens(said)
            wanted = [*tokens, *tokens, *self.question_tokens]
            for passage in self._passage(provision, self.corpus.full_text(provision), wanted):
                if not any(passage.quote in other or other in passage.quote for other in quoted):
                    quoted.append(passage.quote)
                    counts[is_law] += 1
                    yield passage

    def _passage(self, provision: Provision, text: str, wanted: Sequence[str]) -> Iterator[Passage]:
        quote = best_sentences(text, wanted, self.tokens, rule_first=provision.kind not in _WITH_INTRODUCTION)
        if is_verbatim(quote, self.corpus.full_text(provision)):
            pinned = pin(self.corpus, provision, quote)
            citation = cite_provision(self.corpus, self.applicability, pinned, quote, self.language, self.on)
            yield Passage(quote, citation)


def choose(hits: Sequence[Hit]) -> list[Hit]:
    """The hits worth quoting: near the best one, law first, a few of each authority."""
    if not hits:
        return []
    chosen: list[Hit] = []
    counts: Counter[bool] = Counter()
    for hit in hits:
        if hit.chunk is None or hit.chunk.authority is Authority.KNOWLEDGE:
            continue
        is_law = hit.chunk.authority is Authority.LAW
        if hit.score < hits[0].score * (RELATIVE_SCORE if is_law else RELATIVE_SCORE_OTHER):
            continue
        if counts[is_law] < (MOST_LAW if is_law else MOST_OTHER):
            counts[is_law] += 1
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.chunk.authority.rank if hit.chunk else 0)


def best_sentences(text: str, wanted: Sequence[str], tokens: Tokens, *, rule_first: bool = False) -> str:
    """The run of at most two sentences that shares most with what is wanted; the whole text when it is short.

    Args:
        text: of a provision.
        wanted: stems; one that occurs twice counts more.
        tokens: how a sentence is turned into stems.
        rule_first: whether the text begins with its rule, as those of articles do.
    """
    if len(text) <= WHOLE_CHARS:
        return text
    spans = sentence_spans(text)
    found = [set(tokens(text[start:end])) for start, end in spans]
    counts = Counter(wanted)
    # A stem that most of these sentences have, such as "systeem", tells them apart the least.
    weights = {
        token: min(_MOST_COUNT, count) * math.log(1 + len(spans) / sum(token in one for one in found))
        for token, count in counts.items()
        if any(token in one for one in found)
    }
    scores = [
        sum(weight for token, weight in weights.items() if token in one) / math.sqrt(_SHORT_SENTENCE + len(one))
        for one in found
    ]
    if rule_first:
        scores[0] *= _RULE_FIRST
    scores = [score * _worth(text[start:end]) for score, (start, end) in zip(scores, spans, strict=True)]
    best = max(range(len(spans)), key=lambda place: (scores[place], -place))
    start, end = spans[best]
    if best + 1 < len(spans):
        after, last = spans[best + 1]
        # The next point of a list says something else, but what a list is about needs one.
        is_other_point = _POINT.match(text[after:last]) is not None and not text[start:end].endswith(":")
        if last - start <= WHOLE_CHARS and not is_other_point and _worth(text[after:last]) > _FURNITURE:
            end = last
    return text[start:end]


def _worth(sentence: str) -> float:
    """How much a sentence is worth as a quote, whatever it is about."""
    if _INVITES.search(sentence):
        return _FURNITURE
    if sentence.endswith("?") or not _ENDED.search(sentence):
        return _HEADING
    return _EXCEPTION if _EXCEPTS.search(sentence) else 1.0


def pin(corpus: Corpus, provision: Provision, quote: str) -> Provision:
    """The smallest provision that contains the whole quote."""
    for child in corpus.children(provision):
        if is_verbatim(quote, corpus.full_text(child)):
            return pin(corpus, child, quote)
    return provision


def cite_provision(
    corpus: Corpus, applicability: Applicability, provision: Provision, quote: str, language: Language, on: date
) -> Citation:
    """A citation of a provision with what the reader must know about its dates and changes."""
    source = corpus.source_of(provision)
    application = applicability.applies_from(provision.id, on) if source.authority is Authority.LAW else None
    later = application.date if application is not None and application.date > on else None
    amended = source.authority is Authority.LAW and source.valid_from is not None and corpus.changed(provision)
    return Citation(
        id=provision.id,
        label=cite.label(corpus, provision, language),
        authority=source.authority,
        quote=quote,
        url=cite.url(corpus, provision, language),
        heading=cite.heading(corpus, provision),
        applies_from=later,
        amended=amended,
        note=_note(corpus, provision, application, language, on),
        language=provision.language,
    )


def _note(corpus: Corpus, provision: Provision, application: object, language: Language, on: date) -> str:
    notes: list[str] = []
    dutch = language == "nl"
    alternatives = getattr(application, "alternatives", ())
    for day, condition_nl, condition_en in alternatives:
        if day > on:
            notes.append(f"{condition_nl if dutch else condition_en}: {show_date(day, language)}.")
    if cite.written_before_amendment(corpus, provision, on):
        written = show_date(corpus.source_of(provision).date, language)
        notes.append(
            f"Deze tekst is van {written}, van vóór de wijziging van de AI-verordening op 27 juli 2026. Data en"
            " artikelen kunnen verouderd zijn: de wet gaat voor."
            if dutch
            else f"This text is of {written}, before the AI Act was amended on 27 July 2026. Dates and articles may be"
            " out of date: the law prevails."
        )
    if provision.language != language:
        notes.append(_language_note(corpus, provision, language, on))
    return " ".join(notes)


def _language_note(corpus: Corpus, provision: Provision, language: Language, on: date) -> str:
    """That the quote is not in the reader's language, and whether a text in that language is at hand."""
    own = corpus.get(provision.id, language=language, on=on)
    present = own is not None and own.language == language
    if language == "nl":
        rest = "er is ook een Nederlandse tekst." if present else "de Nederlandse tekst is niet bij deze bronnen."
        return f"Het citaat is Engels; {rest}"
    rest = "there is an English text too." if present else "the English text is not among these sources."
    return f"The quote is in Dutch; {rest}"


_MONTHS = {
    "nl": """januari februari maart april mei juni juli augustus september oktober november december""".split(),
    "en": """January February March April May June July August September October November December""".split(),
}


def show_date(day: date, language: Language) -> str:
    """A date in words: "2 december 2027"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
