/* A door that stands open: the page is asked for anew when the cabinet has told something else. */

const ASK_EVERY_MS = 1000;

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  return answer.ok ? (await answer.json()).state : undefined;
}

export function watchDoor() {
  const { watch, seen, then, idleHref } = document.body.dataset;
  if (!watch) return;
  const timer = setInterval(async () => {
    const state = await ask(watch).catch(() => undefined); // the network may come back
    if (!state || state === seen) return;
    clearInterval(timer);
    window.location.replace(state === "over" ? idleHref : then || window.location.href);
  }, ASK_EVERY_MS);
}
