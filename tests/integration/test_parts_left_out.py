"""What a search does without each of its parts, on the made-up regulation; only the eval asks for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pytest

from aiact_assistant.domain import Hit
from aiact_assistant.search.index import Part, SearchIndex
from tests.bakfiets import build_assistant, write_sources

pytestmark = pytest.mark.integration
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return build_assistant(write_sources(tmp_path_factory.mktemp("delen"))).open_index()


def search(index: SearchIndex, question: str, without: Collection[Part] = ()) -> list[Hit]:
    return index.search(question, on=DAY, without=without)


def test_without_the_kennisbank_only_sources_are_found(index: SearchIndex) -> None:
    question = "moet de ondernemingsraad meebeslissen over een bakfiets"
    assert any(hit.sources for hit in search(index, question))
    found = search(index, question, [Part.ENTRIES])
    assert found
    assert not any(hit.sources for hit in found)


def test_without_the_citation_route_a_named_article_is_not_put_first(index: SearchIndex) -> None:
    question = "hoe vaak smeer ik de ketting bij onderhoud volgens artikel 4 bis"
    # Words alone, so that a change of the kennisbank changes nothing here.
    others = [Part.ENTRIES, Part.CONCEPTS]
    assert search(index, question, others)[0].id.startswith("art_4a")
    assert not search(index, question, [*others, Part.ROUTES])[0].id.startswith("art_4a")


def test_without_begrippen_an_asked_definition_is_not_put_first(index: SearchIndex) -> None:
    question = "wat is een gebruiksverantwoordelijke"
    assert index.understand(question, "nl").matches
    assert search(index, question) != search(index, question, [Part.CONCEPTS])


def test_without_fusion_and_without_a_model_only_begrippen_and_entries_say_anything(index: SearchIndex) -> None:
    assert search(index, "ketting smeren elke maand")
    assert search(index, "ketting smeren elke maand", [Part.FUSION]) == []
