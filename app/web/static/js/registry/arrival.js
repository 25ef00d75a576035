// One key for each way on from a document that came. Enter is the button's own: it works without this file.
const KEPT = "arrival-keys";
const form = document.getElementById("confirm");
const choice = document.getElementById("keys-on");

const inBox = (element) => element.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

/** Open a fold and go to its first box. */
function enter(fold) {
  fold.open = true;
  fold.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

const ways = {
  c: () => form?.querySelector("select, input:not([type=hidden])")?.focus(),
  s: () => form?.querySelector("[data-key=s]")?.click(),
  d: () => document.querySelector("details[data-key=d]") && enter(document.querySelector("details[data-key=d]")),
  r: () => enter(document.querySelector("details[data-key=r]")),
};

function press(event) {
  if (event.key === "Escape" && inBox(event.target)) {
    document.getElementById("confirm-button")?.focus();
    return;
  }
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!plain || !choice.checked || inBox(event.target)) return;
  const way = ways[event.key.toLowerCase()];
  if (!way) return;
  event.preventDefault();
  way();
}

// WCAG 2.1.4: whoever speaks to the machine can switch single letters off; this browser remembers it.
if (choice) {
  choice.closest(".needs-script").hidden = false;
  choice.checked = localStorage.getItem(KEPT) !== "off";
  choice.addEventListener("change", () => localStorage.setItem(KEPT, choice.checked ? "on" : "off"));
  document.addEventListener("keydown", press);
}
