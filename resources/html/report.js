"use strict";
(() => {
  const find = document.getElementById("find");
  const query = document.getElementById("query");
  const hits = document.getElementById("hits");
  const sections = [...document.querySelectorAll("main section:not([data-quiet])")].reverse();
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let items = null;
  let run = 0;

  const known = () => {
    items ??= [...document.querySelectorAll("[data-item]")].map((element) => ({ element, text: null }));
    return items;
  };
  const matches = (item, words) => {
    item.text ??= folded(item.element.textContent);
    return words.every((word) => item.text.includes(word));
  };
  const tell = (count) => {
    const words = count ? find.dataset.found : find.dataset.none;
    hits.textContent = words.replace("{n}", count.toLocaleString()).replace("{total}", items.length.toLocaleString());
  };
  const empty = () => {
    for (const section of sections) {
      section.hidden = !section.querySelector("[data-item]:not([hidden])");
    }
  };
  const clear = () => {
    document.body.classList.remove("finding");
    for (const { element } of known()) element.hidden = false;
    for (const section of sections) section.hidden = false;
    hits.textContent = "";
  };
  const show = (found) => {
    document.body.classList.add("finding");
    for (const section of sections) section.hidden = false;
    known().forEach(({ element }, at) => {
      if (element.hidden === found.has(at)) element.hidden = !found.has(at);
    });
    empty();
    tell(found.size);
  };
  // In slices, so that typing stays quick on a page of many thousand comments; shown at once, since every
  // change to what is shown costs a look at the whole page.
  const look = (mine, words, start, found) => {
    if (mine !== run) return;
    const all = known();
    const until = performance.now() + 30;
    let at = start;
    for (; at < all.length && (at % 50 || performance.now() < until); at += 1) {
      if (matches(all[at], words)) found.add(at);
    }
    if (at < all.length) setTimeout(look, 0, mine, words, at, found);
    else show(found);
  };
  const search = () => {
    run += 1;
    const words = folded(query.value).split(/\s+/).filter(Boolean);
    if (!words.length) return clear();
    look(run, words, 0, new Set());
  };
  let waiting = 0;
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  // A link to what the search has hidden ends the search.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || !document.body.classList.contains("finding")) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target && !target.checkVisibility()) {
      query.value = "";
      run += 1;
      clear();
    }
  });
  find.hidden = false;
})();
