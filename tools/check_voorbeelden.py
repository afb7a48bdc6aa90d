"""Checks the descriptions in ``corpus/voorbeelden/`` and the sentences of ``corpus/zinnen.yaml``, for pre-commit.

Comes in: nothing. Goes out: exit code 1 and a line per mistake, or 0. Provisions and copied words are checked when the
mirror of the sources stands beside the checkout; without it that is said on stderr.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.corpus.copies import Copies
from aiact_assistant.corpus.folding import fold
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.load import parse_source
from aiact_assistant.corpus.manifest import load_manifest, mirror_files
from aiact_assistant.corpus.voorbeelden import (
    Tegenvoorbeeld,
    Voorbeeld,
    Voorbeelden,
    VoorbeeldenError,
    read_voorbeelden,
)
from aiact_assistant.corpus.zinnen import Zinnen, load_zinnen
from aiact_assistant.domain import Provision, Source
from aiact_assistant.files.markdown import YAML_LOADER

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "corpus/voorbeelden"
MIRROR = ROOT.parent / "shared" / "corpus"

# The issue asks for at least fifteen a point.
FEWEST_EXAMPLES = 15
WORDS = range(3, 81)
ONE_LINER = 10
# The share of words, function words included, from which a reader would call two texts the same story. Different
# stories about one point share up to a third.
ALIKE = 0.4
_WORD = re.compile(r"\w+")
# Words that only one of the two languages has.
_TELLING = {
    "nl": frozenset(
        """
        de het een van en zijn dat die voor met aan niet ook als bij uit door naar wordt worden deze dit wie wij zij hij
        haar hun onze geen maar dan nog tot tegen tijdens zodra
        """.split()
    ),
    "en": frozenset(
        """
        the a an and are to that which for with at not also as there by from into been this these who they she his their
        our but than until against while when it its
        """.split()
    ),
}


def mistakes(folder: Path, facts: Collection[str], corpus: Corpus | None) -> Iterator[str]:
    """What is wrong with the examples in a folder, one line each, in Dutch.

    Args:
        folder: the YAML files.
        facts: the ids of the facts that exist.
        corpus: the sources, or ``None`` when they are not here: provisions and copies are not checked.
    """
    found: dict[str, Voorbeelden] = {}
    for path in sorted(folder.glob("*.yaml")):
        shape = list(_shape(path))
        yield from (f"{path.name}: {message}" for message in shape)
        if shape:
            continue
        try:
            found[path.name] = read_voorbeelden(path)
        except VoorbeeldenError as error:
            yield str(error)
    for name, one in found.items():
        for message in (*_facts(one, facts), *_provisions(one, corpus), *_texts(one)):
            yield f"{name}: {message}"
    yield from _too_few(found.values())
    yield from _alike(found)
    if corpus is not None:
        copies = Copies(corpus)
        for name, one in found.items():
            for text in _all(one):
                yield from (f"{name}: overgenomen uit een bron: “{run}”" for run in copies.of(text.tekst))


def sentence_mistakes(zinnen: Zinnen, facts: Collection[str], corpus: Corpus | None) -> Iterator[str]:
    """What is wrong with the sentences per fact, one line each, in Dutch.

    Args:
        zinnen: the sentences.
        facts: the ids of the facts that exist.
        corpus: the sources, or ``None`` when they are not here: copies are not checked.
    """
    yield from (f"zinnen: het feit '{fact}' staat niet in rules/feiten.yaml" for fact in zinnen.feiten.keys() - facts)
    for fact in facts:
        answers = zinnen.feiten.get(fact)
        if answers is None or not answers.ja or not answers.nee:
            yield f"zinnen: '{fact}' heeft geen zin die ja zegt, of geen die nee zegt"
    counted = Counter(fold(text) for *_, text in zinnen.labelled())
    yield from (f"zinnen: staat er meer dan één keer: “{text}”" for text, number in counted.items() if number > 1)
    if corpus is not None:
        copies = Copies(corpus)
        for *_, text in zinnen.labelled():
            yield from (f"zinnen: overgenomen uit een bron: “{run}”" for run in copies.of(text))


def read_mirror(folder: Path) -> Corpus | None:
    """The sources of a mirror, in every language that it has; ``None`` when there is no mirror."""
    sources: list[Source] = []
    provisions: list[Provision] = []
    for source in load_manifest():
        path = next((folder / name for name in mirror_files(source) if (folder / name).is_file()), None)
        if path is not None:
            sources.append(source)
            provisions.extend(parse_source(source, path.name, path.read_bytes()))
    return Corpus(sources, provisions) if sources else None


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / "docs/schemas/voorbeelden.json").read_text("utf8")))


def _shape(path: Path) -> Iterator[str]:
    try:
        content: Any = yaml.load(path.read_text("utf8"), Loader=YAML_LOADER)
    except yaml.YAMLError as error:
        yield f"geen geldige YAML: {error}"
        return
    for error in _validator().iter_errors(content):
        yield f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message}"


def _facts(one: Voorbeelden, facts: Collection[str]) -> Iterator[str]:
    yield from (f"het feit '{fact}' staat niet in rules/feiten.yaml" for fact in one.feiten if fact not in facts)


def _provisions(one: Voorbeelden, corpus: Corpus | None) -> Iterator[str]:
    if corpus is None:
        return
    if one.is_provision and one.punt not in corpus:
        yield f"'{one.punt}' bestaat niet in de bronnen"
    for text in one.tegenvoorbeelden:
        if text.bepaling is not None and text.bepaling not in corpus:
            yield f"'{text.bepaling}' bestaat niet in de bronnen: {_start(text)}"


def _texts(one: Voorbeelden) -> Iterator[str]:
    for text in _all(one):
        words = _words(text)
        if len(words) not in WORDS:
            yield f"{len(words)} woorden; het moeten er {WORDS[0]} tot {WORDS[-1]} zijn: {_start(text)}"
        telling = {language: sum(word in known for word in words) for language, known in _TELLING.items()}
        other = "en" if text.taal == "nl" else "nl"
        # A one-liner may have none of these words.
        if telling[other] > telling[text.taal] or (telling[other] == telling[text.taal] and len(words) >= ONE_LINER):
            yield f"de taal is niet '{text.taal}': {_start(text)}"


def _too_few(files: Iterable[Voorbeelden]) -> Iterator[str]:
    counts: Mapping[str, int] = defaultdict(int)
    for one in files:
        counts[one.punt] += len(one.voorbeelden)
    for point, count in counts.items():
        if count < FEWEST_EXAMPLES:
            yield f"{point}: {count} voorbeelden; het moeten er minstens {FEWEST_EXAMPLES} zijn"


def _alike(files: Mapping[str, Voorbeelden]) -> Iterator[str]:
    texts = [(name, text, frozenset(_words(text))) for name, one in files.items() for text in _all(one)]
    for (name, text, words), (other_name, other, other_words) in combinations(texts, 2):
        shared = len(words & other_words)
        if shared >= ALIKE * (len(words) + len(other_words) - shared):
            yield f"{name}: lijkt te veel op een tekst in {other_name}: {_start(text)} <> {_start(other)}"


def _all(one: Voorbeelden) -> tuple[Voorbeeld | Tegenvoorbeeld, ...]:
    return (*one.voorbeelden, *one.tegenvoorbeelden)


def _words(text: Voorbeeld) -> list[str]:
    return _WORD.findall(fold(text.tekst))


def _start(text: Voorbeeld) -> str:
    return f"“{text.tekst[:50]}…”"


def main() -> int:
    """Exit code for the descriptions and sentences of this project."""
    corpus = read_mirror(MIRROR)
    if corpus is None:
        print(f"geen bronnen in {MIRROR}: bepalingen en overgenomen zinnen zijn niet nagekeken", file=sys.stderr)
    facts = load_rules().questions
    found = [*mistakes(FOLDER, facts, corpus), *sentence_mistakes(load_zinnen(), facts, corpus)]
    print("\n".join(found), end="\n" if found else "")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
