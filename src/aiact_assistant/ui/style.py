"""How the page looks and what the browser itself does: theme, style sheet and script, all local."""

from __future__ import annotations

import json
from pathlib import Path

from gradio import themes

from aiact_assistant.ui.texts import text

_HERE = Path(__file__).parent
_PAPER = "#ffffff"
_INK = "#1b1f24"
# Words that the browser puts in the page itself.
_SCRIPT_TEXTS = (
    *("title", "tabs", "tab_vragen", "tab_beslishulp", "tab_kennisbank", "kb_loading", "kb_not_loaded"),
    *("bh_copied", "not_copied", "bh_not_loaded"),
    *("bo_mask_done", "bo_unmask_done", "bo_day_done", "bad_date", "bo_mail_top", "bo_mail_end"),
    *("tab_beoordeling", "bo_not_done", "bo_gone", "bo_sending", "bo_thinking", "bo_stopped", "bo_done", "bo_wiped"),
    *("bo_copied", "bo_owner", "bo_reading", "bo_waiting"),
)
_SHEETS = ("page", "kennisbank", "beslishulp", "beoordeling")
_PARTS = ("tabs", "beslishulp", "beoordeling", "kennisbank")
FAVICON = _HERE / "favicon.svg"


def css() -> str:
    """The style sheet."""
    return "\n".join((_HERE / f"{name}.css").read_text("utf8") for name in _SHEETS)


def script() -> str:
    """What the browser does without the server; see ``page.js`` and the scripts of its parts."""
    words = {language: {key: text(key, language) for key in _SCRIPT_TEXTS} for language in ("nl", "en")}
    page = (_HERE / "page.js").read_text("utf8")
    for part in _PARTS:
        page = page.replace(f"__{part.upper()}__", (_HERE / f"{part}.js").read_text("utf8"))
    return page.replace("__WORDS__", json.dumps(words))


def theme() -> themes.Base:
    """Sober, in the Rijksoverheid's blue, with the fonts of the reader's own system; light in dark mode too."""
    blue = themes.Color(
        *("#eef3f9", "#d6e2f0", "#aec6e1", "#7fa3cc", "#4a7ab0", "#154273", "#123a65", "#0f3157", "#0c2848", "#091f39"),
        "#06172b",
    )
    fonts = ["Segoe UI", "Helvetica Neue", "Arial", "sans-serif"]
    look = themes.Base(primary_hue=blue, neutral_hue="slate", font=fonts, font_mono=["Consolas", "monospace"])
    look.set(  # pyright: ignore[reportUnknownMemberType]
        body_background_fill=_PAPER,
        body_text_color=_INK,
        block_label_text_color=_INK,
        block_title_text_color=_INK,
        input_background_fill="#ffffff",
        input_border_color="#6b7787",
        input_border_width="1px",
        input_placeholder_color="#5a6675",
        button_secondary_background_fill="#eef3f9",
        button_secondary_background_fill_hover="#d6e2f0",
        button_secondary_text_color="#154273",
        button_secondary_border_color="#154273",
        button_cancel_background_fill="#9c1c12",
        button_cancel_background_fill_hover="#7f150d",
        button_cancel_text_color="#ffffff",
    )
    # Without a dark value, Gradio uses the light one; it reads the first two itself, so those must have one.
    for name in [name for name in vars(look) if name.endswith("_dark")]:
        setattr(look, name, None)
    look.body_background_fill_dark = _PAPER
    look.body_text_color_dark = _INK
    return look
