// A batch under way: asks how far it has come and says so, until it is done; then the page is read anew.
const place = document.querySelector(".move-progress");
const bar = place.querySelector("progress");
const words = place.querySelector("[role=status]");
const PAUSE = 1500;

async function look() {
  const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  bar.value = found.settled;
  if (words.textContent !== found.words) words.textContent = found.words;
  if (found.settled >= found.total) window.location.reload();
  else window.setTimeout(look, PAUSE);
}

window.setTimeout(look, PAUSE);
