/* Picking a place: what is typed is read as one goes, the map's middle becomes the point, and everything is said in words.
   Without this script the same page does it by buttons; see the tag place_picker. */
import { putRight } from "./errors.js";
import { openMap } from "./map.js";

const CLOSE_ENOUGH = 14; // further out, the middle of the map says a ward at best

for (const picker of document.querySelectorAll("[data-place-picker]")) {
  const given = picker.dataset;
  const [words, ward, lat, lon] = [given.words, given.ward, given.lat, given.lon].map((id) => document.getElementById(id));
  const found = picker.querySelector("[data-found]");
  const mapField = picker.querySelector("[data-map-field]");
  const says = picker.querySelector("[data-says]");
  const token = picker.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  let map = null;
  let isOwnChange = false; // a change of the fields that this script made itself
  let wardByMap = ""; // the ward that this script put into the list, which it may change again

  const asked = { place: 0, search: 0 };
  // The answer to what was asked last, null when something newer was asked meanwhile.
  const ask = async (what, address, fields) => {
    const turn = ++asked[what];
    const answer = await fetch(address, {
      method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token }, credentials: "same-origin",
    });
    const content = answer.ok || answer.status === 400 ? await answer.json() : null;
    if (turn !== asked[what]) return null;
    if (content === null) throw new Error(String(answer.status));
    return content;
  };

  // Without a ward or a point the form came back: whichever is given now, nothing is left to complain about.
  const wardIsRight = () => {
    if (ward.value || hasPoint()) putRight(ward.closest(".field"), ward.id);
  };
  for (const field of [ward, lat, lon]) field.addEventListener("change", wardIsRight);

  const degrees = (field) => Number.parseFloat(field.value.replace(",", "."));
  const hasPoint = () => Number.isFinite(degrees(lat)) && Number.isFinite(degrees(lon));

  const write = (point) => {
    isOwnChange = true;
    for (const [field, value] of [[lat, point.lat], [lon, point.lon]]) {
      field.value = value.toFixed(6);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    isOwnChange = false;
  };

  // A ward that an outline decided goes into the list, unless a person chose another there: then both are said.
  const settleWard = ({ code, exact }) => {
    if (!exact || !code) {
      if (wardByMap && ward.value === wardByMap) ward.value = "";
      wardByMap = "";
      return "";
    }
    if (ward.value === "" || ward.value === wardByMap) {
      ward.value = wardByMap = code;
      wardIsRight();
      return "";
    }
    return ward.value === code ? "" : given.other.replace("{ward}", ward.selectedOptions[0].textContent);
  };

  const sayPoint = async (point, isClose) => {
    try {
      const place = await ask("place", given.placeUrl, { lat: point.lat, lon: point.lon });
      if (place === null) return;
      const other = isClose ? settleWard(place) : "";
      says.textContent = [place.words, isClose ? given.kept : given.closer, other].filter(Boolean).join(" ");
    } catch {
      says.textContent = given.failed;
    }
  };

  let waiting = 0;
  const soon = (act, delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(act, delay);
  };

  const show = (reading) => {
    found.replaceChildren();
    const sentence = document.createElement("p");
    sentence.textContent = reading.words;
    found.append(sentence);
    if (reading.candidates.length < 2) return;
    const list = document.createElement("ul");
    for (const candidate of reading.candidates) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "found__ward";
      const name = document.createElement("b");
      name.textContent = candidate.name;
      button.append(name);
      if (candidate.note) {
        const note = document.createElement("span");
        note.textContent = candidate.note;
        button.append(" ", note);
      }
      button.addEventListener("click", () => {
        choose(candidate);
        for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      });
      const line = document.createElement("li");
      line.append(button);
      list.append(line);
    }
    found.append(list);
  };

  const choose = (candidate) => {
    ward.value = candidate.code;
    wardByMap = "";
    ward.dispatchEvent(new Event("change", { bubbles: true }));
    if (map && !hasPoint()) map.lookAt({ ...candidate, zoom: CLOSE_ENOUGH });
  };

  let wardByWords = "";
  const read = async () => {
    if (words.value.trim().length < 2) {
      found.replaceChildren();
      return;
    }
    try {
      const reading = await ask("search", given.searchUrl, { words: words.value });
      if (reading === null) return;
      show(reading);
      // One candidate fills the list in, where nothing else did; typing on takes it out again.
      const only = reading.candidates.length === 1 ? reading.candidates[0] : null;
      if (ward.value === "" || ward.value === wardByWords) {
        wardByWords = only ? only.code : "";
        if (only) choose(only);
        else ward.value = "";
      }
    } catch {
      found.textContent = given.failed;
    }
  };
  let typing = 0;
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(read, 350);
  });
  const find = picker.querySelector("[data-find-address]");
  if (find) find.addEventListener("click", (event) => { event.preventDefault(); clearTimeout(typing); read(); });

  const open = async () => {
    const at = hasPoint() ? { lat: degrees(lat), lon: degrees(lon) } : undefined;
    mapField.hidden = false;
    try {
      map = await openMap(mapField.querySelector("[data-map]"), { crosshair: true, at, zoom: at ? 15 : undefined });
    } catch {
      mapField.hidden = true; // list, words and coordinates do it alone
      return;
    }
    map.onHand((view) => {
      const isClose = view.zoom >= CLOSE_ENOUGH;
      if (isClose) write(view);
      soon(() => sayPoint(view, isClose), 250);
    });
    const lookAtWard = () => {
      const known = map.wards.features.find(({ properties }) => properties.code === ward.value);
      if (known && !hasPoint()) map.lookAt({ ...known.properties, zoom: CLOSE_ENOUGH });
    };
    ward.addEventListener("change", () => { if (ward.value !== wardByMap) lookAtWard(); });
    for (const field of [lat, lon]) {
      field.addEventListener("change", () => {
        if (isOwnChange || !hasPoint()) return;
        const point = { lat: degrees(lat), lon: degrees(lon) };
        map.lookAt({ ...point, zoom: 15 });
        soon(() => sayPoint(point, true), 100);
      });
    }
    if (at) sayPoint(at, true);
    else lookAtWard();
  };

  // A folded part of a page opens its map when it is unfolded.
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    open();
  }, { rootMargin: "200px" }).observe(picker);
}
