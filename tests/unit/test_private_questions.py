"""Personal data in a typed question never reaches a language model on another machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiact_assistant import assistant as composition
from aiact_assistant.assistant import Assistant
from aiact_assistant.settings import Settings
from tests.models import ScriptedModel

QUESTION = "Mag ik een systeem vragen wie BSN 111222333 heeft, of anna@voorbeeld.nl?"


@pytest.mark.parametrize(("here", "sent"), [(True, QUESTION), (False, "wie BSN [BSN] heeft, of [e-mail]?")])
def test_it_is_masked_unless_the_model_is_here(
    here: bool, sent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ScriptedModel({"question": "Mag dat?"}, on_this_machine=here)
    monkeypatch.setattr(composition, "load_model", lambda _: model)
    writer = Assistant(Settings(data_dir=tmp_path))._writer(lambda: False)  # pyright: ignore[reportPrivateUsage]
    assert writer is not None
    writer.standalone("En dan?", [QUESTION], "nl")
    assert sent in model.told[0]
    assert ("111222333" in model.told[0]) is here
