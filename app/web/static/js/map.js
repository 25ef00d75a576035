/* Maps over pages that work without them: a point to choose, and a list of places to see. */

const L = window.L;
const BUCHAREST = [44.4355, 26.0250];
const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

/** Where no tiles are configured: squares with their degrees, so that a map is never blank. */
const Grid = L?.GridLayer.extend({
  createTile(at) {
    const square = L.DomUtil.create("div", "map-square");
    const corner = this._map.unproject(at.scaleBy(this.getTileSize()), at.z);
    square.textContent = `${degrees(corner.lat, 3)} N, ${degrees(corner.lng, 3)} E`;
    return square;
  },
});

const degrees = (value, digits = 6) => value.toFixed(digits).replace(".", ",");
const number = (text) => Number.parseFloat(text.trim().replace(",", "."));

function drawMap(place, source) {
  const map = L.map(place, { zoomControl: false, fadeAnimation: Boolean(source.tiles), center: BUCHAREST, zoom: 13, minZoom: 10, maxZoom: 19 });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: source.zoomIn, zoomOutTitle: source.zoomOut }).addTo(map);
  if (source.tiles) L.tileLayer(source.tiles, { attribution: source.attribution, maxZoom: 19 }).addTo(map);
  else new Grid({ className: "map-grid" }).addTo(map);
  return map;
}

/** The sector's outline; None of it is needed to choose a point. */
async function drawArea(map, source) {
  const answer = await fetch(source.area).catch(() => null);
  const area = answer?.ok ? await answer.json() : null;
  if (!area?.type) return null;
  L.geoJSON(area, { interactive: false, style: { className: "map-area" } }).addTo(map);
  return area.geometry?.coordinates?.[0] ?? null;
}

function inside(ring, lat, lon) {
  let found = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = ring[i];
    const [x2, y2] = ring[j];
    if ((y1 > lat) !== (y2 > lat) && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) found = !found;
  }
  return found;
}

const mark = (tone) => L.divIcon({ className: `map-mark map-mark-${tone}`, iconSize: [26, 26], iconAnchor: [13, 13] });

/** A point to choose: click, drag, one's own position, or the middle of the map for the keyboard. */
async function choosePoint(field) {
  const [lat, lon] = field.querySelectorAll("input");
  const says = field.querySelector("[data-map-says]");
  field.querySelector("[data-map-tools]").hidden = false;
  const map = drawMap(field.querySelector("[data-map]"), field.dataset);
  let ring = null;
  let pin = null;

  const tell = () => {
    if (!pin) { says.textContent = field.dataset.none; return; }
    const at = pin.getLatLng();
    says.textContent = ring && !inside(ring, at.lat, at.lng) ? field.dataset.outside : field.dataset.inside;
  };
  const put = (at, write = true) => {
    pin ??= L.marker(at, { icon: mark("open"), draggable: true, autoPan: true, alt: field.dataset.inside })
      .on("dragend", () => put(pin.getLatLng())).addTo(map);
    pin.setLatLng(at);
    if (write) [lat.value, lon.value] = [degrees(at.lat), degrees(at.lng)];
    tell();
  };
  const clear = () => { pin?.remove(); pin = null; lat.value = ""; lon.value = ""; tell(); };
  const typed = (move) => {
    const at = L.latLng(number(lat.value) || 0, number(lon.value) || 0);
    if (!lat.value || !lon.value || Number.isNaN(number(lat.value)) || Number.isNaN(number(lon.value))) return;
    put(at, false);
    if (move) map.setView(at, 17);
  };

  map.on("click", (event) => put(event.latlng));
  field.querySelector("[data-middle]").addEventListener("click", () => put(map.getCenter()));
  field.querySelector("[data-clear]").addEventListener("click", clear);
  field.querySelector("[data-my-place]").addEventListener("click", () => {
    const refused = () => { says.textContent = field.dataset.refused; };
    if (!navigator.geolocation) { refused(); return; }
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const at = L.latLng(coords.latitude, coords.longitude);
      put(at);
      map.setView(at, 18);
    }, refused, { enableHighAccuracy: true, timeout: 15000 });
  });
  each("input", (input) => input.addEventListener("change", () => typed(true)), field);
  typed(true);
  tell();
  ring = await drawArea(map, field.dataset);
  tell();
}

/** The places of a list; each mark opens the same link that the list has. */
async function showPlaces(frame) {
  frame.hidden = false;
  const map = drawMap(frame.querySelector("[data-map]"), frame.dataset);
  const points = [];
  each("[data-lat][data-lon]", (item) => {
    const at = [Number(item.dataset.lat), Number(item.dataset.lon)];
    const link = item.querySelector("a")?.cloneNode(true);
    if (!link || at.some(Number.isNaN)) return;
    points.push(at);
    L.marker(at, { icon: mark(item.dataset.tone), title: link.textContent.trim() }).bindPopup(link).addTo(map)
      .getElement()?.setAttribute("aria-label", link.textContent.trim());
  });
  await drawArea(map, frame.dataset);
  if (points.length) map.fitBounds(points, { maxZoom: 16, padding: [30, 30] });
}

if (L) {
  each("[data-point]", choosePoint);
  each("[data-places]", showPlaces);
}
