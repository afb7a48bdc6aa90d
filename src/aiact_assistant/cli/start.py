"""What every command begins with: the settings, and the assistant built from them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from aiact_assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from aiact_assistant.assistant import Assistant


def assistant_of(**overrides: Any) -> Assistant:
    """The assistant of the settings; loaded late, because help and completion must not wait for it."""
    settings = settings_of(**overrides)
    from aiact_assistant.assistant import Assistant

    return Assistant(settings)


def settings_of(**overrides: Any) -> Settings:
    """The settings, with the flags of a command over them; logging follows them from then on."""
    settings = load_settings(**overrides)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Ours alone: the client of a language model writes what is asked in its log when it may say everything.
    logging.getLogger("aiact_assistant").setLevel(settings.log_level)
    return settings
