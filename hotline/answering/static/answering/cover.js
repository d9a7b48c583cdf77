// Covering a photo by drawing: what is dragged over it becomes a row of numbers in the form, which stays what is sent.
// By keyboard too: a button adds a box, arrows move it, with Shift they change its size, Delete takes it away.
const SIDES = ["x", "y", "width", "height"];
const LEAST = 1; // percent; a smaller drag was a click

for (const picture of document.querySelectorAll("[data-cover]")) {
  const form = document.querySelector("[data-cover-form]");
  const tools = document.querySelector("[data-cover-tools]");
  const said = tools.querySelector("[data-said]");
  const rows = [];
  for (let n = 0; form.elements[`x${n}`]; n += 1) rows.push(SIDES.map((side) => form.elements[`${side}${n}`]));
  const boxes = rows.map(() => null);
  tools.hidden = false;

  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
  const rounded = (value) => Math.round(value * 10) / 10;
  const read = (n) => rows[n].map((field) => (field.value === "" ? NaN : Number(field.value)));
  const isFree = (n) => rows[n].every((field) => field.value === "");
  const words = (n, [x, y, width, height]) => picture.dataset.words.replace("#", n + 1)
    .replace("#", Math.round(x)).replace("#", Math.round(y)).replace("#", Math.round(width)).replace("#", Math.round(height));

  const write = (n, [x, y, width, height]) => {
    const [w, h] = [clamp(width, LEAST, 100), clamp(height, LEAST, 100)];
    const sides = [clamp(x, 0, 100 - w), clamp(y, 0, 100 - h), w, h].map(rounded);
    rows[n].forEach((field, at) => { field.value = sides[at]; });
    draw(n);
  };

  const draw = (n) => {
    const sides = read(n);
    const isBox = sides.every(Number.isFinite) && sides[2] > 0 && sides[3] > 0;
    if (!isBox) { boxes[n]?.remove(); boxes[n] = null; return; }
    boxes[n] ??= made(n);
    ["left", "top", "width", "height"].forEach((name, at) => { boxes[n].style[name] = `${sides[at]}%`; });
    boxes[n].setAttribute("aria-label", words(n, sides));
  };

  const made = (n) => {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "cover-box";
    box.append(String(n + 1), Object.assign(document.createElement("span"), { className: "cover-box__corner" }));
    box.addEventListener("keydown", (event) => keyed(n, event));
    box.addEventListener("pointerdown", (event) => dragged(event, n));
    picture.append(box);
    return box;
  };

  const remove = (n) => {
    for (const field of rows[n]) field.value = "";
    draw(n);
    said.textContent = tools.dataset.removed;
    (boxes.find(Boolean) ?? tools.querySelector("button")).focus();
  };

  const keyed = (n, event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); remove(n); return; }
    if (!steps) return;
    event.preventDefault();
    const [x, y, width, height] = read(n);
    write(n, event.shiftKey ? [x, y, width + steps[0], height + steps[1]] : [x + steps[0], y + steps[1], width, height]);
    said.textContent = words(n, read(n));
  };

  const spot = (event) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    return [clamp((event.clientX - left) / width * 100, 0, 100), clamp((event.clientY - top) / height * 100, 0, 100)];
  };

  // A press on the picture draws a new box, one on a box moves it, one on its corner changes its size.
  const dragged = (event, existing = -1) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const n = existing >= 0 ? existing : rows.findIndex((_, at) => isFree(at));
    if (n < 0) { said.textContent = tools.dataset.full; return; }
    const [startX, startY] = spot(event);
    const begun = existing >= 0 ? read(n) : [startX, startY, 0, 0];
    const isCorner = event.target.className === "cover-box__corner";
    const move = (moved) => {
      const [atX, atY] = spot(moved);
      if (existing < 0) write(n, [Math.min(startX, atX), Math.min(startY, atY), Math.abs(atX - startX), Math.abs(atY - startY)]);
      else if (isCorner) write(n, [begun[0], begun[1], begun[2] + atX - startX, begun[3] + atY - startY]);
      else write(n, [begun[0] + atX - startX, begun[1] + atY - startY, begun[2], begun[3]]);
    };
    const end = () => {
      picture.removeEventListener("pointermove", move);
      boxes[n]?.focus();
      if (boxes[n]) said.textContent = words(n, read(n));
    };
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener("pointermove", move);
    picture.addEventListener("pointerup", end, { once: true });
    picture.addEventListener("pointercancel", end, { once: true });
  };

  picture.addEventListener("pointerdown", dragged);
  tools.querySelector("button").addEventListener("click", () => {
    const n = rows.findIndex((_, at) => isFree(at));
    if (n < 0) { said.textContent = tools.dataset.full; return; }
    write(n, [40, 40, 20, 20]);
    boxes[n].focus();
    said.textContent = words(n, read(n));
  });
  rows.forEach((fields, n) => fields.forEach((field) => field.addEventListener("input", () => draw(n))));
  rows.forEach((_, n) => draw(n));
}
