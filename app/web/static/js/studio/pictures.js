/* A diagram drawn on the server opens where the token is, or where the first mark is. */

const WANTED = [".element.now", ".mark-added, .mark-removed", ".mark-untaken"];

/** Brings the middle of `element` to the middle of the frame that scrolls; the page itself stays. */
function centre(frame, element) {
  const [place, edge] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollLeft += place.left + place.width / 2 - edge.left - edge.width / 2;
  frame.scrollTop += place.top + place.height / 2 - edge.top - edge.height / 2;
}

for (const frame of document.querySelectorAll(".picture .diagram-scroll")) {
  const found = WANTED.map((one) => frame.querySelector(one)).find(Boolean);
  if (found) centre(frame, found);
}
