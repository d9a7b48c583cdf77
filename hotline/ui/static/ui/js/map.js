/* The map of the city. Nothing of it comes from a third party: Leaflet, outlines and tiles are all served by us.

   In a page: the tag {% map_box %} of the template library `maps`, which writes the element with its addresses and words,
   and map.css in the head. Then, in a module of your own (put into static/<app>/js and loaded with type="module"):

     import { openMap } from "../../ui/js/map.js";
     const map = await openMap(document.querySelector("[data-map]"), { at: { lat: 10.77, lon: 106.7 }, zoom: 13 });

     map.leaflet    Leaflet's own map: add what you like to it. map.L is Leaflet itself.
     map.wards      the wards as a GeoJSON FeatureCollection: properties code, vi, en, lat, lon; former: [name, lat, lon]
     map.lookAt({ lat, lon, zoom })   move there; never counts as the person's own choice
     map.onHand(({ lat, lon, zoom }) => …)   the person moved the middle: by dragging, arrow keys, a tap or the zoom after it
     map.onView(({ lat, lon, zoom }) => …)   the view came to rest, whoever moved it
     await map.cluster()   a Leaflet.markercluster group, already on the map; its script is loaded only then

   Options: at, zoom (where to begin; else the whole city), crosshair (a cross in the middle, a tap moves there), labels
   (false: no names of wards). Arrow keys move the map when it has the focus, + and - zoom. Rejects when the wards do not
   load: leave the element hidden then, as whatever it shows must be on the page in words too. */

const NPM = new URL("../../npm/", import.meta.url);
const CLOSE = 12; // from this zoom on there is room for every ward's name
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export async function openMap(element, options = {}) {
  const [wards] = await Promise.all([fetchWards(element.dataset.base), import(new URL("leaflet/leaflet.js", NPM))]);
  const L = window.L;
  element.hidden = false;
  const words = element.dataset;
  const [west, south, east, north] = wards.bounds;
  const city = L.latLngBounds([south, west], [north, east]);
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, maxBounds: city.pad(0.3), minZoom: 7, maxZoom: 19, keyboardPanDelta: 60,
    scrollWheelZoom: false, touchZoom: options.crosshair ? "center" : true, doubleClickZoom: options.crosshair ? "center" : true,
    fadeAnimation: !calm, zoomAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm, bounceAtZoomLimits: false,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  if (words.attribution) L.control.attribution({ prefix: false }).addAttribution(escaped(words.attribution)).addTo(map);
  if (words.tiles) L.tileLayer(words.tiles, { bounds: city, maxZoom: 19, maxNativeZoom: 18, minZoom: 9 }).addTo(map);
  drawOutlines(L, map, wards, Boolean(words.tiles));
  // The wheel scrolls the page, as everywhere, until somebody is at the map.
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  if (options.crosshair) {
    map.options.scrollWheelZoom = "center";
    element.append(cross());
    map.on("click", (event) => map.panTo(event.latlng, { animate: !calm }));
  }
  const listeners = listen(map);
  if (options.at) map.setView([options.at.lat, options.at.lon], options.zoom ?? 16, { animate: false });
  else beginAt(map, wards, city, options.zoom);
  if (!words.tiles && options.labels !== false) nameWards(L, map, wards, words.former);
  return {
    leaflet: map, L, wards, onHand: listeners.onHand, onView: listeners.onView,
    lookAt: ({ lat, lon, zoom }) => {
      listeners.forgetHand();
      map.setView([lat, lon], zoom ?? Math.max(map.getZoom(), 15), { animate: false });
    },
    cluster: async (settings = {}) => {
      await import(new URL("leaflet.markercluster/leaflet.markercluster.js", NPM));
      return L.markerClusterGroup({ animate: !calm, showCoverageOnHover: false, ...settings }).addTo(map);
    },
  };
}

async function fetchWards(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function beginAt(map, wards, city, zoom) {
  // Far islets would make the city a dot: the view begins around its centre, with the whole of it a few steps out.
  if (zoom === undefined && wards.features.length < 2) map.fitBounds(city, { animate: false });
  else map.setView(wards.centre, zoom ?? CLOSE, { animate: false });
}

function drawOutlines(L, map, wards, overTiles) {
  const drawn = wards.features.filter((ward) => ward.geometry);
  L.geoJSON({ type: "FeatureCollection", features: drawn }, {
    interactive: false, className: overTiles ? "map__ward map__ward--over" : "map__ward", weight: 1.25, smoothFactor: 0.6,
  }).addTo(map);
  if (drawn.length === 0 && !overTiles) {
    for (const { properties: { lat, lon } } of wards.features) {
      L.circleMarker([lat, lon], { interactive: false, radius: 3, className: "map__centre" }).addTo(map);
    }
  }
}

// Names are set where there is room for them: wards first, then former ones, those nearest to the middle before others.
function nameWards(L, map, wards, formerWord) {
  const layer = L.layerGroup().addTo(map);
  const inEnglish = document.documentElement.lang.startsWith("en");
  const today = wards.features.map(({ properties: { vi, en, lat, lon } }) => ({
    name: inEnglish ? en : vi, at: L.latLng(lat, lon), className: "map__name",
  }));
  const former = (wards.former ?? []).map(([name, lat, lon]) => ({
    name: formerWord ? formerWord.replace("{name}", name) : name, at: L.latLng(lat, lon), className: "map__name map__name--former",
  }));
  const set = () => {
    layer.clearLayers();
    if (map.getZoom() < CLOSE - 2) return;
    const middle = map.getCenter();
    const seen = map.getBounds().pad(0.1);
    const taken = [];
    const inView = (names) => names.filter(({ at }) => seen.contains(at)).sort((a, b) => a.at.distanceTo(middle) - b.at.distanceTo(middle));
    for (const { name, at, className } of [...inView(today), ...(map.getZoom() > CLOSE ? inView(former) : [])]) {
      const spot = map.latLngToContainerPoint(at);
      const reach = name.length * 3.6 + 4;
      if (taken.some((other) => Math.abs(other.spot.y - spot.y) < 20 && Math.abs(other.spot.x - spot.x) < other.reach + reach)) continue;
      taken.push({ spot, reach });
      L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className, html: escaped(name), iconSize: [0, 0] }) }).addTo(layer);
    }
  };
  map.on("moveend zoomend resize", set);
  set();
}

function listen(map) {
  const hands = [], views = [];
  let byHand = false;
  map.on("dragstart click", () => { byHand = true; });
  map.getContainer().addEventListener("keydown", (event) => { if (event.key.startsWith("Arrow")) byHand = true; }, true);
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter().wrap();
    const view = { lat, lon: lng, zoom: map.getZoom() };
    for (const tell of views) tell(view);
    if (byHand) for (const tell of hands) tell(view);
  });
  // Once somebody has moved the middle, zooming in goes on meaning that place; being moved elsewhere ends it.
  return {
    onHand: (tell) => hands.push(tell),
    onView: (tell) => views.push(tell),
    forgetHand: () => { byHand = false; },
  };
}

function cross() {
  const mark = document.createElement("div");
  mark.className = "map__cross";
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
