/* Later: what has nothing to do before the reader acts is not asked for before that. It stands in a
   template, in which nothing loads or runs, and comes with the first act on the page, in its order. */
(() => {
  "use strict";

  const ACTS = ["pointermove", "pointerdown", "keydown", "scroll", "click"];
  const OPTIONS = { capture: true, passive: true };

  function load() {
    for (const act of ACTS) removeEventListener(act, load, OPTIONS);
    const later = document.getElementById("folio-later");
    if (!later) return; // a page of someone else's making
    const parts = document.importNode(later.content, true);
    // What a script adds runs as it comes, unless it says that it is not.
    for (const script of parts.querySelectorAll("script")) script.async = false;
    document.head.append(parts);
  }

  // An address with a query holds what a reader has set before.
  if (location.search) load();
  else for (const act of ACTS) addEventListener(act, load, OPTIONS);
})();
