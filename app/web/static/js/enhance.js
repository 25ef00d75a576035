/* Small comforts. Every page works without this file. */

const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

/** After a refused form the reader starts at the list of what to correct. */
function focusErrorSummary() {
  document.getElementById("error-summary")?.focus();
}

/** A link of the summary puts the caret in the field, also in the first box of a group. */
function followErrorLinks() {
  each(".error-summary a[href^='#']", (link) => link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    const input = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
    if (!input) return;
    event.preventDefault();
    (input.closest(".field")?.querySelector(".label") ?? input).scrollIntoView();
    input.focus({ preventScroll: true });
  }));
}

/** A double click sends once; the way back through history opens the form again. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  (event.submitter ?? form.querySelector("button:not([type=button])"))?.classList.add("is-busy");
}

function allowSendingAgain() {
  each("form[data-sent]", (form) => {
    delete form.dataset.sent;
    each(".is-busy", (button) => button.classList.remove("is-busy"), form);
  });
}

function askFirst(event) {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}

/** `data-copy="#id"` copies that element's text; the button then says `data-copied`. */
async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  const before = button.textContent;
  button.setAttribute("role", "status");
  button.textContent = button.dataset.copied ?? "✓";
  setTimeout(() => { button.textContent = before; }, 2500);
}

function countLetters(area) {
  const line = Object.assign(document.createElement("p"), { className: "hint count-left" });
  line.setAttribute("role", "status");
  area.after(line);
  const say = () => {
    const left = Number(area.dataset.maxlength) - area.value.length;
    const words = left < 0 ? area.dataset.over : area.dataset.left;
    line.classList.toggle("is-over", left < 0);
    line.textContent = left > Number(area.dataset.maxlength) / 4 ? "" : words.replace("{n}", Math.abs(left));
  };
  area.addEventListener("input", say);
  say();
}

const isBusyWith = (element) => document.hidden || element.contains(document.activeElement)
  || element.querySelector("form[data-sent]");

/** Replaces only this element, and only while nobody is in it: no focus is stolen, no answer lost. */
async function refresh(element) {
  if (isBusyWith(element)) return;
  const answer = await fetch(location.href, { headers: { "X-Refresh": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(element.id);
  if (!fresh || isBusyWith(element) || fresh.innerHTML === element.innerHTML) return;
  element.replaceChildren(...fresh.childNodes);
}

function keepFresh(element) {
  setInterval(() => refresh(element), 1000 * Math.max(2, Number(element.dataset.refreshSeconds)));
}

const namesIn = (element) => [...element.querySelectorAll("[name]")].map((input) => input.name).join();

/** An answer may call up further questions: the server says which; nothing is kept, nothing typed is lost. */
async function askFurther(event) {
  const place = event.target.closest?.("[data-questions]");
  if (!place || !event.target.matches("select, [type=radio], [type=checkbox]")) return;
  const typed = new FormData(event.target.form);
  [...typed].filter(([, value]) => value instanceof File).forEach(([name]) => typed.delete(name));
  const answer = await fetch(place.dataset.questions, { method: "POST", body: typed }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-questions]");
  if (!fresh || namesIn(fresh) === namesIn(place)) return;
  const here = document.activeElement?.id;
  place.replaceChildren(...fresh.childNodes);
  each("textarea[data-maxlength]", countLetters, place);
  if (here) document.getElementById(here)?.focus({ preventScroll: true });
}

/** The first day's hours into every other day of the same week. */
function copyDay(button) {
  const [first, ...others] = button.closest(".week").querySelectorAll(".week-day");
  const typed = [...first.querySelectorAll("input, select")].map((input) => input.value);
  others.forEach((day) => day.querySelectorAll("input, select").forEach((input, place) => { input.value = typed[place]; }));
}

/** A wide diagram opens where the case is now. */
function showNow(event) {
  if (!event.target.open) return;
  each(".diagram-scroll", (frame) => {
    const now = frame.querySelector(".element.now");
    if (!now) return;
    const [place, edge] = [now.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += place.left + place.width / 2 - edge.left - edge.width / 2;
  }, event.target);
}

function start() {
  focusErrorSummary();
  followErrorLinks();
  document.addEventListener("change", askFurther);
  document.addEventListener("toggle", showNow, true);
  document.addEventListener("submit", askFirst);
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", allowSendingAgain);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (button) copy(button);
    if (event.target.closest?.("[data-print]")) window.print();
    const day = event.target.closest?.("[data-copy-day]");
    if (day) copyDay(day);
  });
  each("[data-copy], [data-print], [data-copy-day]", (button) => { button.hidden = false; });
  each("textarea[data-maxlength]", countLetters);
  each("[data-refresh-seconds][id]", keepFresh);
}

start();
