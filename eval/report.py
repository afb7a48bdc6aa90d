"""A result as a report for people: one list of blocks, written as Markdown and as a page that needs nothing else.

Comes in: a result (``eval.result``), an earlier one to compare with, and the results in git. Goes out: text.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiact_assistant.assessment.words import class_name
from aiact_assistant.domain import RiskClass
from eval import plots
from eval.measures import Measure
from eval.record import Record, read_record
from eval.result import differences
from eval.suites import PRODUCT, SUITES, Suite

_GROUPS: dict[str, str] = {
    "nl": "Nederlands",
    "en": "Engels",
    "alle": "alles samen",
    "voor": "vóór de wijziging",
    "na": "na de wijziging",
    "eerste": "eerste vraag",
    "vervolg": "vervolgvraag",
}
_SPLITS = {"dev": "dev (om mee te bouwen)", "test": "test (eindstand)", "all": "alles"}
# What a trend is drawn of: one figure per suite, the one that its target is about.
_TREND = {
    "retrieval": "recall@5",
    "answers": "fact_coverage",
    "scope": "refusal_f1",
    "dated": "stale_law",
    "assessment": "accuracy",
}
_PER_CLASS = {"precision": "precisie", "recall": "gevonden", "f1": "F1"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a cell may have several lines."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing with the words that say what it shows; only on the page."""

    alt: str
    svg: str


Block = Heading | Text | Table | Plot


def blocks(
    result: Mapping[str, Any], earlier: Mapping[str, Any] | None, history: Sequence[Mapping[str, Any]]
) -> list[Block]:
    """The whole report.

    Args:
        result: what was measured now.
        earlier: a result to compare with, if any.
        history: results of the same split from before, oldest first, for the trend.
    """
    state = " (met wijzigingen die niet zijn vastgelegd)" if result["changed"] else ""
    made: list[Block] = [
        Heading(1, "Hoe goed is de assistent?"),
        Text(
            f"Gemeten op {result['made']}, versie {result['commit']}{state}, deel {_SPLITS[result['split']]}, index"
            f" {result['fingerprint'] or 'niet gebruikt'}, taalmodel {result.get('model') or 'geen'}."
            " Een getal loopt van 0 tot 1. Tussen haken staat het"
            " 95%-interval: zo ver kan het getal door toeval afwijken bij dit aantal vragen (n)."
        ),
        Text("English: figures run from 0 to 1; brackets hold the 95 % bootstrap interval, n the number of questions."),
    ]
    made += _summary(result)
    for suite in _suites(result):
        made += _suite_blocks(suite, result["suites"][suite.key])
    if earlier is not None:
        made += _compared(result, earlier)
    made += _trend([*history, result])
    made += _failures(result)
    return made


