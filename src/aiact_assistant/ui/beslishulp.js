// The tab Beslishulp. The answers stand in the address (#beslishulp=v1;day;fact=letter) and nowhere on the server: each
// step sends them with what the visitor did, and gets the whole tab back. The last address is kept for this tab of the
// browser, so that it survives a visit to another part of the page and a reload there.
(words, address) => {
  const byId = (id) => document.getElementById(id);
  const panel = () => byId("beslishulp-inhoud");
  const OWN = "#beslishulp";
  const KEPT = "beslishulp";
  const KEYS = { j: "yes", y: "yes", n: "no", o: "unknown", u: "unknown" };
  let language = "nl";
  let answers = "";
  let turn = Promise.resolve();

  // Storage may be switched off; then only the address keeps the answers.
  const keep = (text) => {
    answers = text;
    try {
      sessionStorage.setItem(KEPT, text);
    } catch (refused) {}
  };
  const kept = () => {
    try {
      return answers || sessionStorage.getItem(KEPT) || "";
    } catch (refused) {
      return answers;
    }
  };
  const owns = (hash) => hash === OWN || hash.startsWith(`${OWN}=`);
  const hashOf = (text) => (text ? `${OWN}=${text}` : OWN);
  // An address longer than any that was made here is not worth sending whole; the server says that it is too long.
  const inHash = (hash) => hash.slice(OWN.length + 1, 15000);

  const post = async (path, body) => {
    const response = await fetch(`${location.pathname.replace(/\/?$/, "/")}beslishulp/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(String(response.status));
    return response;
  };
  const say = (text) => {
    byId("bh-voorlezen").textContent = text;
  };
  const report = (text, kind) => {
    byId("bh-melding")?.remove();
    const line = document.createElement("p");
    line.id = "bh-melding";
    line.className = `boodschap bh-melding-${kind}`;
    line.setAttribute("role", kind === "fout" ? "alert" : "status");
    panel().prepend(line);
    line.textContent = text;
  };

  const folds = () => [...panel().querySelectorAll("details[id]")];
  const draw = (html) => {
    const before = new Map(folds().map((fold) => [fold.id, fold.open]));
    panel().innerHTML = html;
    for (const fold of folds()) if (before.get(fold.id)) fold.open = true;
  };

  // One step: what was done goes out, the whole tab comes back.
  const step = async (done, how, focus, from) => {
    if (from !== undefined) keep(from);
    panel().setAttribute("aria-busy", "true");
    try {
      const html = await (await post(language, { address: answers, ...done })).text();
      const inside = panel().contains(document.activeElement);
      draw(html);
      const state = panel().querySelector(".bh").dataset;
      keep(state.aantal === "0" && !done.day && !answers ? "" : state.adres);
      // Whoever went on to another tab meanwhile stays there.
      if (how && owns(location.hash)) address(hashOf(answers), how);
      if (how === "pushState") say(state.stand);
      // What had the focus was drawn again: without this a keyboard would start at the top of the page.
      const target = byId(focus || "bh-kop");
      if (target && (focus || inside)) target.focus();
    } catch (failure) {
      report(words[language].bh_not_loaded, "fout");
    }
    panel().removeAttribute("aria-busy");
  };
  // Each step builds on the answers of the one before, so a quick second one waits its turn.
  const go = (done = {}, how = "pushState", focus = null, from = undefined) => {
    turn = turn.then(() => step(done, how, focus, from));
    return turn;
  };

  const current = () => panel().querySelector(".bh-vraag[data-vraag]")?.dataset.vraag;
  const reply = (answer) => current() && go({ question: current(), reply: answer }, "pushState", "bh-kop");

  const download = async (kind, type, name) => {
    try {
      const content = await (await post(`${language}/${kind}`, { address: answers })).blob();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([content], { type }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    } catch (failure) {
      report(words[language].bh_not_loaded, "fout");
    }
  };
  const copy = async () => {
    const done = await window.aiact.copy(location.href);
    report(words[language][done ? "bh_copied" : "not_copied"], done ? "goed" : "fout");
  };
  const again = () => {
    byId("bh-dialoog").close();
    go({}, "pushState", "bh-kop", "");
  };

  const ACTIONS = {
    "bh-kopieer": copy,
    "bh-memo": () => download("memo", "text/markdown", "ai-verordening-memo.md"),
    "bh-json": () => download("json", "application/json", "ai-verordening-besluit.json"),
    "bh-opnieuw": () => byId("bh-dialoog").showModal(),
    "bh-wis-alles": again,
    "bh-niet": () => byId("bh-dialoog").close(),
    "bh-verder": () => go({}, null, "bh-kop"),
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("#beslishulp button") : null;
    // The second press of a double click would answer the next question.
    if (!button || event.detail > 1) return;
    if (ACTIONS[button.id]) ACTIONS[button.id]();
    else if (button.dataset.antwoord) reply(button.dataset.antwoord);
    else if (button.dataset.naar) go({ question: button.dataset.naar }, null, "bh-kop");
    else if (button.dataset.wis) go({ question: button.dataset.wis, reply: "forget" }, "pushState", "bh-gegeven-kop");
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.id !== "bh-datum") return;
    if (!field.validity.valid) return;
    const dateless = field.value ? undefined : answers.replace(/;\d{4}-\d\d-\d\d/, "");
    go({ day: field.value || null }, "pushState", "bh-datum", dateless);
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target || !target.closest("#beslishulp") || target.closest("input, dialog")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const answer = KEYS[event.key.toLowerCase()];
    if (!answer) return;
    event.preventDefault();
    reply(answer);
  });

  return {
    owns,
    hash: () => hashOf(kept()),
    async open(hash) {
      const asked = inHash(hash);
      if (asked && asked === answers && panel().firstElementChild) return;
      await go({}, "replaceState", null, asked);
    },
    language(chosen) {
      const changed = chosen !== language;
      language = chosen;
      if (changed && panel() && panel().firstElementChild) go(current() ? { question: current() } : {}, null);
    },
  };
}
