"""Starts the web page with the settings of the environment: ``python app.py``."""

from aiact_assistant.assistant import Assistant
from aiact_assistant.settings import load_settings
from aiact_assistant.ui.server import serve

if __name__ == "__main__":
    settings = load_settings()
    serve(settings, Assistant(settings))
