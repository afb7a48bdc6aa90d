"""The web page.

Comes in: an ``Assistant``. Goes out: a Gradio page on a FastAPI server. Widgets, words and looks only: no search or
legal logic, and no request to any other host.
"""
