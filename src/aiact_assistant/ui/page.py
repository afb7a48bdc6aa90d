"""Assembles the page: widgets, what they do, and how they look.

Comes in: an assistant. Goes out: Gradio Blocks. Everything shown is escaped or plain text.
"""

from __future__ import annotations

import gradio as gr

from aiact_assistant.ui.events import AssistantLike, connect
from aiact_assistant.ui.layout import build_layout
from aiact_assistant.ui.render import notices_banner
from aiact_assistant.ui.texts import text


def build_page(assistant: AssistantLike) -> gr.Blocks:
    """The page for one assistant; every visitor has a state of their own."""
    with gr.Blocks(analytics_enabled=False, title=text("title", "nl"), fill_width=True) as page:
        connect(assistant, build_layout(lambda: notices_banner(assistant.notices("nl"))))
    return page
