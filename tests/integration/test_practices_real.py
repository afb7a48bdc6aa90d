"""With the real embedding model: a prohibited practice is never proposed as a low class."""

from __future__ import annotations

import pytest

from aiact_assistant.documents.facts import FactReader
from aiact_assistant.documents.support import load_support
from aiact_assistant.domain import RiskClass
from aiact_assistant.search.embed import packaged_embedder
from eval.assessment import assess, read_practices

pytestmark = pytest.mark.integration

LOW = {RiskClass.MINIMAL, RiskClass.TRANSPARENCY, RiskClass.NOT_AI_SYSTEM, RiskClass.OUT_OF_SCOPE}


def test_our_descriptions_of_prohibited_practices_are_never_low() -> None:
    embedder = packaged_embedder()
    if embedder is None:
        pytest.skip("no embedding model for this system")
    reader = FactReader(embedder, load_support())
    prohibited = [one for held in (False, True) for one in read_practices(held=held) if one.gold == "prohibited"]
    low = [one.id for one in prohibited if assess(one.text, reader).risk_class in LOW]
    assert low == []
