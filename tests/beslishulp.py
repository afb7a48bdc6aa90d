"""Walks the government's decision tree and puts its outcome beside ours, label by label.

Used by ``tests/integration/test_beslishulp.py``; run it as a program for the report: ``python -m tests.beslishulp``.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.rules import RuleBook, load_rules
from aiact_assistant.domain import Decision, Fact, FindingStatus, RiskClass
from aiact_assistant.resources import resource

DAY = date(2026, 11, 24)
ROLES = {
    "provider": "aanbieder",
    "deployer": "gebruiksverantwoordelijke",
    "importer": "importeur",
    "distributor": "distributeur",
}
SYSTEM, GPAI_SYSTEM, GPAI_MODEL = (
    "AI-systeem",
    "AI-systeem voor algemene doeleinden",
    "AI-model voor algemene doeleinden",
)


@dataclass(frozen=True)
class Walk:
    """One way through the tree: the answers, the labels they gave and the conclusion."""

    answers: tuple[tuple[str, str], ...]
    labels: frozenset[str]
    conclusion: str


@dataclass(frozen=True)
class Difference:
    """One label on which the tree and the rules differ."""

    aspect: str
    tree: str
    ours: str


def load_tree(reference: Path) -> Mapping[str, Any]:
    return yaml.safe_load((reference / "beslishulp/decision-tree.yaml").read_text("utf8"))


def paths(tree: Mapping[str, Any]) -> Iterator[Walk]:
    """Every path, depth first."""
    questions = {question["questionId"]: question for question in tree["questions"]}
    conditions: dict[str, Any] = {}

    def holds(text: str, labels: frozenset[str]) -> bool:
        if text not in conditions:
            python = text.replace("||", " or ").replace("&&", " and ")
            conditions[text] = compile(re.sub(r"!(?!=)", " not ", python).strip(), "<tree>", "eval")
        return bool(eval(conditions[text], {"__builtins__": {}}, {"labels": labels}))

    def walk(question: str, labels: frozenset[str], answers: tuple[tuple[str, str], ...]) -> Iterator[Walk]:
        for answer in questions[question]["answers"]:
            gained = labels | set(answer.get("labels", ()))
            step = (*answers, (question, answer["answer"]))
            targets = [answer, *answer.get("redirects", ())]
            for target in targets:
                if "if" in target and not holds(target["if"], gained):
                    continue
                if "nextQuestionId" in target:
                    yield from walk(target["nextQuestionId"], gained, step)
                elif "nextConclusionId" in target:
                    yield Walk(step, gained, target["nextConclusionId"])
                else:
                    continue
                break
            else:
                raise AssertionError(f"dead end in the tree after {step}")

    yield from walk("1.1", frozenset(), ())


def facts_of(path: Walk, mapping: Mapping[str, Any], book: RuleBook, variant: str) -> dict[str, bool]:
    """Our facts for a path: what was answered, over the assumptions, with no for the rest."""
    facts = dict.fromkeys(book.questions, False) | dict.fromkeys(mapping["aanname"]["ja"], True)
    for question, answer in path.answers:
        effect = mapping["antwoorden"][question][answer]
        if effect.get("variant"):
            effect = mapping["varianten"][variant]
        facts |= dict.fromkeys(effect.get("ja", ()), True)
        facts |= dict.fromkeys(effect.get("nee", ()), False)
    return facts


def tree_labels(path: Walk) -> dict[str, str]:
    """What the tree concludes, per aspect; aspects it says nothing about are left out."""
    kind, thing, risk = path.conclusion.split(".") if path.conclusion.count(".") == 2 else (path.conclusion, "", "")
    if kind.startswith("11"):
        return {"outcome": {"11.0": "not_ai_system", "11.1": "not_ai_system"}.get(path.conclusion, "out_of_scope")}
    roles = ", ".join(sorted(path.labels & set(ROLES.values())))
    found = {"outcome": "applies", "roles": roles, "thing": _thing(path)}
    if thing == "2":
        if path.labels & {"systeemrisico", "geen systeemrisico"}:
            found["systemic"] = "ja" if "systeemrisico" in path.labels else "nee"
        return found
    found["risk"] = {"0": "verboden", "1": "hoog", "2": "hoog", "3": "niet hoog", "4": "niet hoog"}[risk]
    if path.labels & {"transparantieverplichting", "geen transparantieverplichting"}:
        found["transparency"] = "ja" if "transparantieverplichting" in path.labels else "nee"
    return found


def _thing(path: Walk) -> str:
    return next(label for label in (GPAI_MODEL, GPAI_SYSTEM, SYSTEM) if label in path.labels)


def our_labels(decision: Decision) -> dict[str, str]:
    """What the rules conclude, in the words of the tree."""
    model_only = decision.risk_class is RiskClass.NOT_AI_SYSTEM and decision.gpai is True
    outcome = decision.risk_class.value
    if model_only or decision.risk_class not in (RiskClass.NOT_AI_SYSTEM, RiskClass.OUT_OF_SCOPE):
        outcome = "applies"
    transparency = any(
        f.risk_class is RiskClass.TRANSPARENCY and f.status is FindingStatus.HOLDS for f in decision.findings
    )
    return {
        "outcome": outcome,
        "roles": ", ".join(sorted(ROLES[role] for role in decision.roles if role in ROLES)),
        "thing": GPAI_MODEL if model_only else GPAI_SYSTEM if decision.gpai else SYSTEM,
        "risk": {RiskClass.PROHIBITED: "verboden", RiskClass.HIGH_RISK: "hoog"}.get(decision.risk_class, "niet hoog"),
        "transparency": "ja" if transparency else "nee",
        "systemic": "ja" if decision.systemic_risk else "nee",
    }


def differences(path: Walk, decision: Decision) -> tuple[Difference, ...]:
    """Every aspect on which both speak and differ; one outcome outside the regulation says all."""
    tree, ours = tree_labels(path), our_labels(decision)
    aspects = ["outcome"] if tree["outcome"] != ours["outcome"] or tree["outcome"] != "applies" else list(tree)
    return tuple(Difference(a, tree[a], ours[a]) for a in aspects if tree[a] != ours[a])


def explains(entry: Mapping[str, Any], path: Walk, variant: str, difference: Difference) -> bool:
    """Whether an entry of ``rules/afwijkingen.yaml`` is about this difference on this path."""
    answers = dict(path.answers)
    return (
        entry["label"] == difference.aspect
        and entry.get("boom", difference.tree) == difference.tree
        and entry.get("regels", difference.ours) == difference.ours
        and entry.get("variant", variant) == variant
        and all(answers.get(question) == answer for question, answer in entry.get("antwoorden", {}).items())
    )


@dataclass
class Report:
    """The comparison: paths of the tree, runs (paths times variants), and what was found."""

    paths: int
    runs: int
    equal: int
    reasons: Counter[str]
    unexplained: list[tuple[Walk, str, Difference]]
    undetermined: int
    seconds: float


def compare(reference: Path) -> Report:
    book = load_rules()
    mapping = yaml.safe_load(resource("rules/beslishulp.yaml").read_text("utf8"))
    entries = yaml.safe_load(resource("rules/afwijkingen.yaml").read_text("utf8"))["paden"]
    report = Report(0, 0, 0, Counter(), [], 0, 0.0)
    start = time.perf_counter()
    for path in paths(load_tree(reference)):
        report.paths += 1
        variants = list(mapping["varianten"]) if ("2.1", "Ja") in path.answers else [""]
        for variant in variants:
            report.runs += 1
            facts = facts_of(path, mapping, book, variant)
            decision = decide(book, [Fact(name, answer) for name, answer in facts.items()], DAY)
            report.undetermined += decision.risk_class is RiskClass.UNDETERMINED
            found = differences(path, decision)
            report.equal += not found
            for difference in found:
                reasons = [e["id"] for e in entries if explains(e, path, variant, difference)]
                report.reasons.update(reasons[:1])
                if not reasons:
                    report.unexplained.append((path, variant, difference))
    report.seconds = time.perf_counter() - start
    return report


def main() -> None:
    found = compare(Path(__file__).parents[2] / "shared" / "reference")
    print(f"paden {found.paths}, vergelijkingen {found.runs}, gelijk {found.equal}, {found.seconds:.1f} s")
    for reason, count in found.reasons.most_common():
        print(f"  {reason}: {count}")
    for (variant, difference), count in Counter((v, d) for _, v, d in found.unexplained).most_common():
        example = next(path for path, v, d in found.unexplained if (v, d) == (variant, difference))
        print(f"  ONVERKLAARD {count}: {variant} {difference}, bijvoorbeeld {example.answers}")


if __name__ == "__main__":
    main()
