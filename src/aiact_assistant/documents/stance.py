"""What a sentence in documentation can be evidence of: that the system does something, or does not, or neither.

Comes in: a sentence. Goes out: a ``Stance``. Denials, plans, remarks on other systems, hypothetical examples, the
supplier's own legal conclusions and texts that address the reader or an AI are no evidence of what the system does.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Stance(StrEnum):
    """What a sentence says of the system."""

    STATES = "states"
    DENIES = "denies"
    PLANS = "plans"
    ELSEWHERE = "elsewhere"
    CLAIMS = "claims"
    INSTRUCTS = "instructs"


# "Credits that they cannot afford" denies nothing of the system: a pronoun is its subject where a clause begins.
_SYSTEM = (
    r"(?:\b(?:het|dit|de|deze|ons|onze|the|this|our)\s+(?:ai[- ]?)?(?:systeem|model|tool|toepassing|applicatie|"
    r"oplossing|"
    r"software|programma|algoritme|module|assistent|chatbot|dienst|uitkomst|score|system|application|solution|"
    r"algorithm|assistant|service|output|product)|\bsuch systems?"
    r"|(?:^\W*|[.;:,]\s+|\b(?:and|but|en|maar|doch)\s+)(?:it|er|we|wij|they))"
)
# Orders to whoever reads or assesses the document.
_INSTRUCTS = re.compile(
    r"(?:negeer|vergeet|ignore|disregard|forget)\s+(?:\w+\s+){0,3}?(?:instructi\w*|opdracht\w*|regels|"
    r"prompt\w*|instructions?|"
    r"rules|vorige|eerdere|previous|prior|above|bovenstaande)"
    r"|(?:als|as|if|indien)\s+(?:je|u|jij|you(?:\s+are)?)\s+(?:een|an?)\s+(?:taalmodel|language model|ai[- ](?:model|"
    r"assistent|assistant))"
    r"|^\W*(?:beste|geachte|dear|note to|aan (?:de|het)|let op,?)\s+(?:ai(?![-\w])|taalmodel|language model|llm|"
    r"ai[- ]\w+|"
    r"assistant|beoordelend\w*\s+(?:model|ai))"
    r"|(?:classificeer|classify|beoordeel|label|rate|markeer|mark)\s+(?:dit|het|this|the|"
    r"it)\s+(?:\w+\s+){0,3}?(?:als|as)\s+"
    r"(?:minimaal|minimal|laag|low|niet hoog|not high|geen hoog|veilig|safe)"
    r"|\b(?:system prompt|systeemprompt)\s*:|<\s*/?\s*(?:system|instructions?)\s*>",
    re.IGNORECASE,
)
# The supplier's own conclusion about the law.
_CLAIMS = re.compile(
    r"(?:geen|niet|not|no|non|nooit|never)\W+(?:\w+\W+){0,6}?(?:hoog[- ]?risico|high[- ]risk|"
    r"verboden (?:praktijk|toepassing|ai)"
    r"|prohibited (?:practice|ai)|annex iii|bijlage iii|onder de ai[- ](?:act|verordening)|under the ai act)"
    r"|(?:is|heeft|valt|geldt als|poses|has|considered|classified as|qualifies as)\W+(?:\w+\W+){0,3}?"
    r"(?:laag|beperkt|minimaal|low|limited|minimal)[- ](?:risico|risk)\b(?!\s*(?:score|klasse|categor))"
    r"|(?:voldoet|voldoen|conform|compliant|complies|comply)\W+(?:\w+\W+){0,4}?(?:ai[- ]?(?:act|verordening)|"
    r"wetgeving|regulation)"
    r"|(?:slechts|louter|enkel|alleen maar|merely|only|purely|puur)\s+(?:een\s+)?(?:ondersteunend\w*|"
    r"adviserend\w*|hulpmiddel"
    r"|supportive|advisory|a support tool|decision support)",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:in de toekomst|toekomstige (?:versie|release|uitbreiding)\w*|op de roadmap|later (?:mogelijk|"
    r"toegevoegd|uitgebreid)|wordt later"
    r"|in een (?:volgende|latere) (?:versie|fase|release)|nog niet (?:beschikbaar|actief|gebouwd)|is gepland|"
    r"staat gepland|(?:wordt|is) overwogen|verkenning naar|is being considered|is under consideration"
    r"|in (?:the|a) future|future (?:version|release)s?|on the roadmap|planned for|will later|"
    r"in a later (?:version|phase|release)"
    r"|not yet (?:available|active|built)|may be added later"
    # An idea that came up is no more than a plan.
    r"|(?:kwam|kwamen|komt) ter sprake|(?:is|werd|zijn|werden) (?:geopperd|verkend|als (?:idee|wens) genoemd)"
    r"|(?:was|were) (?:mentioned|suggested|floated|raised as an idea)|came up in the discussion)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:andere (?:systemen|producten|leveranciers|organisaties|gemeenten|landen)|in tegenstelling tot|"
    r"anders dan bij|een ander systeem"
    r"|elders (?:in|bij|binnen)|een concurrent\b|concurrenten|elsewhere (?:in|at)|a competitor|competitors"
    r"|other (?:systems|products|vendors|suppliers|organisations|organizations|countries)|unlike|"
    r"in contrast (?:to|with)"
    r"|another (?:system|product|vendor)|hypothetisch|hypothetical\w*|stel dat|suppose that)\b",
    re.IGNORECASE,
)
_VERB = (
    r"(?:doet|gebruikt|maakt|neemt|voert|verwerkt|herkent|leidt|bepaalt|beoordeelt|analyseert|selecteert|"
    r"identificeert|wordt|worden|kan|"
    r"is|zijn|heeft|geeft|stelt|rangschikt|profileert|bevat|vergelijkt|leest|kijkt|slaat)"
)
_DENIES = re.compile(
    rf"{_SYSTEM}\s+(?:\w+\s+){{0,2}}?{_VERB}\s+(?:\w+\s+){{0,4}}?(?:niet|geen|nooit)\b(?!\s+(?:alleen|enkel|"
    rf"slechts))"
    rf"|{_SYSTEM}\s+(?:\w+\s+)?(?:does|do|is|are|was|can|could|will|would|has|have|"
    rf"may)\s*(?:not\b(?!\s+only)|n't|never)"
    rf"|{_SYSTEM}\s+cannot\b"
    r"|^\W*(?:er (?:wordt|worden|is|vindt|vinden)\s+(?:\w+\s+){0,3}?(?:geen|niet)|"
    r"no\s+\w+(?:\s+\w+){0,5}?\s+(?:is|are|takes?|occurs?)\b)"
    r"|^\W*(?:geen|geen gebruik van|no|not)\s+\w+(?:\s+\w+){0,4}\W*$",
    re.IGNORECASE,
)

_PLANS_UNDER = re.compile(
    r"\b(?:wensen|wenslijst|toekomst(?:plannen)?|vooruitblik|idee[eë]n|vervolgstappen|doorontwikkeling|roadmap|wishes"
    r"|wish ?list|future (?:work|plans|versions)|outlook|ideas|next steps|planned (?:features|extensions))\b",
    re.IGNORECASE,
)
_ELSEWHERE_UNDER = re.compile(
    r"\b(?:buiten (?:dit|het) project|buiten (?:de )?scope|andere (?:projecten|systemen|toepassingen|leveranciers)"
    r"|marktverkenning|alternatieven|afgevallen|out of scope|other (?:projects|systems|tools|suppliers)"
    r"|market (?:survey|research|scan)|alternatives|related systems)\b",
    re.IGNORECASE,
)


def stance_of(sentence: str) -> Stance:
    """What the sentence can be evidence of."""
    if _INSTRUCTS.search(sentence):
        return Stance.INSTRUCTS
    if _CLAIMS.search(sentence):
        return Stance.CLAIMS
    if _PLANS.search(sentence):
        return Stance.PLANS
    if _ELSEWHERE.search(sentence):
        return Stance.ELSEWHERE
    return Stance.DENIES if _DENIES.search(sentence) else Stance.STATES


def stance_under(heading: str) -> Stance:
    """What the sentences right under a heading say, unless they say otherwise themselves."""
    if _PLANS_UNDER.search(heading):
        return Stance.PLANS
    return Stance.ELSEWHERE if _ELSEWHERE_UNDER.search(heading) else Stance.STATES
