/* Keeps the page of a pick-up or of a drop-off for when there is no network. Fresh first; the kept one only when nobody answers. */

const SHELF = "ridicare";
const PATIENCE = 6_000;
const GOOD = /^(ready|deposit):/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isPage = (url) => url.pathname.startsWith("/ridicare/");
const isGood = (answer) => GOOD.test(answer.headers.get("X-Pickup") ?? "");

self.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep ?? [], event.ports[0])));

/** All that the page named, or nothing: half a page is no page. */
async function keep(addresses, port) {
  const shelf = await caches.open(SHELF);
  try {
    await Promise.all(addresses.map(async (address) => {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (!answer.ok || (isPage(new URL(answer.url)) && !isGood(answer))) throw new Error(address);
      await shelf.put(address, answer);
    }));
    port?.postMessage({ kept: true });
  } catch {
    port?.postMessage({ kept: false });
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  event.respondWith(isPage(url) ? page(event.request, url) : thing(event.request));
});

/** A page that is not good any more is forgotten; only one that was asked to be kept is renewed. */
async function page(request, url) {
  const shelf = await caches.open(SHELF);
  const known = await shelf.match(url.pathname);
  try {
    const answer = await inTime(request, known);
    if (known && answer.headers.has("X-Pickup")) {
      await (isGood(answer) ? shelf.put(url.pathname, answer.clone()) : shelf.delete(url.pathname));
    } else if (known && [403, 404, 410].includes(answer.status)) {
      await shelf.delete(url.pathname);
    }
    return answer.status >= 500 && known ? known : answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

/** Whoever stands at the cabinet does not wait long for a bad network, where the page is kept. */
function inTime(request, known) {
  if (!known) return fetch(request);
  const late = new Promise((_, refuse) => { setTimeout(() => refuse(new Error("late")), PATIENCE); });
  return Promise.race([fetch(request), late]);
}

async function thing(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const known = await caches.match(request, { ignoreVary: true });
    if (known) return known;
    throw error;
  }
}
