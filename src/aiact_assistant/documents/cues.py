"""Words and turns of phrase that decide where likeness to examples does not, in Dutch and English.

Comes in: a sentence or passage. Goes out: which points and facts its words speak for. Patterns stand for what the law
makes decisive (who uses it, where, in real time or not) and what a general embedding does not see well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

Cue = tuple[re.Pattern[str], ...]
"""Patterns that all stand in the text, in any order."""


def _cue(*parts: str) -> Cue:
    return tuple(re.compile(part, re.IGNORECASE) for part in parts)


_EMOTION = (
    r"emoti(?:e|on)|gemoedstoestand|stemming(?:en)? (?:van|af|herken)|\bmood\b|frustrati|boredom|verveling|"
    r"engagement (?:level|of)|"
    r"sentiment in (?:voice|face)|stress(?:niveau| level| detect)|aandachtsniveau|attentiveness"
)
_BODY = (
    r"biometri|gezicht|facial|\bface|\bstem\b|stemgeluid|\bvoice|hartslag|heart rate|webcam|camera|video|"
    r"lichaamstaal|body language|"
    r"physiolog|gaze|wearable|micro-?express|expression"
)
_FEELING = (
    r"\bboos\b|verdriet|somber|zenuwachtig|verveeld|\bblij\b|gevoelens|zich voelt|geïrriteerd|enthousias|angr|annoy|"
    r"\bsad\b|\bsadness|nervous|\bbored|happy|happiness|feelings?\b|\bfeels?\b|irritat|cheerful|anxious|anxiety"
)
_FELT_BODY = rf"(?:{_FEELING})[\s\S]{{0,150}}(?:{_BODY})|(?:{_BODY})[\s\S]{{0,150}}(?:{_FEELING})"
_WORK_OR_SCHOOL = (
    r"werknemer|medewerker|personeel|werkplek|werkvloer|sollicit|callcenter|employee|worker|workplace|staff|"
    r"\bhr\b|applicant|candidate|"
    r"interview|call[- ]cent(?:er|re)|leerling|student|scholier|school|klas(?:lokaal|sen)?\b|docent|onderwijs|"
    r"pupil|classroom|"
    r"universit|education|exam|training course"
)
_POLICE = (
    r"politie|opsporing|recherche|openbaar ministerie|\bom\b|officier van justitie|marechaussee|\bfiod\b|"
    r"rechtshandhav|strafrecht|"
    r"police|law[- ]enforcement|prosecut|detective|investigati(?:ng|ve) (?:officer|authorit)|criminal investigation"
)
_MIGRATION = (
    r"asiel|migrati|\bvisa\b|\bvisum|verblijfsvergunning|grenscontrole|grensbewaking|grenspost|\bind\b|"
    r"vreemdeling|border (?:control|guard|check|crossing|"
    r"management|surveillance)|asylum|immigra|residence permit|refugee"
)
_FACE_ID = (
    r"gezichtsherkenning|facial[- ]recognition|face[- ]recognition|biometri\w+ identifi|"
    r"identif\w+ (?:\w+\s){0,6}(?:by|op basis van|via|using|through) "
    r"(?:\w+\s){0,3}(?:face|gezicht|gait|biometr|camera)|remote biometric"
)
_PUBLIC = (
    r"openbare (?:ruimte|plaats|weg)|op straat|plein\b|winkelstraat|station|publicly accessible|"
    r"public (?:space|place|square|area|street)|"
    r"street|crowd|stadium|stadion|shopping|airport|festival|demonstrati|protest"
)
_REAL_TIME = (
    r"real[- ]?time|\blive\b|direct(?:e)? (?:herken|identif)|op dat moment|meteen|instant|onmiddellijk|actueel beeld"
)
_SENSITIVE = (
    r"\bras\b|etnic|afkomst|politieke (?:voorkeur|opvatting|mening|overtuiging)|vakbond|geloof|religie|"
    r"religieu|seksuele|geaardheid|"
    r"\brace\b|racial|ethnic|political (?:opinion|view|orientation|belief|affiliation)|trade[- ]union|religio|"
    r"philosophical|sexual orientation|sex life"
)
_CRIME_RISK = (
    r"(?:voorspel|inschat|schat|kans|risico|predict|likelihood|probab|risk|forecast|pre-?emptive)[\s\S]{0,80}"
    r"(?:misdrijf|misdrijven|strafba|crimine|recidiv|dader|crime|criminal|offen[cds]|reoffend)"
)

# The name is that of a file of corpus/voorbeelden.
POINTS: Mapping[str, Cue] = MappingProxyType(
    {
        "art_5.1.a": _cue(
            r"sublimina|onbewust (?:te )?(?:beïnvloed|stuur)|manipul(?:eer|atie|ative|ation|"
            r"at)\w*[\s\S]{0,60}(?:gedrag|keuze|behavio|decision|user|people|purchas)"
            r"|misleidende technieken|deceptive techni|dark pattern|zonder dat (?:zij|mensen|"
            r"gebruikers) (?:het|dit) merken|without (?:their|users?['’]?) awareness"
            r"|beyond (?:their |a person['’]s )?conscious"
        ),
        "art_5.1.b": _cue(
            r"(?:exploit|misbruik|uitbuit|target|inspel)\w*[\s\S]{0,80}(?:vulnerab|kwetsba|elderly|ouderen|"
            r"children|kinderen|disab|gehandicapt|handicap|minors|debt|schulden|"
            r"poverty|armoede|dementi|cognitive|gambl|gok|verslav|addict)"
        ),
        "art_5.1.ba-doel": _cue(
            r"nudif|uitkleed|ontkleed|undress|deepnude|naaktbeeld|naaktfoto|nude image|"
            r"sexually explicit (?:image|deepfake|video)|"
            r"non-?consensual (?:intimate|sexual)"
        ),
        "art_5.1.bb-doel": _cue(
            r"\bcsam\b|child sexual abuse|seksueel (?:kinder)?misbruik van kinderen|kinderporno|"
            r"sexual\w* (?:image|material|content)\w* (?:of|with|depicting) (?:child|minor)"
        ),
        "art_5.1.c-elders": _cue(
            r"social (?:credit|scor)|sociale? scor|burgerscore|citizen scor|trustworthiness score|"
            r"betrouwbaarheidsscore|good[- ]citizen"
        ),
        "art_5.1.d": _cue(
            _CRIME_RISK,
            r"(?:uitsluitend|alleen|enkel|solely|only|exclusively|purely|merely|"
            r"based on)[\s\S]{0,60}(?:profil|persoonlijk|persona|trait|kenmerk|charact|demograph|"
            r"nationalit|woonplaats|geboorteplaats)",
        ),
        "art_5.1.e": _cue(
            r"scrap|ongericht|untargeted|indiscriminat|mass[- ](?:collect|harvest|download)|crawl|"
            r"verzamelt?\b[\s\S]{0,40}(?:internet|sociale media|cctv)|harvest",
            r"facial image|face (?:image|database|photo)|faces\b|gezichtsbeeld|gezichtsherkenning|gezichten|"
            r"facial[- ]recognition|portret",
        ),
        "art_5.1.f": _cue(f"{_EMOTION}|{_FELT_BODY}", _WORK_OR_SCHOOL),
        "art_5.1.g": _cue(
            r"biometri|gezicht|facial|\bface|voice|\bstem\b|gait|photo|foto",
            _SENSITIVE,
            r"categori|classif|infer|deduc|afleid|afgeleid|indeel|indel|predict|voorspel|schat|leidt",
        ),
        "art_5.1.h": _cue(_FACE_ID, _REAL_TIME, _PUBLIC, _POLICE),
        "anx_III.1.c": _cue(_EMOTION, _BODY),
        "anx_III.4.a": _cue(
            r"sollicit|\bcv['’]?s?\b|kandidaten (?:rangschik|selecteer|beoordeel|screen)|recruit|résumé|"
            r"resume|job (?:applicant|candidate|advert)|hiring|shortlist"
        ),
        "anx_III.3.d": _cue(
            r"proctor|surveill\w+ (?:bij|van|tijdens) (?:toets|examen|tentamen)|cheating|spieken|afkijk|"
            r"fraude (?:bij|tijdens) (?:toets|examen|tentamen)"
        ),
        "anx_III.5.a": _cue(
            r"bijstand|uitkering|toeslag|sociale dienst|social (?:assistance|security|welfare|housing)|"
            r"unemployment benefit|"
            r"welfare (?:benefit|eligib|claim|payment)|(?:public|essential) (?:benefit|service)s? (?:eligib|"
            r"application|claim)|"
            r"eligib\w+ for (?:\w+ ){0,2}(?:benefit|assistance|welfare)"
        ),
        "anx_III.8.a": _cue(
            r"rechter|rechtbank|rechtspraak|rechtszaal|\bjudges?\b|judicia|\bcourts?\b|dispute resolution|sentencing"
        ),
        "anx_III.8.b": _cue(r"verkiezing|kiezers|stemgedrag|referendum|election|voter|voting behavio"),
        "anx_III.5.b": _cue(
            r"kredietwaardig|kredietscore|creditworth|credit[- ](?:scor|risk)|loan (?:application|approval|"
            r"default)|lening\w*[\s\S]{0,30}(?:aanvra|toeken|beoordel)"
        ),
        "anx_III.5.c": _cue(
            r"levensverzeker|zorgverzeker|ziektekosten|life (?:and health )?insurance|health insurance",
            r"premie|risico|premium|pric|risk|underwrit|tarie",
        ),
        "anx_III.5.d": _cue(
            r"\b112\b|meldkamer|noodoproep|triage|emergency (?:call|dispatch|response|service|patient|"
            r"healthcare)|ambulance|first respon"
        ),
        "anx_III.7.a": _cue(_MIGRATION, r"leugendetect|polygra|lie[- ]detect|decepti|liegt|liegen"),
        "anx_III.6.b": _cue(_POLICE, r"leugendetect|polygra|lie[- ]detect|decepti|liegt|liegen"),
        "anx_III.2": _cue(
            r"elektriciteitsnet|stroomnet|drinkwater|waterzuiver|gasnet|warmtenet|verkeerslicht|verkeersregel|"
            r"verkeersstro|wegverkeer|netbeheer|"
            r"power grid|electricity (?:grid|network|supply)|"
            r"water (?:supply|treatment|network)|gas (?:network|supply|pipeline)|traffic (?:control|light|"
            r"signal|management)|critical (?:digital )?infrastructure|kritieke infrastructuur"
        ),
        "art_50.1": _cue(
            r"chat-?bot|voice-?bot|spraakassistent|virtue?le assistent|virtual (?:assistant|agent)|"
            r"conversational|digitale assistent|voice assistant|telefoonrobot"
        ),
        "art_50.4-deepfake": _cue(
            r"deep-?fake|stemkloon|voice clon|gekloonde stem|face[- ]?swap|synthetic (?:video|presenter|voice|"
            r"avatar)|realistic (?:avatar|video)"
        ),
        "art_50.2": _cue(
            r"(?:gener(?:eert|eren|ates?|ating|ative)|synthes|creates?|maakt)[\s\S]{0,50}(?:tekst|beeld|"
            r"afbeelding|video|audio|muziek|text|image|content|music|art\b|speech|illustrat|"
            r"article|story|stories|artwork)"
        ),
    }
)

# Facts that have no examples of their own.
FACTS: Mapping[str, Cue] = MappingProxyType(
    {
        "law_enforcement_use": _cue(_POLICE),
        "migration_use": _cue(_MIGRATION),
        "real_time": _cue(r"real[- ]?time|\blive\b (?:camera|beeld|video|identif|facial|feed)"),
        "workplace_or_education": _cue(_EMOTION, _WORK_OR_SCHOOL),
        "area_biometrics": _cue(
            r"biometri|gezichtsherkenning|vingerafdruk|irisscan|stemherkenning|facial recognition|fingerprint|"
            r"iris scan|voiceprint|gait"
        ),
        "verification_only": _cue(
            r"\bverificati\w+ (?:van (?:de )?identiteit|of identity)|identity verification|one-to-one|1:1|"
            r"één-op-één|ontgrendel|unlock|inloggen met|"
            r"(?:confirm|verif)\w+ (?:that )?(?:a |the )?(?:person|user|employee|holder)\w* (?:is|are) who"
        ),
        "medical_or_safety": _cue(
            _EMOTION, r"vermoeidheid|fatigue|drowsi|medisch|medical|therap|veiligheidsreden|safety reason|autis"
        ),
        "financial_fraud_detection": _cue(
            r"(?:financial|payment|card|transaction|credit|insurance)[- ]fraud|betaalfraude|financiële fraude|"
            r"fraudulent transaction|witwas|money laundering"
        ),
        "travel_document_check": _cue(
            r"(?:travel document|passport|reisdocument|paspoort)\w*[\s\S]{0,40}(?:authentic|echtheid|verif|"
            r"genuin|check|contro)"
        ),
        "assistive_editing": _cue(
            r"spelling(?:s)?(?:controle|check)|grammar|grammatica|spell[- ]?check|noise reduction|"
            r"ruisonderdruk|red[- ]eye|helderheid"
        ),
        "open_source": _cue(
            r"open[- ]?source(?:licentie| licen[cs]e|-software)?|\beupl\b|apache 2\.0|mit[- ]licen[cs]|\bgpl\b"
        ),
        "research_only": _cue(
            r"(?:uitsluitend|alleen|enkel|solely|only|exclusively) (?:voor|for) (?:wetenschappelijk|"
            r"scientific|academic) (?:onderzoek|research)"
        ),
        "military_only": _cue(
            r"(?:uitsluitend|alleen|enkel|solely|only|exclusively) (?:voor|for|by) (?:militair|defensie|"
            r"het leger|military|defen[cs]e|nationale veiligheid|national security)"
        ),
        "real_world_testing": _cue(
            r"\bpilot\b[\s\S]{0,60}(?:echte|werkelijke|real|burgers|aanvrag|cliënten)|real[- ]world (?:test|"
            r"condition|pilot)|praktijkproef|in de praktijk getest"
        ),
        "infers": _cue(
            r"machine[- ]learning|neura(?:al|le)|getraind|zelflerend|deep[- ]learning|taalmodel|random forest|"
            r"gradient boost|leert (?:van|uit)|trained (?:on|with|model)|"
            r"neural network|language model|\bllm\b|learns from"
        ),
        "gpai_system": _cue(
            r"algemene (?:schrijf|ai-)\w*|general[- ]purpose (?:ai|assistant)|voor allerlei taken|"
            r"\b(?:chatgpt|copilot|gemini|claude|mistral)\b"
        ),
        "develops": _cue(
            r"(?:wij|we|ons (?:team|datateam)|onze (?:ontwikkelaars|afdeling)|our (?:team|developers|"
            r"department)|in-house|zelf)\s(?:\w+\s){0,4}?(?:ontwikkel|bouw|gebouwd|developed|built|build)|"
            r"in (?:onze )?opdracht (?:van|gebouwd|ontwikkeld)|commissioned by"
        ),
        "uses": _cue(
            r"(?:medewerkers|ambtenaren|behandelaars|inspecteurs|baliemedewerkers|case ?workers|officials|"
            r"staff|employees|civil servants|(?:wij|we)\b)[\s\S]{0,40}(?:gebruik|zetten|werken met|\buse)"
        ),
        "for_public_authority": _cue(
            r"gemeente|ministerie|provincie|waterschap|rijksoverheid|uitvoeringsorganisatie|\buwv\b|\bsvb\b|"
            r"belastingdienst|overheidsinstantie|municipalit|ministry|public authorit|government|agency"
        ),
        "public_body": _cue(
            r"\b(?:onze|de|het) (?:gemeente|ministerie|provincie|waterschap|rijksdienst)|"
            r"\bour (?:municipality|ministry|agency)|\buwv\b|\bsvb\b|belastingdienst|rijkswaterstaat"
        ),
        "personal_data": _cue(r"\bdpia\b|gegevensbeschermingseffectbeoordeling|data protection impact assessment"),
        "decides_on_persons": _cue(
            r"(?:besluit|beslis|beschikking|afwijz|toeken|toekenn|decision|decides?|reject|grant|"
            r"approv)\w*[\s\S]{0,80}(?:aanvrager|burger|persoon|cliënt|kandidaat|student|applicant|person|"
            r"citizen|client|candidate|individual|employee)"
        ),
        "legal_effects": _cue(
            r"beschikking|rechtsgevolg|terugvorder|intrekken van|afwijzing van de aanvraag|legal effect|"
            r"administrative decision"
        ),
        "existing_high_risk": _cue(
            r"(?:sinds|in gebruik (?:sinds|genomen in)|in use since|operational since|"
            r"live since)\s(?:\w+\s)?(?:20[01]\d|202[0-6])"
        ),
        "content_safeguards": _cue(
            r"nudif|naakt|nude|seksu|sexual|csam", r"filter|blokk|block|waarborg|safeguard|weiger|refus"
        ),
        "editorial_control": _cue(
            r"redact|woordvoerder|editor|publi",
            r"goedkeur|nakijk|nagekeken|controleert|review|approv|verantwoordelijk|responsib",
        ),
        "solely_profiling": POINTS["art_5.1.d"],
        "public_space": _cue(_FACE_ID, _PUBLIC),
        "artistic_work": _cue(r"satir|artistiek|kunstwerk|artistic|parod"),
    }
)

# What tells a decision about people, a near miss and a task under article 6(3) apart; counted, see ``kind_cues``.
_KIND = (
    _cue(r"\b(?:not|no|niet|geen|nor|without|zonder)\b"),
    _cue(r"\b(?:only|solely|merely|exclusively|purely|uitsluitend|alleen|slechts)\b"),
    _cue(
        r"\b(?:audit|past decisions|retrospective|inconsisten|quality control|quality check|achteraf|"
        r"eerdere besluiten|anonymi[sz]ed|"
        r"geanonimiseerd|aggregate)"
    ),
    _cue(
        r"\b(?:translat|vertaal|transcri|index|schedul|plan[nt]|format|duplicat|convert|omzet|sorteer|"
        r"sort(?:s|ing)?\b|verif|complete(?:ness)?|"
        r"volledig)"
    ),
    _cue(
        r"\b(?:rank|scor(?:e|ing)|risk|predict|assess|evaluat|determin|eligib|identif|select|beoordel|bepaal|"
        r"voorspel|risico|rangschik)"
    ),
)
_MOST = 3


def point_cues(text: str) -> tuple[str, ...]:
    """The points that the words speak for, by name of the file with their examples."""
    return tuple(name for name, cue in POINTS.items() if _stands(cue, text))


def fact_cues(text: str) -> tuple[str, ...]:
    """The facts that the words speak for."""
    return tuple(name for name, cue in FACTS.items() if _stands(cue, text))


def kind_cues(text: str) -> tuple[float, ...]:
    """How much of each kind of word there is, between 0 and 1."""
    return tuple(min(_MOST, len(pattern.findall(text))) / _MOST for (pattern,) in _KIND)


def _stands(cue: Cue, text: str) -> bool:
    return all(pattern.search(text) for pattern in cue)
