"""Checks the kennisbank against the law by machine, and says which entries a change of the law touches.

Comes in: entries and a ``Corpus``. Goes out: findings, coverage, readability, and the hashes of the provisions that
entries rest on. Pure but for the review file, ``corpus/kennisbank/nagekeken.json``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyphen

from aiact_assistant.corpus.copies import Copies
from aiact_assistant.corpus.figures import Figure, find_figures, is_backed
from aiact_assistant.corpus.folding import fold
from aiact_assistant.corpus.kennisbank import Entry, without_citations
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.references import contains
from aiact_assistant.corpus.sentences import sentences
from aiact_assistant.domain import Provision, ProvisionId, ProvisionKind, StorageError
from aiact_assistant.resources import resource

_FOLDER = "corpus/kennisbank"
REVIEW_FILE = "nagekeken.json"
MOST_WORDS_IN_SENTENCE = 30
BODY_WORDS = range(80, 251)
QUESTIONS = range(4, 9)
# Chapters whose every article must be cited; the others are about bodies that a Dutch organisation never meets.
COVERED_CHAPTERS = tuple(f"cpt_{number}" for number in "I II III IV V VIII IX X XII XIII".split())
_WORD = re.compile(r"\w+")
_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with an entry, in Dutch for whoever writes it."""

    entry: str
    message: str


@dataclass(frozen=True, slots=True)
class Readability:
    """Flesch-Douma over all entries: 0 (very hard) to 100 (very easy); B1 is about 50 and up."""

    mean: float
    lowest: tuple[tuple[str, float], ...]


def check_entries(entries: Sequence[Entry], corpus: Corpus) -> list[Finding]:
    """Everything that is wrong, entry by entry; empty when the kennisbank is true to the sources."""
    copies = Copies(corpus)
    found: list[Finding] = []
    names = [entry.id for entry in entries]
    found += [Finding(name, "deze naam komt vaker voor") for name in sorted({n for n in names if names.count(n) > 1})]
    asked: dict[str, str] = {}
    for entry in entries:
        for message in (*_form(entry), *_ids(entry, corpus), *_unbacked(entry, corpus), *_copied(entry, copies)):
            found.append(Finding(entry.id, message))
        for question in (*entry.vragen, *entry.vragen_en):
            other = asked.setdefault(fold(question), entry.id)
            if other != entry.id:
                found.append(Finding(entry.id, f"dezelfde vraag staat bij '{other}': {question}"))
    return found


def uncovered(entries: Iterable[Entry], corpus: Corpus) -> list[ProvisionId]:
    """Articles of the chapters that matter, and annexes, that no entry cites."""
    cited = {source for entry in entries for source in entry.bronnen}
    return [
        provision.id
        for provision in corpus.provisions
        if corpus.get(provision.id) is provision
        and _must_be_cited(provision, corpus)
        and not any(contains(provision.id, source) for source in cited)
    ]


def readability(entries: Iterable[Entry]) -> Readability:
    """Flesch-Douma (Douma 1960): 206.84 - 0.93 words per sentence - 77 syllables per word."""
    scores = sorted(((entry.id, _flesch_douma(_plain(entry))) for entry in entries), key=lambda pair: pair[1])
    mean = sum(score for _, score in scores) / len(scores) if scores else 0.0
    return Readability(mean, tuple(scores[:5]))


def fingerprints(entry: Entry, corpus: Corpus) -> dict[ProvisionId, str]:
    """A short hash of the text of each provision that an entry rests on, as now in force."""
    return {source: _hash(corpus, source) for source in entry.bronnen if source in corpus}


def stale(
    entries: Iterable[Entry], corpus: Corpus, reviewed: Mapping[str, Mapping[ProvisionId, str]]
) -> dict[str, list[ProvisionId]]:
    """Entries to review: which of their provisions read differently from when they were last checked."""
    found: dict[str, list[ProvisionId]] = {}
    for entry in entries:
        known = reviewed.get(entry.id, {})
        changed = [source for source, value in fingerprints(entry, corpus).items() if known.get(source) != value]
        if changed:
            found[entry.id] = changed
    return found


