/* The page of a pick-up or of a drop-off: kept for when there is no network at the cabinet, shown on white, fresh while it is looked at. */

const words = JSON.parse(document.getElementById("pickup-words").textContent);
const offline = document.getElementById("offline");
const kept = document.getElementById("kept");
const forget = document.querySelector("[data-forget]");
const enlarge = document.querySelector("[data-enlarge]");
const FORGOTTEN = "pickup.forgotten";
const EVERY = 20_000;
let shown = null;

/** What the page stands on: it is kept with the page. */
const needed = () => [
  location.pathname,
  ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")].map((link) => link.href),
  ...[...document.querySelectorAll("script[src]")].map((script) => script.src),
  ...[...document.images].map((image) => image.src),
];

async function keep() {
  if (!navigator.serviceWorker || sessionStorage.getItem(FORGOTTEN)) return;
  await navigator.serviceWorker.register(words.worker, { scope: words.scope });
  const ready = await navigator.serviceWorker.ready;
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => say(data.kept);
  ready.active.postMessage({ keep: needed() }, [channel.port2]);
}

function say(isKept) {
  kept.textContent = isKept ? words.kept : "";
  forget.hidden = !isKept;
}

async function drop() {
  sessionStorage.setItem(FORGOTTEN, "yes");
  await caches.delete("ridicare");
  const registered = await navigator.serviceWorker.getRegistration(words.scope);
  await registered?.unregister();
  kept.textContent = words.forgotten;
  forget.hidden = true;
}

/** Is the code still good, and is the hall there? A look that the worker leaves alone. */
async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
  const here = answer !== null && answer.status < 500;
  offline.hidden = here;
  offline.textContent = here ? "" : words.offline;
  if (!here) return;
  const state = answer.headers.get("X-Pickup") ?? "";
  if (shown !== null && state !== shown && !document.querySelector("dialog[open]")) location.reload();
  shown = state;
}

/** The code alone on white: scanners read it from a dark or a small screen too. The screen stays awake. */
function brighten() {
  const dialog = Object.assign(document.createElement("dialog"), { className: "bright" });
  const code = document.querySelector(".collect-qr");
  const close = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: words.close });
  dialog.setAttribute("aria-label", code.getAttribute("aria-label"));
  dialog.append(...[...code.children].map((one) => one.cloneNode(true)), close);
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  const awake = navigator.wakeLock?.request("screen").catch(() => null);
  dialog.addEventListener("close", async () => {
    dialog.remove();
    (await awake)?.release();
    enlarge.focus();
  });
  dialog.showModal();
}

enlarge.hidden = false;
enlarge.addEventListener("click", brighten);
forget.addEventListener("click", drop);
addEventListener("online", look);
addEventListener("offline", look);
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
look();
keep().catch(() => say(false));
