() => {
  const words = __WORDS__;
  const address = (hash, how) => {
    if (location.hash !== hash) history[how](history.state, "", location.pathname + location.search + hash);
  };
  const parts = {
    beslishulp: (__BESLISHULP__)(words, address),
    beoordeling: (__BEOORDELING__)(words),
    kennisbank: (__KENNISBANK__)(words, address),
  };
  const tabs = (__TABS__)(words, parts, address);
  const question = () => document.querySelector("#vraag textarea");
  const fine = window.matchMedia("(pointer: fine)");

  // The clipboard needs https or localhost; over plain http the older way still works.
  const copyOldWay = (text) => {
    const area = document.createElement("textarea");
    const before = document.activeElement;
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.appendChild(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before) before.focus();
    return done;
  };

  window.aiact = {
    language(chosen) {
      document.documentElement.lang = chosen;
      document.title = words[chosen].title;
      tabs.language(chosen);
    },
    async copy(text) {
      if (navigator.clipboard && window.isSecureContext) {
        try {
          await navigator.clipboard.writeText(text);
          return true;
        } catch (refused) {
          return copyOldWay(text);
        }
      }
      return copyOldWay(text);
    },
    // The last value is the date; a half-typed one is reported instead of being taken for today.
    withDate(given) {
      const field = document.getElementById("datum-veld");
      if (field && field.validity.badInput) given[given.length - 1] = "half";
      return given;
    },
  };
  window.aiact.language("nl");
  tabs.follow();

  document.addEventListener("keydown", (event) => {
    const stop = document.getElementById("stop");
    if (event.key === "Escape" && stop && tabs.isFirst()) stop.click();
  });

  // A pressed button may disappear; on a phone the keyboard should not pop up.
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target && target.closest("#verstuur, #stop, #nieuw, .voorbeeld") && fine.matches && question()) {
      question().focus({ preventScroll: true });
    }
  });

  // On a phone the keyboard would cover the answer.
  document.addEventListener("keyup", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !fine.matches && event.target === question()) question().blur();
  });

  // Jumps within the page move the focus too, and never reload it.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (!link) return;
    event.preventDefault();
    const hash = link.getAttribute("href");
    if (tabs.goTo(hash)) return;
    const target = document.getElementById(hash.slice(1));
    if (!target) return;
    tabs.toFirst();
    const focused = target.matches("[tabindex]") ? target : target.querySelector("textarea") || target;
    focused.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  });

  // A new question stays in the upper half of the window while its answer grows, so that it is read from the
  // start; whoever does something meanwhile is left alone.
  let shown = 0;
  let following = false;
  for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(move, () => (following = false), { passive: true });
  }
  new MutationObserver(() => {
    const all = document.querySelectorAll("#gesprek .beurt");
    if (all.length > shown) following = true;
    shown = all.length;
    if (!following || !shown) return;
    const top = all[shown - 1].getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight / 2) all[shown - 1].scrollIntoView({ block: "start" });
  }).observe(document.body, { childList: true, subtree: true });
}