def read_review() -> dict[str, dict[ProvisionId, str]]:
    """Per entry the hashes of its provisions when it was last checked; empty when nothing was recorded.

    Raises:
        StorageError: the file is damaged.
    """
    path = resource(_FOLDER) / REVIEW_FILE
    if not path.exists():
        return {}
    try:
        content: dict[str, dict[ProvisionId, str]] = json.loads(path.read_text("utf8"))
        return content
    except (OSError, ValueError) as error:
        raise StorageError(f"Het bestand {path} is beschadigd.", f"The file {path} is damaged.") from error


def write_review(entries: Iterable[Entry], corpus: Corpus) -> None:
    """Record that these entries were checked against the present texts; those of other entries stay.

    Raises:
        StorageError: the file cannot be written.
    """
    content = read_review() | {entry.id: fingerprints(entry, corpus) for entry in entries}
    path = resource(_FOLDER) / REVIEW_FILE
    try:
        path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf8")
    except OSError as error:
        raise StorageError(
            f"Het bestand {path} kan niet worden geschreven ({error.strerror}).",
            f"The file {path} cannot be written ({error.strerror}).",
        ) from error


def _must_be_cited(provision: Provision, corpus: Corpus) -> bool:
    if provision.kind is not ProvisionKind.ARTICLE:
        return provision.kind is ProvisionKind.ANNEX
    return any(contains(chapter, above.id) for above in corpus.ancestors(provision) for chapter in COVERED_CHAPTERS)


def _form(entry: Entry) -> Iterator[str]:
    words = len(_WORD.findall(without_citations(entry.tekst)))
    if words not in BODY_WORDS:
        yield f"de tekst heeft {words} woorden; het moeten er {BODY_WORDS[0]} tot {BODY_WORDS[-1]} zijn"
    if len(entry.vragen) not in QUESTIONS:
        yield f"er zijn {len(entry.vragen)} vragen; het moeten er {QUESTIONS[0]} tot {QUESTIONS[-1]} zijn"
    for sentence in sentences(_plain(entry)):
        if (length := len(sentence.split())) > MOST_WORDS_IN_SENTENCE:
            yield f"een zin heeft {length} woorden; het mogen er {MOST_WORDS_IN_SENTENCE} zijn: {sentence[:60]}…"


def _ids(entry: Entry, corpus: Corpus) -> Iterator[str]:
    for source in (*entry.bronnen, *entry.cited):
        if source not in corpus:
            yield f"'{source}' bestaat niet in de bronnen"
    for source in entry.cited:
        if not any(contains(one, source) for one in entry.bronnen):
            yield f"'{source}' staat in de tekst maar niet in 'bronnen'"


def _unbacked(entry: Entry, corpus: Corpus) -> Iterator[str]:
    known: set[Figure] = set()
    for source in (*entry.bronnen, *entry.cited):
        provision = corpus.get(source)
        if provision is not None:
            known |= find_figures(f"{provision.heading}\n{corpus.full_text(provision)}")
    said = find_figures("\n".join((entry.samenvatting, entry.samenvatting_en, without_citations(entry.tekst))))
    for figure in sorted(said):
        if not is_backed(figure, frozenset(known)):
            yield f"{figure.value} ({figure.kind}) staat in geen van de bronnen van dit stuk"


def _copied(entry: Entry, copies: Copies) -> Iterator[str]:
    for run in copies.of(f"{entry.samenvatting} {without_citations(entry.tekst)}"):
        yield f"overgenomen uit een bron: “{run}”"


def _hash(corpus: Corpus, source: ProvisionId) -> str:
    provision = corpus.get(source)
    text = "" if provision is None else corpus.full_text(provision)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(entry: Entry) -> str:
    return _LIST_MARK.sub("", without_citations(entry.tekst)).replace("**", "")


def _flesch_douma(text: str) -> float:
    found = sentences(text)
    words = [word for sentence in found for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    syllables = sum(_HYPHENS.inserted(word).count("-") + 1 for word in words)
    return 206.84 - 0.93 * len(words) / len(found) - 77 * syllables / len(words)


_HYPHENS = pyphen.Pyphen(lang="nl_NL")
