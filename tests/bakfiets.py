"""The whole way on the made-up regulation: a mirror in a folder, a manifest that names it, and settings for both.

The law of the bakfiets has two versions: before the change leenfietsen were deelfietsen, and artikel 4 ter stood
where artikel 4 bis now is.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from aiact_assistant.assistant import Assistant
from aiact_assistant.settings import Settings

FIXTURES = Path(__file__).parent / "fixtures" / "eurlex"
NOW, BEFORE = "09999R0001-20300101", "09999R0001-20200101"
TEXTS = {f"eurlex/{NOW}.nl.html": f"{NOW}.nl.html", "eurlex/39999R0001.nl.html": "39999R0001.nl.html"}
PAGES = {
    "docs/index.md": "# Bakfietskader\nWelkom bij het kader voor bakfietsen.",
    "docs/onderwerpen/onderhoud.md": "---\ntitle: Onderhoud\n---\n## Ketting\nSmeer de ketting elke maand.",
}
MANIFEST = f"""
origin = "http://127.0.0.1:9/celex/"

[[source]]
id = "bakfiets"
title = "Bakfietswet, nu"
authority = "wet"
languages = ["nl"]
kind = "eurlex-consolidated"
licence = "eigen werk"
celex = "{NOW}"
date = 2026-07-27
valid_from = 2026-07-27

[[source]]
id = "bakfiets-eerst"
title = "Bakfietswet, eerste versie"
authority = "wet"
languages = ["nl"]
kind = "eurlex-consolidated"
licence = "eigen werk"
celex = "{BEFORE}"
date = 2024-08-01
valid_from = 2024-08-01
valid_to = 2026-07-26

[[source]]
id = "bakfiets-pb"
title = "Bakfietswet, Publicatieblad"
authority = "wet"
languages = ["nl"]
kind = "eurlex-oj"
licence = "eigen werk"
celex = "39999R0001"
date = 2024-08-01

[[source]]
id = "kader"
title = "Bakfietskader"
authority = "algoritmekader"
languages = ["nl"]
kind = "algoritmekader"
licence = "eigen werk"
version = "abc"
date = 2026-01-01

[[source]]
id = "richtsnoer-bel"
title = "Richtsnoer over bellen"
authority = "richtsnoer"
languages = ["nl"]
kind = "paper"
licence = "eigen werk"
version = "1"
date = 2026-01-01
optional = true
"""


def write_sources(folder: Path) -> dict[str, str]:
    """Write the mirror and the manifest; gives the settings (as environment variables) that use them."""
    mirror = folder / "spiegel"
    (mirror / "eurlex").mkdir(parents=True)
    for name, fixture in TEXTS.items():
        (mirror / name).write_bytes((FIXTURES / fixture).read_bytes())
    text = (FIXTURES / f"{NOW}.nl.html").read_text("utf8")
    for new, old in (("leenfiets", "deelfiets"), ('id="art_4a', 'id="art_4b'), ("Artikel 4 bis", "Artikel 4 ter")):
        text = text.replace(new, old)
    (mirror / "eurlex" / f"{BEFORE}.nl.html").write_text(text, "utf8")
    _write_pages(mirror / "algoritmekader" / "Algoritmekader-abc.tar.gz")
    (folder / "bronnen.toml").write_text(MANIFEST, "utf8")
    return {
        "AIACT_MANIFEST": str(folder / "bronnen.toml"),
        "AIACT_CORPUS_MIRROR": str(mirror),
        "AIACT_DATA_DIR": str(folder / "gegevens"),
        "AIACT_EMBEDDER": "none",
    }


def build_assistant(environment: dict[str, str]) -> Assistant:
    """An assistant with these sources synchronised and indexed."""
    values = {key.removeprefix("AIACT_").lower(): value for key, value in environment.items()}
    assistant = Assistant(Settings.model_validate(values))
    assert not assistant.sync().failed
    assert assistant.build()
    return assistant


def _write_pages(target: Path) -> None:
    target.parent.mkdir()
    with tarfile.open(target, "w:gz") as tar:
        for name, content in PAGES.items():
            member = tarfile.TarInfo(f"Algoritmekader-abc/{name}")
            member.size = len(content.encode())
            tar.addfile(member, io.BytesIO(content.encode()))
