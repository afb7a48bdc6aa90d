// The tab Kennisbank: loaded when it is opened, filtered here, each entry loaded when it is opened. An address that ends
// in #kennisbank or #kennisbank/<entry> leads straight to it.
(words, address) => {
  const byId = (id) => document.getElementById(id);
  const panel = () => byId("kennisbank-inhoud");
  const ADDRESS = /^#kennisbank(?:\/([a-z0-9-]+))?$/;
  // Three letters stand in the middle of too many words.
  const SHORT = 3;
  const PAUSE = 300;
  let language = "nl";
  let listed = null;
  let speaking = 0;

  const load = async (path) => {
    const response = await fetch(`${location.pathname.replace(/\/?$/, "/")}kennisbank/${path}`);
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  };
  const note = (key, role) => {
    const line = document.createElement("p");
    line.textContent = words[language][key];
    line.className = key === "kb_loading" ? "bezig" : "boodschap";
    if (role) line.setAttribute("role", role);
    return line;
  };

  // -- the list

  const fold = (text) => text.normalize("NFKD").replace(/[\p{M}\u00ad]/gu, "").toLowerCase();
  const asked = () => fold(byId("kb-zoek").value).match(/[\p{L}\p{N}]+/gu) || [];
  const filter = () => {
    const wanted = asked().map((word) => (word.length > SHORT ? word : ` ${word}`));
    const [subject, role] = [byId("kb-onderwerp").value, byId("kb-rol").value];
    const active = wanted.length > 0 || subject !== "" || role !== "";
    let total = 0;
    for (const group of panel().querySelectorAll(".kb-groep")) {
      let count = 0;
      for (const item of group.querySelectorAll("li[data-zoek]")) {
        const fits =
          (!subject || group.dataset.onderwerp === subject) &&
          (!role || item.dataset.rollen.split(" ").includes(role)) &&
          wanted.every((word) => item.dataset.zoek.includes(word));
        item.hidden = !fits;
        count += fits;
      }
      group.hidden = count === 0;
      group.open = active && count > 0;
      group.querySelector(".kb-tel span").textContent = count;
      total += count;
    }
    byId("kb-wis").hidden = !active;
    const said = byId("kb-aantal");
    const form = !active ? "alle" : ["geen", "een"][total] || "meer";
    // One announcement when the typing pauses, not one a letter.
    clearTimeout(speaking);
    speaking = setTimeout(() => (said.textContent = said.dataset[form].replace("#", total)), PAUSE);
  };
  const clear = () => {
    for (const id of ["kb-zoek", "kb-onderwerp", "kb-rol"]) byId(id).value = "";
    filter();
  };
  const fill = async () => {
    const mine = language;
    const kept = ["kb-zoek", "kb-onderwerp", "kb-rol"].map((id) => [id, byId(id) ? byId(id).value : ""]);
    const open = [...panel().querySelectorAll(".kb-stuk[open]")].map((entry) => entry.dataset.stuk);
    if (!panel().firstElementChild) panel().replaceChildren(note("kb_loading", "status"));
    try {
      const html = await load(mine);
      if (mine !== language) return;
      panel().innerHTML = html;
    } catch (failure) {
      if (mine !== language) return;
      listed = null;
      panel().replaceChildren(note("kb_not_loaded", "alert"));
      return;
    }
    for (const [id, value] of kept) byId(id).value = value;
    filter();
    for (const slug of open) unfold(slug);
  };
  const list = () => {
    if (!listed || listed.language !== language) listed = { language, ready: fill() };
    return listed.ready;
  };

  // -- one entry

  const unfold = (slug) => {
    const entry = byId(`stuk-${slug}`);
    if (!entry) return null;
    if (entry.parentElement.hidden) clear();
    entry.closest(".kb-groep").open = true;
    entry.open = true;
    return entry;
  };
  const read = async (entry) => {
    const body = entry.querySelector(".kb-inhoud");
    if (body.firstElementChild) return;
    body.replaceChildren(note("kb_loading"));
    try {
      body.innerHTML = await load(`${language}/${entry.dataset.stuk}`);
    } catch (failure) {
      body.replaceChildren(note("kb_not_loaded", "alert"));
      entry.addEventListener("toggle", () => body.replaceChildren(), { once: true });
    }
  };
  document.addEventListener(
    "toggle",
    (event) => {
      const entry = event.target;
      if (!(entry instanceof Element) || !entry.matches(".kb-stuk")) return;
      if (entry.open) {
        read(entry);
        address(`#kennisbank/${entry.dataset.stuk}`, "replaceState");
      } else if (location.hash === `#kennisbank/${entry.dataset.stuk}`) {
        address("#kennisbank", "replaceState");
      }
    },
    true,
  );
  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.closest(".kb-zoeken")) filter();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.closest(".kb-zoeken")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#kb-wis")) return;
    clear();
    byId("kb-zoek").focus();
  });

  return {
    owns: (hash) => ADDRESS.test(hash),
    hash: () => "#kennisbank",
    async open(hash) {
      await list();
      const slug = hash.match(ADDRESS)[1];
      const entry = slug ? unfold(slug) : null;
      if (!entry) return;
      entry.querySelector("summary").focus({ preventScroll: true });
      entry.scrollIntoView({ block: "start" });
    },
    language(chosen) {
      language = chosen;
      if (listed) list();
    },
  };
}
