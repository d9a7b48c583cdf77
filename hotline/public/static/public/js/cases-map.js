// The map of public cases. It shows what the list beside it says; without it the page is that list.
import { openMap } from "../../ui/js/map.js";

const PANE = { pane: "cases" }; // above the names of wards and the numbers of what is known by its ward alone

const root = document.querySelector("[data-cases-map]");
if (root) begin(root);

async function begin(root) {
  const says = root.querySelector("[role=status]");
  let map;
  try {
    map = await openMap(root.querySelector("[data-map]"));
  } catch {
    says.textContent = root.dataset.failed;
    return;
  }
  root.querySelector(".legend").hidden = false;
  const [west, south, east, north] = root.dataset.bbox.split(",").map(Number);
  if (Number.isFinite(north)) map.leaflet.fitBounds([[south, west], [north, east]], { animate: false });
  map.leaflet.createPane("cases");
  const near = await map.cluster({ clusterPane: "cases", iconCreateFunction: (group) => heap(map.L, group.getChildCount(), root.dataset.many.replace("{n}", group.getChildCount())), maxClusterRadius: 44 });
  const layer = map.L.layerGroup().addTo(map.leaflet);
  const show = shower(root, map, near, layer, says);
  let waiting;
  map.onView(() => { clearTimeout(waiting); waiting = setTimeout(show, 200); });
  show();
}

function shower(root, map, near, layer, says) {
  let stop;
  return async () => {
    stop?.abort();
    stop = new AbortController();
    const bounds = map.leaflet.getBounds();
    const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((n) => n.toFixed(4)).join(",");
    try {
      const page = withBox(window.location.href, bbox);
      const [found, list] = await Promise.all([
        get(withBox(root.dataset.points, bbox), stop.signal).then((answer) => answer.json()),
        get(page, stop.signal, { "X-Part": "list" }).then((answer) => answer.text()),
      ]);
      draw(root, map, near, layer, found);
      root.querySelector("#window").innerHTML = list;
      history.replaceState(null, "", page);
      for (const field of document.querySelectorAll("input[name=bbox]")) field.value = bbox;
      says.textContent = found.is_cut ? root.dataset.cut.replace("{n}", found.count) : "";
    } catch (error) {
      if (error.name !== "AbortError") says.textContent = root.dataset.failed;
    }
  };
}

async function get(address, signal, headers = {}) {
  const answer = await fetch(address, { signal, headers });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

function withBox(address, bbox) {
  const url = new URL(address, window.location.href);
  url.searchParams.set("bbox", bbox);
  return url.href;
}

function draw(root, map, near, layer, found) {
  const { L } = map;
  const tones = { received: "slate", in_progress: "amber", resolved: "green", refused: "slate" };
  const pictures = { received: "inbox", in_progress: "clock", resolved: "circle-check", refused: "stop" }; // as on the badges of the list
  near.clearLayers();
  layer.clearLayers();
  near.addLayers(found.points.map(([lat, lon, phase, service, reference]) => {
    const [code, phaseName] = found.phases[phase];
    const name = found.services[service];
    const title = `${name} · ${phaseName}`;
    const icon = L.divIcon({ className: `dot dot--${tones[code]}`, html: face(picture(pictures[code]), title), iconSize: [30, 30] });
    return L.marker([lat, lon], { icon, title, alt: title, ...PANE })
      .bindPopup(() => card([name, phaseName, reference], `${root.dataset.case}${reference}/`, root.dataset.open));
  }));
  for (const [lat, lon, count] of found.squares) {
    const title = root.dataset.many.replace("{n}", count);
    L.marker([lat, lon], { icon: heap(L, count, title), title, alt: title, ...PANE })
      .on("click", () => map.leaflet.setView([lat, lon], map.leaflet.getZoom() + 2)).addTo(layer);
  }
  for (const [lat, lon, count, area, name] of found.wards) {
    const title = `${name}: ${root.dataset.inWard.replace("{n}", count)}`;
    const icon = L.divIcon({ className: "dot dot--ward", html: face(short(count), title), iconSize: [38, 30], iconAnchor: [19, -6] });
    const list = new URL(root.dataset.case, window.location.href);
    list.search = new URL(root.dataset.points, window.location.href).search;
    list.searchParams.set("area", area);
    L.marker([lat, lon], { icon, title, alt: title, zIndexOffset: 1000 })
      .bindPopup(() => card([name, root.dataset.inWard.replace("{n}", count)], list.href, root.dataset.ward)).addTo(layer);
  }
}

function heap(L, count, title) {
  return L.divIcon({ className: "dot dot--heap", html: face(short(count), title), iconSize: [44, 44] });
}

// What is drawn on a mark, and what it is called by whoever does not see it.
function face(drawn, name) {
  const holder = document.createElement("span");
  const shown = document.createElement("span");
  const called = document.createElement("span");
  shown.ariaHidden = "true";
  shown.append(drawn);
  called.className = "visually-hidden";
  called.textContent = name;
  holder.append(shown, called);
  return holder;
}

function picture(name) {
  const [drawn, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  drawn.classList.add("icon");
  use.setAttribute("href", `/icons.svg#${name}`);
  drawn.append(use);
  return drawn;
}

function short(count) {
  return count < 1000 ? String(count) : `${Math.floor(count / 1000)}k`;
}

function card(lines, href, words) {
  const holder = document.createElement("div");
  for (const [n, line] of lines.entries()) {
    const one = document.createElement(n ? "span" : "b");
    one.textContent = line;
    holder.append(one, document.createElement("br"));
  }
  const link = document.createElement("a");
  link.href = href;
  link.textContent = words;
  holder.append(link);
  return holder;
}
