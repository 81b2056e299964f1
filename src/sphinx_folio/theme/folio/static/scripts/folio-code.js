/* Code: a button at each block that copies it, without what the page adds: the numbers of lines and
   of notes, and in a session what the machine has said. */
(() => {
  "use strict";

  const WORDS = document.currentScript.dataset;
  const SHOWN = 2000; // milliseconds for which a button says what became of the copy
  const ADDED = ".linenos, .folio-callouts";
  const PROMPT = "\u0000"; // no code holds it

  const article = document.querySelector('article[role="main"]');
  if (!article) return;

  /* One voice for all: what a button says of itself is not read out when it changes. */
  const voice = document.createElement("p");
  voice.className = "folio-code-voice";
  voice.setAttribute("role", "status");

  function text(pre) {
    const copy = pre.cloneNode(true);
    copy.querySelectorAll(ADDED).forEach((node) => node.remove());
    const prompts = copy.querySelectorAll(".gp");
    prompts.forEach((node) => (node.textContent = PROMPT));
    const whole = copy.textContent;
    if (!prompts.length) return whole;
    const typed = whole.split("\n").filter((line) => line.includes(PROMPT));
    return typed.map((line) => `${line.replaceAll(PROMPT, "")}\n`).join("");
  }

  /* Where a page has no clipboard, as one that comes from a file or over plain HTTP. */
  function copyOldWay(words) {
    const field = document.createElement("textarea");
    field.value = words;
    field.className = "folio-code-voice";
    article.append(field);
    const before = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus();
    return done;
  }

  async function copy(pre, button) {
    const words = text(pre);
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      done = copyOldWay(words);
    }
    if (!done) getSelection().selectAllChildren(pre);
    const said = done ? WORDS.copied : WORDS.selected;
    button.textContent = said;
    voice.textContent = said;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = WORDS.copy;
      voice.textContent = "";
    }, SHOWN);
  }

  for (const block of article.querySelectorAll(".highlight")) {
    const pre = block.querySelector("pre");
    if (!pre || block.closest(".folio-bibtex")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "folio-copy";
    button.textContent = WORDS.copy;
    /* Which code, for those who go from button to button. */
    const name = pre.getAttribute("aria-label");
    if (name) button.title = name;
    button.addEventListener("click", () => copy(pre, button));
    block.append(button);
  }
  article.append(voice);
})();