def markdown(made: Iterable[Block]) -> str:
    """The blocks as Markdown, without the plots."""
    parts: list[str] = []
    for block in made:
        match block:
            case Heading(level, text):
                parts.append(f"{'#' * level} {_line(text)}")
            case Text(text):
                parts.append(_line(text))
            case Table(head, rows):
                lines = [head, tuple("---" for _ in head), *rows]
                parts.append("\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines))
            case Plot():
                pass
    return "\n\n".join(parts) + "\n"


def page(made: Iterable[Block]) -> str:
    """The blocks as one HTML file: no scripts, and nothing from elsewhere."""
    parts: list[str] = []
    for block in made:
        match block:
            case Heading(level, text):
                parts.append(f"<h{level}>{html.escape(text)}</h{level}>")
            case Text(text):
                parts.append(f"<p>{html.escape(text)}</p>")
            case Table(head, rows):
                titles = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
                body = "".join(f"<tr>{''.join(f'<td>{_lines(cell)}</td>' for cell in row)}</tr>" for row in rows)
                parts.append(
                    f'<div class="scroll" tabindex="0"><table><thead><tr>{titles}</tr></thead>'
                    f"<tbody>{body}</tbody></table></div>"
                )
            case Plot(alt, svg):
                data = base64.b64encode(svg.encode()).decode()
                parts.append(f'<img alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{data}">')
    return _PAGE.format(body="\n".join(parts))


def shown(figure: Mapping[str, Any] | None) -> str:
    """A figure with its interval, as "0,85 [0,80 tot 0,89]"."""
    if figure is None:
        return "–"
    value = _number(figure["value"])
    return value if figure["low"] is None else f"{value} [{_number(figure['low'])} tot {_number(figure['high'])}]"


def _summary(result: Mapping[str, Any]) -> list[Block]:
    """The first thing to look at of every part."""
    rows: list[tuple[str, ...]] = []
    for suite in _suites(result):
        figures = result["suites"][suite.key]["figures"][PRODUCT]
        measure = _main_measure(suite)
        cells = [
            f"{_group(group)} {shown(found[measure.key])}" for group, found in figures.items() if measure.key in found
        ]
        rows.append((suite.dutch, _name(measure), "\n".join(cells)))
    return [Heading(2, "In het kort"), Table(("onderdeel", "belangrijkste cijfer", "uitkomst"), tuple(rows))]


def _main_measure(suite: Suite) -> Measure:
    """The figure that a target is about, else the first."""
    return next((one for one in suite.measures if one.key == _TREND.get(suite.key)), suite.measures[0])


def _suite_blocks(suite: Suite, found: Mapping[str, Any]) -> list[Block]:
    figures = found["figures"].get(PRODUCT, {})
    made: list[Block] = [Heading(2, suite.dutch)]
    if suite.note:
        made.append(Text(suite.note))
    measures = [m for m in suite.measures if any(m.key in group for group in figures.values())]
    made.append(
        Table(
            ("", *(_group(group) for group in figures)),
            tuple((_name(m), *(_with_n(figures[group].get(m.key)) for group in figures)) for m in measures),
        )
    )
    if found["seconds"]:
        middle, slow = found["seconds"]["p50"] * 1000, found["seconds"]["p95"] * 1000
        made.append(Text(f"Tijd per {suite.unit}: de helft binnen {middle:.0f} ms, 95 % binnen {slow:.0f} ms."))
    if (tokens := found.get("tokens")) is not None and suite.key == suite.source:
        made.append(Text(_spent(tokens, found["questions"])))
    if found.get("kappa") is not None:
        made.append(Text(f"Cohens kappa van dit taalmodel met een mens: {_number(found['kappa'])}."))
    apart = [group for group in figures if group != "alle"]
    for group in apart:
        bars = _bars(suite, found, group, measures)
        made.append(Plot(_alt(bars), plots.bars(_plot_title(group, bars), bars)))
    if suite.parts:
        made += _class_table(figures.get("alle") or next(iter(figures.values()), {}))
    if sure := found.get("reliability"):
        made += _reliability(sure)
    if found["differences"]:
        made.append(Heading(3, "Vergeleken met andere manieren"))
        made.append(Text("Verschil: product min de andere manier; boven 0 is winst. Verhouding: product gedeeld door."))
        compared = [measure for measure in measures if measure.key in suite.compared]
        made += [_difference_table(suite, found, group, compared) for group in apart]
    return made


def _spent(tokens: Mapping[str, int], questions: int) -> str:
    total = tokens["read"] + tokens["written"]
    if not total:
        return "Kosten: 0 tokens, want er schreef geen taalmodel mee."
    each = total / max(1, questions)
    return (
        f"Kosten: {tokens['read']} tokens gelezen en {tokens['written']} geschreven, gemiddeld {each:.0f} per vraag."
        " Vermenigvuldig dit met de prijs van uw leverancier."
    )


def _class_table(figures: Mapping[str, Any]) -> list[Block]:
    rows = [
        (class_name(name, "nl"), *(_with_n(figures.get(f"{kind}:{name.value}")) for kind in _PER_CLASS))
        for name in RiskClass
        if f"f1:{name.value}" in figures
    ]
    return [Heading(3, "Per klasse"), Table(("klasse", *_PER_CLASS.values()), tuple(rows))]


def _reliability(sure: Mapping[str, Any]) -> list[Block]:
    points = sure["points"]
    columns = {key: [point[key] for point in points] for key in ("claimed", "right", "n")}
    alt = "; ".join(f"{_number(p['claimed'])} genoemd, {_number(p['right'])} goed (n={p['n']})" for p in points)
    return [
        Heading(3, "Is het programma terecht zeker?"),
        Text(
            f"Gemiddeld verschil tussen de zekerheid die het noemt en het deel dat goed is: {_number(sure['error'])}."
            " Ligt een punt onder de lijn, dan is het daar te zeker."
        ),
        Plot(alt, plots.reliability("Zekerheid van antwoorden", **columns)),
    ]


def _difference_table(suite: Suite, found: Mapping[str, Any], group: str, measures: Sequence[Measure]) -> Table:
    rows: list[tuple[str, ...]] = []
    for system in suite.baselines:
        compared = found["differences"].get(system, {}).get(group, {})
        figures = found["figures"].get(system, {}).get(group, {})
        for measure in measures:
            one = compared.get(measure.key)
            if one is not None:
                ratio = "–" if one["ratio"] is None else shown(one["ratio"])
                rows.append((system, measure.dutch, shown(figures.get(measure.key)), shown(one["difference"]), ratio))
    head = (_group(group), "maat", "andere manier", "verschil", "verhouding")
    return Table(head, tuple(rows))


def _bars(suite: Suite, found: Mapping[str, Any], group: str, measures: Sequence[Measure]) -> list[plots.Bar]:
    """With baselines the first measure of every system, else every measure of the product."""
    systems = [PRODUCT, *(name for name in suite.baselines if name in found["figures"])]
    rows: list[plots.Bar] = []
    if len(systems) > 2:
        for system in systems:
            one = found["figures"][system].get(group, {}).get(measures[0].key)
            if one is not None:
                rows.append(_bar(f"{system}: {measures[0].dutch}", one, ours=system == PRODUCT))
        return rows
    figures = found["figures"][PRODUCT][group]
    return [_bar(m.dutch, figures[m.key], ours=not m.lower_is_better) for m in measures if m.key in figures]


def _plot_title(group: str, bars: Sequence[plots.Bar]) -> str:
    """Grey bars are other systems, or figures that should be low."""
    low = any(not bar.ours for bar in bars) and all(bar.label.partition(":")[0] != PRODUCT for bar in bars)
    return f"{_group(group)} (grijs: minder is beter)" if low else _group(group)


def _bar(label: str, one: Mapping[str, Any], *, ours: bool) -> plots.Bar:
    value = float(one["value"])
    low, high = (value if one[end] is None else float(one[end]) for end in ("low", "high"))
    return plots.Bar(label, value, low, high, ours)


def _alt(bars: Iterable[plots.Bar]) -> str:
    return "; ".join(f"{bar.label} {_number(bar.value)}" for bar in bars)


def _compared(result: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[Block]:
    """Each figure now and then; paired where both results have the records of the same questions."""
    made: list[Block] = [Heading(2, f"Vergeleken met {earlier['commit']} ({earlier['made']})")]
    if result["data"] != earlier["data"]:
        made.append(Text("Let op: de vragen zijn sindsdien veranderd. Vergelijk deze cijfers alleen in grote lijnen."))
    rows: list[tuple[str, ...]] = []
    for suite in _suites(result):
        ours, theirs = _records(result, suite.source), _records(earlier, suite.source)
        paired = differences(ours, theirs, suite.measures) if ours and theirs else {}
        before = earlier["suites"].get(suite.key, {}).get("figures", {}).get(PRODUCT, {})
        for group, figures in result["suites"][suite.key]["figures"].get(PRODUCT, {}).items():
            for measure in suite.measures:
                new, old = figures.get(measure.key), before.get(group, {}).get(measure.key)
                if new is None or old is None:
                    continue
                difference = paired.get(group, {}).get(measure.key)
                change = "–" if difference is None else shown(difference["difference"])
                rows.append((suite.key, _group(group), _name(measure), shown(old), shown(new), change))
    made.append(Table(("onderdeel", "groep", "maat", "toen", "nu", "verschil per vraag"), tuple(rows)))
    return made


def trend(results: Sequence[Mapping[str, Any]]) -> list[Block]:
    """How every main figure went over these results, oldest first: a plot and a table each."""
    made: list[Block] = [Heading(1, "Verloop"), Text(f"{len(results)} uitslagen, van oud naar nieuw.")]
    labels = [_moment(result) for result in results]
    for key, suite in SUITES.items():
        measure = _main_measure(suite)
        series = _series(results, key, measure.key)
        if not series:
            continue
        rows = [(label, *(_or_dash(values[place]) for values in series.values())) for place, label in enumerate(labels)]
        made += [
            Heading(2, suite.dutch),
            Plot(_told(series), plots.lines(_name(measure), labels, series)),
            Table((_name(measure), *series), tuple(rows)),
        ]
    return made


def _trend(results: Sequence[Mapping[str, Any]]) -> list[Block]:
    if len(results) < 2:
        return []
    series: dict[str, list[float | None]] = {}
    for suite, key in _TREND.items():
        found = _series(results, suite, key)
        series |= {f"{suite} {key}, {group}": values for group, values in found.items() if group != _GROUPS["alle"]}
    if not series:
        return []
    labels = [_moment(result) for result in results]
    return [Heading(2, "Verloop"), Text(_told(series)), Plot(_told(series), plots.lines("Verloop", labels, series))]


def _series(results: Sequence[Mapping[str, Any]], suite: str, key: str) -> dict[str, list[float | None]]:
    """Per group the values of a figure; groups that have it at least twice."""
    groups: dict[str, None] = {}
    for result in results:
        groups |= dict.fromkeys(result["suites"].get(suite, {}).get("figures", {}).get(PRODUCT, {}))
    values = {_group(group): [_value(result, suite, group, key) for result in results] for group in groups}
    return {group: found for group, found in values.items() if sum(value is not None for value in found) > 1}


def _told(series: Mapping[str, Sequence[float | None]]) -> str:
    return "; ".join(
        f"{name}: {', '.join('–' if v is None else _number(v) for v in vs)}" for name, vs in series.items()
    )


def _moment(result: Mapping[str, Any]) -> str:
    return f"{str(result['made'])[:10]} {result['commit'][:7]}"


def _failures(result: Mapping[str, Any]) -> list[Block]:
    made: list[Block] = [Heading(2, "Wat misging")]
    if result["split"] == "test":
        return [*made, Text("Van het deel test worden alleen cijfers getoond, zodat niemand erop kan afstellen.")]
    if result["split"] == "all":
        made.append(Text("Alleen vragen uit het deel dev; die uit test blijven ongezien."))
    head = ("vraag", "verwacht", "gekregen", "wat er mis is", "passages")
    for source in dict.fromkeys(suite.source for suite in _suites(result)):
        records = _records(result, source)
        rows = [
            (
                f"{record.id} ({_group(record.group)})\n{details.question}",
                details.expected,
                details.got,
                "\n".join(details.wrong),
                "\n".join(details.passages),
            )
            for record in records
            if (details := record.details) is not None and details.wrong
        ]
        made.append(Heading(3, f"{source}: {len(rows)} van {len(records)}"))
        if rows:
            made.append(Table(head, tuple(rows)))
    return made


def _suites(result: Mapping[str, Any]) -> list[Suite]:
    """The suites of which anything was measured: without a judge there is nothing to say of judging."""
    found = result["suites"]
    return [suite for key, suite in SUITES.items() if key in found and found[key]["figures"].get(PRODUCT)]


def _records(result: Mapping[str, Any], source: str) -> list[Record]:
    return [read_record(row) for row in result.get("records", ()) if row["source"] == source]


def _value(result: Mapping[str, Any], suite: str, group: str, key: str) -> float | None:
    found = result["suites"].get(suite, {}).get("figures", {}).get(PRODUCT, {}).get(group, {}).get(key)
    return None if found is None else found["value"]


def _group(name: str) -> str:
    return _GROUPS.get(name, name)


def _name(measure: Measure) -> str:
    return f"{measure.dutch} (minder is beter)" if measure.lower_is_better else measure.dutch


def _with_n(figure: Mapping[str, Any] | None) -> str:
    return "–" if figure is None else f"{shown(figure)} n={figure['n']}"


def _number(value: float) -> str:
    written = f"{value:.2f}".replace(".", ",")
    return "0,00" if written == "-0,00" else written.replace("-", "−")


def _or_dash(value: float | None) -> str:
    return "–" if value is None else _number(value)


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    """One line of a Markdown table; what could be markup there is shown as it is."""
    return "<br>".join(html.escape(_line(part), quote=False) for part in text.split("\n")).replace("|", "\\|")


def _lines(text: str) -> str:
    return "<br>".join(html.escape(part) for part in text.split("\n"))


_PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Hoe goed is de assistent?</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 70rem; margin: 2rem auto;
  padding: 0 1rem; }}
h1, h2, h3 {{ color: #154273; line-height: 1.25; }}
.scroll {{ overflow-x: auto; margin: 1rem 0; }}
table {{ border-collapse: collapse; font-size: .875rem; }}
th, td {{ border: 1px solid #c8cfd6; padding: .35rem .6rem; text-align: left; vertical-align: top; min-width: 5rem; }}
th {{ background: #eef2f6; }}
img {{ max-width: 100%; display: block; margin: 1rem 0; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
