/* Comments: loads giscus when a reader asks for it, and keeps it in the page's scheme. */
"use strict";

(() => {
  const ORIGIN = "https://giscus.app";
  const place = document.querySelector(".folio-comments");
  const button = place?.querySelector("button");
  if (!button) return;

  const scheme = () =>
    ({ light: "light", dark: "dark" })[document.body.dataset.theme] || "preferred_color_scheme";

  const load = () => {
    const script = document.createElement("script");
    script.src = `${ORIGIN}/client.js`;
    script.async = true;
    script.crossOrigin = "anonymous";
    const { repo, repoId, category, categoryId, term, lang } = place.dataset;
    Object.assign(script.dataset, {
      repo,
      repoId,
      category,
      categoryId,
      term,
      lang,
      mapping: "specific",
      strict: "1",
      reactionsEnabled: "1",
      emitMetadata: "0",
      inputPosition: "top",
      theme: scheme(),
    });
    /* Giscus fills this, and puts its frame into it. */
    const frame = document.createElement("div");
    frame.className = "giscus";
    place.append(frame, script);
    button.hidden = true;
    new MutationObserver(() => {
      const message = { giscus: { setConfig: { theme: scheme() } } };
      frame.querySelector("iframe")?.contentWindow?.postMessage(message, ORIGIN);
    }).observe(document.body, { attributeFilter: ["data-theme"] });
  };

  button.hidden = false;
  button.addEventListener("click", load, { once: true });
})();
