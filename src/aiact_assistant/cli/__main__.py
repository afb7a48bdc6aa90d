"""``python -m aiact_assistant.cli``."""

from aiact_assistant.cli import main

main()
