// Two drawings of one diagram, wider than the window: each is shown from the first thing that differs in it,
// and scrolling one scrolls the other.
const GAP = 160;

function show(scroller) {
  const first = scroller.querySelector(".mark");
  if (!first) return;
  const left = first.getBoundingClientRect().left - scroller.getBoundingClientRect().left;
  scroller.scrollLeft += Math.max(left - GAP, 0);
}

function together(one, other) {
  one.addEventListener("scroll", () => {
    if (Math.abs(other.scrollLeft - one.scrollLeft) > 1) other.scrollLeft = one.scrollLeft;
  });
}

for (const beside of document.querySelectorAll(".drawn-beside")) {
  const [before, after] = beside.querySelectorAll(".diagram-scroll");
  if (before && after) {
    together(before, after);
    together(after, before);
  }
  for (const one of [before, after]) if (one) show(one);
}
