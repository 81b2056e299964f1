/* Citations: pointing at one, or reaching it by keyboard, shows its reference. Without this script
   the title of the link says the same. Nothing is asked of a server: the text is the page's own. */
(() => {
  "use strict";

  const DELAY = 200; // milliseconds in which the pointer may travel from the citation to the box
  const links = document.querySelectorAll('.folio-citation a[href^="#ref-"]');
  let box = null;
  let owner = null;
  let timer = 0;

  function text(link) {
    const id = decodeURIComponent(link.hash.slice(1));
    const source = document.getElementById(id)?.querySelector("p");
    if (!source) return null;
    const copy = source.cloneNode(true);
    copy.querySelectorAll(".folio-backref, a.external").forEach((node) => node.remove());
    // A box that only describes holds nothing to choose: other links keep their words.
    copy.querySelectorAll("a").forEach((node) => node.replaceWith(...node.childNodes));
    copy.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    return copy;
  }

  function close() {
    clearTimeout(timer);
    if (!box) return;
    owner.removeAttribute("aria-describedby");
    owner.title = owner.dataset.folioTitle;
    box.remove();
    box = owner = null;
  }

  function closeSoon() {
    clearTimeout(timer);
    timer = setTimeout(close, DELAY);
  }

  function place(link) {
    const around = link.getClientRects()[0];
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(around.left, width - box.offsetWidth - 8));
    const below = around.bottom + box.offsetHeight + 8 <= window.innerHeight;
    const top = below ? around.bottom + 4 : around.top - box.offsetHeight - 4;
    // Relative to whatever the box is positioned in, which the theme decides.
    const corner = box.getBoundingClientRect();
    box.style.left = `${left - corner.left}px`;
    box.style.top = `${top - corner.top}px`;
  }

  function open(link) {
    clearTimeout(timer);
    if (owner === link) return;
    close();
    const content = text(link);
    if (!content) return;
    box = document.createElement("div");
    box.className = "folio-citation-box";
    box.id = "folio-citation-box";
    box.setAttribute("role", "tooltip");
    box.append(content);
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", closeSoon);
    owner = link;
    // The browser would show the title as a second box.
    owner.dataset.folioTitle = owner.title;
    owner.removeAttribute("title");
    owner.setAttribute("aria-describedby", box.id);
    // Within the landmark of the text, where those who navigate by landmarks look.
    (link.closest('[role="main"], main') || document.body).append(box);
    place(link);
  }

  for (const link of links) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") open(link);
    });
    link.addEventListener("pointerleave", closeSoon);
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) open(link);
    });
    link.addEventListener("blur", close);
    link.addEventListener("click", close);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
