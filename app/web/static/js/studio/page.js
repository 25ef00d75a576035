/* What every script of the studio needs of its page: its words, its settings, small elements. */

/** The JSON that the template wrote into `<script type="application/json" id="…">`. */
export function given(id) {
  const source = document.getElementById(id);
  return source ? JSON.parse(source.textContent) : {};
}

/** A sentence with its facts: "{n} probleme", or as the server writes them: "%(n)s probleme". */
export function fill(sentence, facts = {}) {
  const fact = (whole, one, other) => ((one ?? other) in facts ? said(facts[one ?? other]) : whole);
  return String(sentence ?? "").replace(/\{(\w+)\}|%\((\w+)\)s/g, fact).replaceAll("%%", "%");
}

const said = (fact) => (Array.isArray(fact) ? fact.join(", ") : String(fact ?? ""));

/** An element with properties and children; text is always text, never markup. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Fetch that says who asks, wants JSON back, and never throws: `{ok, status, told, answer}`. */
export async function ask(address, options = {}) {
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  const headers = { Accept: "application/json", "X-CSRFToken": token, ...options.headers };
  const answer = await fetch(address, { ...options, headers }).catch(() => null);
  if (!answer) return { ok: false, status: 0, told: {}, answer: null };
  const json = answer.headers.get("Content-Type")?.includes("json");
  const ok = answer.ok && !answer.redirected;
  return { ok, status: answer.status, told: json ? await answer.json().catch(() => ({})) : {}, answer };
}

/** Runs once, `wait` milliseconds after the last call. */
export function later(act, wait) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait, ...given);
  };
}
