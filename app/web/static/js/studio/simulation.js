/* The walk of a token over the diagram, to see the ways without the engine: nothing is changed or saved. */

import { fill } from "./page.js";
import { translateTitles } from "./translation.js";

const TOGGLED = "tokenSimulation.toggleMode";
const TRACED = "tokenSimulation.simulator.trace";
const STEPS = 40;

/** Wires the button; what the token does is also told as a list of words in `log`. */
export function simulation({ modeler, button, log, words, phrases, onToggle }) {
  const container = modeler.get("canvas").getContainer();
  translateTitles(container, phrases);
  speakOurWords(modeler.get("notifications"), phrases);
  button.addEventListener("click", () => modeler.get("toggleMode").toggleMode());
  modeler.on(TOGGLED, ({ active }) => {
    button.setAttribute("aria-pressed", String(active));
    log.parentElement.hidden = !active;
    log.replaceChildren();
    onToggle(active);
  });
  modeler.on(TRACED, ({ action, element }) => tell(log, words, action, element));
}

/** The library's short notices say their words in English: put ours in their place. */
function speakOurWords(notifications, phrases) {
  const show = notifications.showNotification;
  notifications.showNotification = function said(options) {
    return show.call(this, { ...options, text: phrases[options.text] ?? options.text });
  };
}

function tell(log, words, action, element) {
  const name = element?.businessObject?.name;
  if (!name || action !== "enter") return;
  const line = document.createElement("li");
  line.textContent = fill(words.step, { name });
  log.append(line);
  while (log.childElementCount > STEPS) log.firstElementChild.remove();
}
