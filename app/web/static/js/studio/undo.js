/* „Anulați” and „Refaceți” on the pages that change a draft's files without a script.
   Each state of the files is kept in this tab; a step back writes the earlier one over the present one,
   with the revision that the page saw. As soon as somebody else changes a file the history begins anew:
   nobody undoes another's work. */
// @ts-check

/** @typedef {{url: string, revision: number, mine: boolean}} File */
/** @typedef {{revisions: Record<string, number>, texts: Record<string, string>}} State */

const MOST = 30;
const bar = document.querySelector("[data-undo]");
const facts = bar && JSON.parse(document.getElementById("undo-facts")?.textContent ?? "null");
const key = facts && `undo ${Object.values(facts.files).map((one) => one.url).join(" ")}`;

/** @returns {{steps: State[], at: number}} */
function history() {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "") ?? { steps: [], at: -1 };
  } catch {
    return { steps: [], at: -1 };
  }
}

/** Keep the history; where there is no room the older half goes. */
function remember(kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    const half = Math.ceil(kept.steps.length / 2);
    if (half < kept.steps.length) remember({ steps: kept.steps.slice(half), at: kept.at - half });
    else sessionStorage.removeItem(key);
  }
}

/** The files as they are now. @returns {Promise<State>} */
async function present() {
  const state = { revisions: {}, texts: {} };
  for (const [path, file] of Object.entries(facts.files)) {
    const answer = await fetch(file.url, { cache: "no-store" });
    if (!answer.ok) continue;
    state.revisions[path] = Number(answer.headers.get("X-Revision"));
    state.texts[path] = await answer.text();
  }
  return state;
}

const alike = (one, other) => JSON.stringify(one.texts) === JSON.stringify(other.texts);

/** Is this the very next state after that one, or has something happened in between? */
const follows = (now, before) => Object.keys(now.revisions).every((path) => {
  const grown = now.revisions[path] - (before.revisions[path] ?? 0);
  return grown === 0 || grown === 1;
});

/** Note the present state behind the last one, or begin anew. */
async function note(mine) {
  const now = await present();
  const { steps, at } = history();
  const last = steps[at];
  if (!last || !mine || !follows(now, last)) remember({ steps: [now], at: 0 });
  else if (alike(now, last)) remember({ steps: steps.with(at, now), at });
  else {
    const more = [...steps.slice(0, at + 1), now].slice(-MOST);
    remember({ steps: more, at: more.length - 1 });
  }
  show();
}

function show() {
  const { steps, at } = history();
  bar.hidden = steps.length < 2;
  buttons()[0].disabled = at < 1;
  buttons()[1].disabled = at >= steps.length - 1;
}

const buttons = () => /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll("button")]);

/** Write the state before (-1) or after (1) and show the page anew. */
async function go(step) {
  const { steps, at } = history();
  const wanted = steps[at + step];
  if (!wanted) return;
  const now = steps[at];
  for (const path of Object.keys(wanted.texts)) {
    if (wanted.texts[path] === now.texts[path]) continue;
    const answer = await put(path, wanted.texts[path], now.revisions[path]);
    const said = await answer.json();
    if (!answer.ok) return tell(said.message);
    now.revisions[path] = said.revision;
  }
  wanted.revisions = now.revisions;
  remember({ steps, at: at + step });
  location.replace(location.pathname + location.search);
}

const put = (path, text, revision) => fetch(facts.files[path].url, {
  method: "PUT",
  headers: {
    Accept: "application/json",
    "Content-Type": "application/octet-stream",
    "X-CSRFToken": document.querySelector("meta[name='csrf-token']")?.getAttribute("content") ?? "",
    "X-Seen-Revision": String(revision),
  },
  body: text,
});

function tell(sentence) {
  bar.querySelector("[role='status']").textContent = sentence;
}

/** Ctrl+Z outside a box: within one it is the browser's own. */
function pressed(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (/** @type {HTMLElement} */ (event.target).closest("input, textarea, select")) return;
  event.preventDefault();
  go(event.shiftKey ? 1 : -1).catch(() => tell(facts.offline));
}

if (bar) {
  buttons()[0].addEventListener("click", () => go(-1).catch(() => tell(facts.offline)));
  buttons()[1].addEventListener("click", () => go(1).catch(() => tell(facts.offline)));
  document.addEventListener("keydown", pressed);
  document.addEventListener("draft-kept", () => note(true).catch(() => {}));
  note(Object.values(facts.files).every((one) => one.mine)).catch(() => {});
}
