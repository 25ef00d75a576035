/* The form editor's comforts: a changed box is kept at once and the page beside it is shown anew.
   Every page works without this file: then „Păstrați” keeps, and the frame is loaded with the page. */
// @ts-check

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-autosave]"));
const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector(".preview-frame"));

/** The line under the buttons that says what happened, read out as it changes. */
function stateLine() {
  const line = Object.assign(document.createElement("p"), { className: "hint save-state" });
  line.setAttribute("role", "status");
  form?.querySelector(".form-actions")?.after(line);
  return line;
}

/** Show the page beside again, where its reader had scrolled it. */
function showAgain() {
  const inside = frame?.contentWindow;
  if (!frame || !inside) return;
  const top = inside.scrollY;
  frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, top), { once: true });
  inside.location.replace(inside.location.href);
}

/** Every form of the page learns the new revisions, not only the one that was sent. */
function learn(seen) {
  for (const [name, revision] of Object.entries(seen)) {
    for (const box of document.getElementsByName(name)) /** @type {HTMLInputElement} */ (box).value = String(revision);
  }
}

/** Changes wait for the one under way: each is sent with the revision that the last one gave. */
let under_way = Promise.resolve();

async function keep(line) {
  const answer = await fetch(form.getAttribute("action") ?? "", { // a button called „action” hides form.action
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
  });
  const said = await answer.json();
  line.textContent = answer.ok ? said.saved : said.message;
  line.classList.toggle("field-error", !answer.ok);
  if (!answer.ok) return;
  learn(said.seen);
  showAgain();
  document.dispatchEvent(new Event("draft-kept"));
}

function changed(event, line) {
  const box = /** @type {HTMLElement} */ (event.target);
  if (box.hasAttribute("data-reload") || box.getAttribute("name")?.startsWith("choice.")) {
    if (box.hasAttribute("data-reload")) form.requestSubmit();
    return;
  }
  under_way = under_way.then(() => keep(line)).catch(() => { line.textContent = form.dataset.offline ?? ""; });
}

if (form) {
  const line = stateLine();
  form.addEventListener("change", (event) => changed(event, line));
}
