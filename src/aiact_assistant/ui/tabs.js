// The tabs. The address says which part is shown: every part but the first has a hash of its own, and says what is in it.
(words, parts, address) => {
  const root = document.documentElement;
  const FIRST = "vragen";

  const tabs = () => [...document.querySelectorAll("#tabbladen [role=tab]")];
  const show = (name) => {
    root.dataset.blad = name;
    for (const tab of tabs()) {
      const chosen = tab.dataset.blad === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      const page = document.getElementById(tab.getAttribute("aria-controls"));
      page.setAttribute("role", "tabpanel");
      page.setAttribute("aria-labelledby", tab.id);
    }
  };
  const follow = () => {
    const name = Object.keys(parts).find((one) => parts[one].owns(location.hash));
    show(name || FIRST);
    if (name) parts[name].open(location.hash);
  };
  const choose = (tab) => {
    const part = parts[tab.dataset.blad];
    address(part ? part.hash() : "", "pushState");
    follow();
    tab.focus();
  };

  document.addEventListener("click", (event) => {
    const tab = event.target instanceof Element ? event.target.closest("#tabbladen [role=tab]") : null;
    if (tab) choose(tab);
  });
  document.addEventListener("keydown", (event) => {
    const all = tabs();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(all[(to + all.length) % all.length]);
  });
  window.addEventListener("popstate", follow);

  return {
    follow,
    toFirst: () => show(FIRST),
    isFirst: () => root.dataset.blad === FIRST,
    // Follows a link to something in a part; false when it is none.
    goTo(hash) {
      if (!Object.values(parts).some((part) => part.owns(hash))) return false;
      address(hash, "pushState");
      follow();
      return true;
    },
    language(chosen) {
      for (const tab of tabs()) {
        tab.textContent = words[chosen][`tab_${tab.dataset.blad}`];
        tab.parentElement.setAttribute("aria-label", words[chosen].tabs);
      }
      for (const part of Object.values(parts)) part.language(chosen);
    },
  };
}
