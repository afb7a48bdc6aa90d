"""Starts the web page with the settings of the environment: ``python app.py`` is ``aiact serve``."""

import sys

from aiact_assistant.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
