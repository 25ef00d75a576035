/* Single keys for those who live in the register: / searches, j and k walk the rows, n registers.
   They can be switched off (WCAG 2.1.4), and that is remembered on this device. */

const KEPT = "register-keys";
const help = document.getElementById("scurtaturi");
const button = help?.querySelector("[data-shortcuts]");
const rows = [...document.querySelectorAll("[data-row]")];

const isOn = () => localStorage.getItem(KEPT) !== "off";
const isTyping = (target) => target.closest?.("input, select, textarea, [contenteditable]");

function walk(step) {
  const here = rows.indexOf(document.activeElement?.closest?.("tr")?.querySelector("[data-row]"));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  "/": () => document.getElementById("q")?.focus(),
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.querySelector("[data-new]")?.click(),
};

function press(event) {
  const act = KEYS[event.key];
  if (!act || !isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  act();
}

function show() {
  button.textContent = isOn() ? button.dataset.off : button.dataset.on;
  button.setAttribute("aria-pressed", String(isOn()));
}

/** What was left empty does not stand in the address. */
document.getElementById("cautare")?.addEventListener("formdata", ({ formData }) => {
  [...formData].filter(([, value]) => value === "").forEach(([name]) => formData.delete(name));
});

if (help) {
  help.hidden = false;
  show();
  button.addEventListener("click", () => {
    localStorage.setItem(KEPT, isOn() ? "off" : "on");
    show();
  });
  document.addEventListener("keydown", press);
}
