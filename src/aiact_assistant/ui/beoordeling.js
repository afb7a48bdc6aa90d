// The tab Beoordeling. Files and answers are on the server, for this browser alone (a cookie that no script can read):
// each step says what the visitor did and gets the whole tab back, so a reload loses nothing.
(words) => {
  const byId = (id) => document.getElementById(id);
  const panel = () => byId("beoordeling-inhoud");
  const OWN = "#beoordeling";
  const KEYS = { j: "yes", y: "yes", n: "no", o: "unknown", u: "unknown" };
  const BUSY = ["waiting", "reading", "proposing"];
  const LOOK_MS = 600;
  let language = "nl";
  let shown = "";
  let turn = Promise.resolve();
  let looking = 0;

  const root = () => `${location.pathname.replace(/\/?$/, "/")}beoordeling/${language}`;
  const word = (key) => words[language][key];
  const say = (text) => {
    byId("bo-voorlezen").textContent = text;
  };
  const report = (text, kind) => {
    byId("bo-melding")?.remove();
    const line = document.createElement("p");
    line.id = "bo-melding";
    line.className = `boodschap bh-melding-${kind}`;
    line.setAttribute("role", kind === "fout" ? "alert" : "status");
    panel().prepend(line);
    line.textContent = text;
  };
  const view = () => panel().querySelector(".bo");
  const state = () => view()?.dataset.stand;

  // What the server said of it is for the visitor; anything else is a failure of the way there.
  class Refused extends Error {}
  const send = async (path, options = {}) => {
    const response = await fetch(root() + path, { credentials: "same-origin", ...options });
    if (response.ok) return response;
    if (response.status === 410) throw new Refused(word("bo_gone"));
    if (response.status === 422 || response.status === 413) throw new Refused(await response.text());
    throw new Error(String(response.status));
  };
  const post = (path, body) =>
    send(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  const draw = (html) => {
    const open = [...panel().querySelectorAll("details[id][open]")].map((fold) => fold.id);
    const focused = document.activeElement instanceof Element && panel().contains(document.activeElement);
    const card = focused ? document.activeElement.closest(".bo-vraag")?.id : null;
    const same = focused ? document.activeElement.id : null;
    // A reason that is being written for another question is not lost.
    const reasons = [...panel().querySelectorAll(".bo-reden:not([hidden])")].map((form) => ({
      id: form.querySelector("textarea").id,
      text: form.querySelector("textarea").value,
      answer: form.dataset.antwoord,
    }));
    panel().innerHTML = html;
    for (const { id, text, answer } of reasons) {
      const area = byId(id);
      if (!area) continue;
      area.value = text;
      area.form.hidden = false;
      area.form.dataset.antwoord = answer;
    }
    for (const id of open) byId(id)?.setAttribute("open", "");
    if (shown) filter(shown);
    for (const link of panel().querySelectorAll("[data-uitvoer]")) link.href = `${root()}/uitvoer/${link.dataset.uitvoer}`;
    const target = (same && byId(same)) || (card && byId(card)) || (focused ? panel().querySelector("label, button") : null);
    target?.focus({ preventScroll: true });
  };
  const filter = (name) => {
    const list = byId("bo-vragen");
    if (!list) return;
    shown = name;
    list.dataset.toon = name;
    for (const button of list.querySelectorAll(".bo-filter")) {
      button.setAttribute("aria-pressed", String(button.dataset.toon === name));
    }
  };

  // Each step builds on the one before, so a quick second one waits its turn.
  const step = (work) => {
    turn = turn.then(async () => {
      panel().setAttribute("aria-busy", "true");
      try {
        await work();
      } catch (failure) {
        report(failure instanceof Refused ? failure.message : word("bo_not_done"), "fout");
      }
      panel().removeAttribute("aria-busy");
    });
    return turn;
  };
  const show = async (response) => {
    draw(await (await response).text());
    follow();
  };

  // -- files

  // While a file is read only the bar moves; the tab is drawn again when that is over.
  const follow = () => {
    clearTimeout(looking);
    if (!BUSY.includes(state())) return;
    looking = setTimeout(async () => {
      try {
        const now = await (await send("/stand")).json();
        if (now.stand !== state()) {
          await step(() => show(send("")));
          if (state() === "proposing") say(word("bo_thinking"));
          if (state() === "ready") say(`${word("bo_done")} ${view().dataset.uitkomst}`);
          return;
        }
        const bar = byId("bo-balk");
        if (bar && now.stand !== "waiting") {
          bar.max = now.van || 1;
          bar.value = now.gedaan;
          const busy = `${word("bo_reading")} ${now.bestand}`;
          if (now.stand === "reading" && byId("bo-bezig").textContent !== busy) byId("bo-bezig").textContent = busy;
        }
      } catch (failure) {
        if (failure instanceof Refused) {
          step(() => show(send("")).then(() => report(failure.message, "fout")));
          return;
        }
      }
      follow();
    }, LOOK_MS);
  };
  const upload = (files) => {
    if (!files.length) return;
    step(async () => {
      for (const file of files) {
        report(`${word("bo_sending")} ${file.name}`, "goed");
        await send(`/bestand?naam=${encodeURIComponent(file.name)}`, {
          method: "POST",
          headers: { "content-type": "application/octet-stream" },
          body: file,
        });
      }
      await show(post("/lezen"));
      say(word("bo_reading"));
    });
  };
  const wipe = () =>
    step(async () => {
      byId("bo-dialoog").close();
      await show(post("/wis"));
      shown = "";
      report(word("bo_wiped"), "goed");
    });

  const mask = () => {
    const masked = byId("bo-afscherm").dataset.af === "true";
    step(async () => {
      await show(post("/afschermen", { masked }));
      say(word(masked ? "bo_mask_done" : "bo_unmask_done"));
    });
  };

  // -- answers

  const cards = () => [...panel().querySelectorAll(".bo-vraag")].filter((card) => card.offsetParent);
  const beside = (card, places) => {
    const all = cards();
    return all[all.indexOf(card) + places];
  };
  const answer = (card, value, reason = "") => {
    const proposed = card.dataset.voorstel;
    const form = card.querySelector(".bo-reden");
    if (value !== "forget" && proposed !== "unknown" && value !== proposed && !reason) {
      form.hidden = false;
      form.dataset.antwoord = value;
      form.querySelector("textarea").focus();
      return;
    }
    const after = value === "forget" ? card.id : (beside(card, 1) || card).id;
    step(async () => {
      const response = await post("/antwoord", { question: card.dataset.vraag, answer: value, reason });
      const written = byId(card.id)?.querySelector(".bo-reden");
      if (written) written.hidden = true;
      await show(response);
      say(view().dataset.uitkomst);
      const target = byId(after)?.offsetParent ? byId(after) : byId(card.id);
      target?.focus({ preventScroll: true });
      target?.scrollIntoView({ block: "nearest" });
    });
  };
  const goTo = (name) => {
    filter("alle");
    const card = byId(`bo-v-${name}`);
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "center" });
  };
  const look = (where) =>
    step(async () => {
      byId("bo-plaats-inhoud").innerHTML = await (await send(`/plaats/${where}`)).text();
      const image = byId("bo-plaats-inhoud").querySelector("img");
      // A page that cannot be drawn still has its text.
      image?.addEventListener("error", () => image.remove());
      byId("bo-plaats").showModal();
      byId("bo-plaats-kop").focus();
    });
  const copy = async () => {
    const lines = [...panel().querySelectorAll(".bo-eigenaar li")].map((item, at) => `${at + 1}. ${item.textContent}`);
    const mail = [word("bo_mail_top"), lines.join("\n"), word("bo_mail_end")].join("\n\n");
    const done = await window.aiact.copy(mail);
    report(word(done ? "bo_copied" : "not_copied"), done ? "goed" : "fout");
  };

  const ACTIONS = {
    "bo-lees": () => step(() => show(post("/lezen"))),
    "bo-stop": () => step(() => show(post("/stop")).then(() => report(word("bo_stopped"), "goed"))),
    "bo-wis": () => byId("bo-dialoog").showModal(),
    "bo-wis-alles": wipe,
    "bo-kopieer": copy,
    "bo-afscherm": mask,
  };
  const inTab = (event, selector) =>
    event.target instanceof Element ? event.target.closest(`#beoordeling ${selector}`) : null;

  document.addEventListener("click", (event) => {
    const link = inTab(event, "[data-uitvoer]");
    if (link) setTimeout(() => view()?.removeAttribute("data-te-bewaren"), 0);
    const button = inTab(event, "button");
    if (!button || event.detail > 1 || button.type === "submit") return;
    if (ACTIONS[button.id]) ACTIONS[button.id]();
    else if ("sluit" in button.dataset) button.closest("dialog").close();
    else if (button.dataset.toon) filter(button.dataset.toon);
    else if (button.dataset.plaats) look(button.dataset.plaats);
    else if (button.dataset.naar) goTo(button.dataset.naar);
    else if (button.dataset.antwoord) answer(button.closest(".bo-vraag"), button.dataset.antwoord);
  });
  document.addEventListener("submit", (event) => {
    if (inTab(event, "#bo-dag-keuze")) {
      event.preventDefault();
      const field = byId("bo-dag");
      if (field.validity.badInput) {
        report(word("bad_date"), "fout");
        return;
      }
      step(async () => {
        await show(post("/dag", { day: field.value }));
        say(`${word("bo_day_done")} ${view().dataset.uitkomst}`);
      });
      return;
    }
    const form = inTab(event, ".bo-reden");
    if (!form) return;
    event.preventDefault();
    const reason = form.querySelector("textarea").value.trim();
    if (reason) answer(form.closest(".bo-vraag"), form.dataset.antwoord, reason);
  });
  document.addEventListener("change", (event) => {
    if (inTab(event, "#bo-bestand")) upload([...event.target.files]);
  });
  document.addEventListener("keydown", (event) => {
    const card = inTab(event, ".bo-vraag");
    if (!card || event.target.closest("textarea, dialog")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const key = event.key.toLowerCase();
    if (key === "arrowdown" || key === "arrowup") {
      event.preventDefault();
      const next = beside(card, key === "arrowdown" ? 1 : -1);
      next?.focus();
      return;
    }
    const value = key === "b" ? card.dataset.voorstel : KEYS[key];
    if (!value || (key === "b" && value === "unknown")) return;
    event.preventDefault();
    answer(card, value);
  });
  const droppable = (event) => inTab(event, "[data-laden]") || (inTab(event, ".bo") && panel().querySelector("[data-laden]"));
  document.addEventListener("dragover", (event) => {
    if (!droppable(event) || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    droppable(event).classList.add("bo-boven");
  });
  document.addEventListener("dragleave", (event) => {
    if (inTab(event, "[data-laden]")) inTab(event, "[data-laden]").classList.remove("bo-boven");
  });
  document.addEventListener("drop", (event) => {
    if (!droppable(event)) return;
    event.preventDefault();
    upload([...event.dataTransfer.files]);
  });
  // Answers stay on the server for some hours, but not for good.
  window.addEventListener("beforeunload", (event) => {
    if (view() && "teBewaren" in view().dataset) event.preventDefault();
  });

  return {
    owns: (hash) => hash === OWN,
    hash: () => OWN,
    async open() {
      if (!view()) await step(() => show(send("")));
    },
    language(chosen) {
      const changed = chosen !== language;
      language = chosen;
      if (changed && panel() && view()) step(() => show(send("")));
    },
  };
}
