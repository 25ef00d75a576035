/* Follows work that goes on: the part marked data-follow is shown anew every two seconds until it is done.
   Without this file the page reloads by itself. */

const SECONDS = 2;

/** What the page says now, or null while the hall does not answer. */
async function ask() {
  const answer = await fetch(location.href, { headers: { "X-Refresh": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** One look; the last one loads the whole page, with its drawings. */
async function look(element) {
  const page = document.hidden || element.contains(document.activeElement) ? null : await ask();
  const fresh = page?.getElementById(element.id);
  if (fresh && !("follow" in fresh.dataset)) return location.reload();
  if (fresh) element.replaceChildren(...fresh.childNodes);
  setTimeout(() => look(element), 1000 * SECONDS);
}

const followed = document.querySelector("[data-follow]");
if (followed) setTimeout(() => look(followed), 1000 * SECONDS);
