"""Words of the tab "Beoordeling" in Dutch and English; ``texts.py`` takes them up."""

from __future__ import annotations

ASSESSMENT_TEXTS: dict[str, tuple[str, str]] = {
    "tab_beoordeling": ("Beoordeling", "Assessment"),
    "bo_intro": (
        "Geef de documentatie van een systeem. U krijgt per vraag een voorstel met het bewijs erbij. U controleert en"
        " verbetert; de regels beslissen.",
        "Give the documentation of a system. You get a proposal for each question, with its evidence. You check and"
        " correct; the rules decide.",
    ),
    "bo_choose": ("Kies bestanden", "Choose files"),
    "bo_add": ("Bestand toevoegen", "Add a file"),
    "bo_drop": ("of sleep ze hierheen", "or drop them here"),
    "bo_kinds": (
        "PDF, Word, Excel, PowerPoint, OpenDocument, HTML, Markdown, tekst, e-mail (.eml) of zip. Samen hooguit # MB.",
        "PDF, Word, Excel, PowerPoint, OpenDocument, HTML, Markdown, text, e-mail (.eml) or zip. At most # MB in all.",
    ),
    "bo_private_none": (
        "Alleen u ziet uw bestanden, in deze browser. Zij staan in het geheugen van de server, gaan naar niemand anders"
        " en worden gewist als u op Wis alles drukt, of # uur nadat u er voor het laatst mee werkte.",
        "Only you see your files, in this browser. They stand in the memory of the server, go to nobody else and are"
        " wiped when you press Wipe all, or # hours after you last worked with them.",
    ),
    "bo_private_here": (
        "Alleen u ziet uw bestanden, in deze browser. Zij staan in het geheugen van de server. Stukken tekst gaan naar"
        " een taalmodel op diezelfde server en naar niemand anders. Alles wordt gewist als u op Wis alles drukt, of #"
        " uur nadat u er voor het laatst mee werkte.",
        "Only you see your files, in this browser. They stand in the memory of the server. Pieces of text go to a"
        " language model on that same server and to nobody else. All is wiped when you press Wipe all, or # hours after"
        " you last worked with it.",
    ),
    "bo_private_elsewhere": (
        "Alleen u ziet uw bestanden, in deze browser. Zij staan in het geheugen van de server. Stukken tekst gaan naar"
        " een taalmodel op een andere computer. BSN's, rekeningnummers, e-mailadressen en telefoonnummers worden"
        " eerst afgeschermd; namen niet. Alles op deze server wordt gewist als u op Wis alles drukt, of # uur nadat u"
        " er voor het laatst mee werkte.",
        "Only you see your files, in this browser. They stand in the memory of the server. Pieces of text go to a"
        " language model on another computer. Citizen service numbers, bank accounts, e-mail addresses and phone"
        " numbers are masked first; names are not. All on this server is wiped when you press Wipe all, or # hours"
        " after you last worked with it.",
    ),
    "bo_sending": ("Bezig met versturen:", "Sending:"),
    "bo_waiting": ("In de wacht: anderen zijn eerst aan de beurt", "Waiting: others come first"),
    "bo_reading": ("Bezig met lezen:", "Reading:"),
    "bo_thinking": ("Bezig met de voorstellen", "Making the proposals"),
    "bo_page_of": ("bladzijde # van", "page # of"),
    "bo_stop": ("Stop met lezen", "Stop reading"),
    "bo_stopped": ("Het lezen is gestopt.", "Reading was stopped."),
    "bo_done": ("Klaar met lezen.", "Reading is done."),
    "bo_files": ("Bestanden", "Files"),
    "bo_unread": ("nog niet gelezen", "not read yet"),
    "bo_again": ("Lees opnieuw", "Read again"),
    "bo_wipe": ("Wis alles", "Wipe all"),
    "bo_wipe_sure": ("Alles wissen?", "Wipe everything?"),
    "bo_wipe_text": (
        "Uw bestanden en antwoorden gaan weg van de server. Dit kan niet ongedaan worden gemaakt.",
        "Your files and answers are removed from the server. This cannot be undone.",
    ),
    "bo_wipe_yes": ("Ja, wis alles", "Yes, wipe all"),
    "bo_wiped": ("Alles is gewist.", "Everything was wiped."),
    "bo_gone": (
        "Uw dossier is er niet meer: het is gewist of te lang niet gebruikt. Kies uw bestanden opnieuw.",
        "Your dossier is gone: it was wiped or not used for too long. Choose your files again.",
    ),
    "bo_failed": ("Het lezen is niet gelukt", "Reading did not succeed"),
    "bo_warnings": ("Let op", "Please note"),
    "bo_personal": ("Persoonsgegevens gevonden", "Personal data found"),
    "bo_personal_none": (
        "Er is geen taalmodel, dus deze gegevens zijn nergens heen gestuurd.",
        "There is no language model, so these data were sent nowhere.",
    ),
    "bo_personal_here": (
        "Het taalmodel draait op deze server: deze gegevens gaan niet naar een andere computer.",
        "The language model runs on this server: these data do not go to another computer.",
    ),
    "bo_personal_elsewhere": (
        "Het taalmodel op een andere computer kreeg deze gegevens niet: het las [BSN], [e-mail] enzovoort.",
        "The language model on another computer did not get these data: it read [BSN], [e-mail] and such.",
    ),
    "bo_masked": (
        "Ze zijn afgeschermd, ook in het memo en de andere bestanden die u meeneemt. Er staat nu bijvoorbeeld"
        " [BSN████]. Namen zijn niet afgeschermd.",
        "They are masked, also in the memo and the other files that you take along. There it now says [BSN████] or"
        " such. Names are not masked.",
    ),
    "bo_not_masked": (
        "Horen zij niet in de stukken, haal ze daar dan weg. Of scherm ze af: dan staan zij ook niet in het memo en de"
        " andere bestanden die u meeneemt. In het bestand voor het Algoritmeregister zijn zij altijd afgeschermd.",
        "If they do not belong in the documents, take them out. Or mask them: then they are not in the memo and the"
        " other files that you take along either. In the file for the Algorithm Register they are always masked.",
    ),
    "bo_mask": ("Scherm ze af", "Mask them"),
    "bo_unmask": ("Laat ze weer zien", "Show them again"),
    "bo_mask_done": ("De persoonsgegevens zijn afgeschermd.", "The personal data is masked."),
    "bo_unmask_done": ("De persoonsgegevens zijn niet meer afgeschermd.", "The personal data is no longer masked."),
    "bo_page_unmasked": (
        "Dit is een beeld van uw eigen bestand. Daarin is niets afgeschermd.",
        "This is a picture of your own file. Nothing is masked in it.",
    ),
    "bo_day": ("Recht zoals het geldt op", "Law as in force on"),
    "bo_day_save": ("Pas toe", "Apply"),
    "bo_day_hint": (
        "Leeg is vandaag. De voorstellen en uw antwoorden blijven; klasse, datums en plichten volgen de dag.",
        "Empty is today. The proposals and your answers stay; class, dates and obligations follow the day.",
    ),
    "bo_day_done": ("De uitkomst geldt nu voor de gekozen dag.", "The outcome now holds for the chosen day."),
    "bo_kind_bsn": ("BSN", "citizen service number (BSN)"),
    "bo_kind_iban": ("rekeningnummer (IBAN)", "bank account (IBAN)"),
    "bo_kind_email": ("e-mailadres", "e-mail address"),
    "bo_kind_phone": ("telefoonnummer", "phone number"),
    "bo_questions": ("Voorstellen nakijken", "Check the proposals"),
    "bo_keys": (
        "Met het toetsenbord, op een vraag: j, n of o antwoordt, b bevestigt, pijl omlaag en omhoog gaan naar de"
        " volgende en vorige vraag.",
        "With the keyboard, on a question: y, n or u answers, b confirms, arrow down and up go to the next and previous"
        " question.",
    ),
    "bo_filter": ("Toon", "Show"),
    "bo_show_proposals": ("uit de stukken", "from the documents"),
    "bo_show_open": ("nog nodig", "still needed"),
    "bo_show_all": ("alle vragen", "all questions"),
    "bo_checked": ("# van ## nagekeken", "# of ## checked"),
    "bo_proposal": ("Voorstel", "Proposal"),
    "bo_certainty": ("zekerheid", "certainty"),
    "bo_no_proposal": ("De stukken zeggen dit niet.", "The documents do not say this."),
    "bo_hint": (
        "De stukken wijzen hier misschien op. Dat is niet zeker genoeg voor een voorstel: kies zelf.",
        "The documents may hint at this. That is not certain enough for a proposal: choose yourself.",
    ),
    "bo_from_others": ("Volgt uit andere antwoorden", "Follows from other answers"),
    "bo_evidence": ("Bewijs", "Evidence"),
    "bo_look": ("Bekijk op de bladzijde", "See on the page"),
    "bo_look_text": ("Bekijk in de tekst", "See in the text"),
    "bo_explained": ("Uitleg en bron", "Explanation and source"),
    "bo_confirm": ("Klopt", "Correct"),
    "bo_confirmed": ("Bevestigd", "Confirmed"),
    "bo_yours": ("Uw antwoord", "Your answer"),
    "bo_forget": ("Haal mijn antwoord weg", "Remove my answer"),
    "bo_reason": ("Waarom wijkt u af van het voorstel?", "Why does your answer differ from the proposal?"),
    "bo_reason_save": ("Bewaar", "Save"),
    "bo_outcome": ("Concept", "Draft"),
    "bo_draft": (
        "Concept: beoordeling door een mens vereist. Dit is geen juridisch advies.",
        "Draft: assessment by a person is required. This is not legal advice.",
    ),
    "bo_resting": ("Op grond van", "On the ground of"),
    "bo_by_rules": ("Volgens de regels", "Under the rules"),
    "bo_by_proposal": ("Alleen het voorstel", "The proposal alone"),
    "bo_likely": ("waarschijnlijk", "probably"),
    "bo_differs": ("Waar voorstel, u en de regels verschillen", "Where proposal, you and the rules differ"),
    "bo_said": ("voorstel {proposal}, u {human}, regels {rules}", "proposal {proposal}, you {human}, rules {rules}"),
    "bo_nothing_said": ("niets", "nothing"),
    "bo_duties": ("Verplichtingen en wat de stukken laten zien", "Obligations and what the documents show"),
    "bo_gap_found": ("genoemd in de stukken", "mentioned in the documents"),
    "bo_gap_nothing": ("niets gevonden", "nothing found"),
    "bo_provisional": ("voorlopig", "provisional"),
    "bo_gap_note": (
        "Genoemd betekent dat het onderwerp aan de orde komt, niet dat aan de plicht is voldaan. Voorlopig betekent dat"
        " het nog van open vragen afhangt.",
        "Mentioned means that the subject comes up, not that the duty is met. Provisional means that it still depends"
        " on open questions.",
    ),
    "bo_no_duties": ("Er volgen geen verplichtingen.", "No obligations follow."),
    "bo_owner": ("Vragen aan de eigenaar of leverancier", "Questions for the owner or supplier"),
    "bo_copy": ("Kopieer als e-mail", "Copy as e-mail"),
    "bo_copied": (
        "De vragen zijn gekopieerd. Plak ze in een e-mail.",
        "The questions were copied. Paste them in an e-mail.",
    ),
    "bo_mail_top": (
        "Beste lezer,\n\nWij beoordelen een systeem volgens de AI-verordening. De documentatie zegt niet alles wat wij"
        " daarvoor moeten weten. Wilt u deze vragen beantwoorden met ja, nee of onbekend? Noem er graag het document en"
        " de bladzijde bij waar dat staat. 'Uw organisatie' is in deze vragen de organisatie die het systeem laat"
        " beoordelen.",
        "Dear reader,\n\nWe are assessing a system under the AI Act. The documentation does not say all that we need to"
        " know for that. Would you answer these questions with yes, no or unknown? Please add the document and the page"
        " that say so. 'Your organisation' in these questions is the organisation that has the system assessed.",
    ),
    "bo_mail_end": ("Met vriendelijke groet,", "Kind regards,"),
    "bo_exports": ("Meenemen", "Take along"),
    "bo_word": ("Memo (Word)", "Memo (Word)"),
    "bo_markdown": ("Memo (Markdown)", "Memo (Markdown)"),
    "bo_json": ("Gegevens (JSON)", "Data (JSON)"),
    "bo_register": ("Algoritmeregister", "Algorithm Register"),
    "bo_impact": ("Lijst voor IAMA en DPIA", "List for IAMA and DPIA"),
    "bo_to_fill": (
        "Algoritmeregister: vul nog in # velden en kijk de rest na. Wat ontbreekt, heet in het bestand [IN TE VULLEN].",
        "Algorithm Register: # fields still to fill in; check the rest. What is missing is called [IN TE VULLEN].",
    ),
    "bo_close": ("Sluit", "Close"),
    "bo_page_alt": (
        "Beeld van de bladzijde, met het bewijs gemarkeerd",
        "Picture of the page, with the evidence marked",
    ),
    "bo_in_text": ("In de tekst", "In the text"),
    "bo_not_done": (
        "Dit is niet gelukt. Controleer de verbinding en probeer het opnieuw; uw werk staat nog op de server.",
        "This did not work. Check the connection and try again; your work is still on the server.",
    ),
    "bo_too_large_in_all": (
        "# past er niet meer bij: de bestanden zijn samen hooguit ## MB.",
        "# does not fit: the files are at most ## MB together.",
    ),
    "bo_too_large": ("# is te groot. Het maximum is ## MB.", "# is too large. The maximum is ## MB."),
}
