"""Which sentences answer which question: yes apart from no, and of a long dossier the most promising ones."""

from __future__ import annotations

import numpy as np
import pytest

from aiact_assistant.documents.passages import Passage, Sentence, passages_of, sentences_of
from aiact_assistant.documents.support import Floats, Support, load_support
from aiact_assistant.documents.telling import Told, choose, tell
from aiact_assistant.domain import Document, Dossier, Page
from aiact_assistant.search.embed import Embedder
from aiact_assistant.search.models import packaged_embedder

FURNITURE = "Dit stuk is op {} maart besproken in het overleg van de afdeling en daarna ongewijzigd vastgelegd."
TRAINED = "Het model is op achtduizend afgesloten meldingen getraind en leidt daar verbanden uit af."
BY_HAND = "Alle regels zijn door juristen opgeschreven; uit gegevens wordt niets geleerd."


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    found = packaged_embedder()
    if found is None:
        pytest.skip("no embedding model for this system")
    return found


@pytest.fixture(scope="module")
def support() -> Support:
    return load_support()


def passages(*texts: str) -> tuple[Passage, ...]:
    pages = tuple(Page(number, text, "page") for number, text in enumerate(texts, start=1))
    return passages_of(sentences_of(Dossier((Document("0" * 12, "uitleg.pdf", "nl", pages, ()),))))


def sentences(found: tuple[Passage, ...]) -> list[Sentence]:
    return [sentence for passage in found for sentence in passage.sentences]


def told(embedder: Embedder, support: Support, *texts: str) -> dict[str, Told]:
    seen = sentences(passages(*texts))
    return tell(seen, embedder.passages([sentence.text for sentence in seen]), support)


def test_the_deciding_sentence_is_found_among_others(embedder: Embedder, support: Support) -> None:
    said = told(embedder, support, FURNITURE.format("drie"), TRAINED, "De afdeling is op dinsdag bereikbaar.")
    assert said["infers"].sentences[0].text == TRAINED
    assert said["infers"].sentences[0].page == 2
    assert said["infers"].yes > said["infers"].no


def test_no_is_told_from_yes(embedder: Embedder, support: Support) -> None:
    said = told(embedder, support, BY_HAND)
    assert said["infers"].no > said["infers"].yes
    assert said["human_rules_only"].yes > said["human_rules_only"].no


def test_what_stands_in_every_paper_answers_nothing(embedder: Embedder, support: Support) -> None:
    said = told(embedder, support, FURNITURE.format("vijf"))
    assert max(max(one.yes, one.no) for one in said.values()) < 0.5


def test_nothing_is_told_by_nothing(support: Support) -> None:
    assert tell([], np.zeros((0, 384), dtype=np.float32), support) == {}


def test_of_a_short_dossier_every_sentence_is_looked_at(embedder: Embedder, support: Support) -> None:
    found = passages(TRAINED, BY_HAND)
    assert choose(found, rows(embedder, found), support) == sentences(found)


def test_a_heading_is_no_sentence_to_look_at(embedder: Embedder, support: Support) -> None:
    found = passages("Over het model\n\n" + TRAINED)
    assert [sentence.text for sentence in choose(found, rows(embedder, found), support)] == [TRAINED]


def test_of_a_long_dossier_the_promising_sentences_are(embedder: Embedder, support: Support) -> None:
    found = passages(*(FURNITURE.format(number) for number in range(400)), TRAINED)
    chosen = choose(found, rows(embedder, found), support)
    assert len(chosen) < len(sentences(found)) / 2
    assert TRAINED in [sentence.text for sentence in chosen]


def rows(embedder: Embedder, found: tuple[Passage, ...]) -> Floats:
    return embedder.passages([passage.text for passage in found])
