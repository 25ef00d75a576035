/* The modeler's own words in the page's language; what has no translation stays as it is. */

import { fill } from "./page.js";

export const translation = (phrases) => ({
  translate: ["value", (template, facts) => fill(phrases[template] ?? template, facts)],
});

/** Titles that a library writes itself, without asking for a translation: turned as they appear. */
export function translateTitles(container, phrases) {
  const turn = (element) => {
    const said = phrases[element.title];
    if (!said) return;
    element.title = said;
    element.setAttribute("aria-label", said);
  };
  const look = (root) => {
    if (root.title) turn(root);
    root.querySelectorAll?.("[title]").forEach(turn);
  };
  look(container);
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(look)))
    .observe(container, { childList: true, subtree: true });
}
