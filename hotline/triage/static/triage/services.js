// Finds a service for an operator: a field over each select[data-find-services] that offers the likeliest three as somebody
// types, by the ARIA pattern of a combobox with a list box. The select stays what is sent, and works alone without this script.
const PAUSE = 130; // milliseconds without a key before the server is asked

const made = (tag, attributes, words = "") => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = words;
  return element;
};

const enhance = (select) => {
  const id = select.id;
  const box = made("div", { class: "finder" });
  const label = made("label", { for: `${id}_find`, class: "visually-hidden" }, select.dataset.label);
  const input = made("input", {
    id: `${id}_find`, type: "search", role: "combobox", autocomplete: "off", placeholder: select.dataset.label, maxlength: "200",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_found`,
  });
  const list = made("ul", { id: `${id}_found`, role: "listbox", "aria-label": select.dataset.label, hidden: "" });
  const said = made("p", { class: "hint", role: "status" });
  box.append(label, input, list, said);
  select.before(box);
  let waiting, asking;

  const options = () => [...list.children];
  const active = () => options().find((one) => one.getAttribute("aria-selected") === "true");
  const mark = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) input.setAttribute("aria-activedescendant", option.id); else input.removeAttribute("aria-activedescendant");
  };
  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(null);
  };

  const show = ({ found, said: words }) => {
    list.replaceChildren(...found.map(({ code, name, why }) => {
      const option = made("li", { id: `${id}_found_${code}`, role: "option", "data-code": code, "aria-selected": "false" });
      option.append(made("span", {}, name), made("span", { class: "finder__why" }, why));
      return option;
    }));
    said.textContent = words;
    open(found.length > 0);
    if (found.length) mark(list.firstElementChild);
  };

  const search = async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = input.value.trim();
    if (!typed) return show({ found: [], said: "" });
    try {
      const answer = await fetch(`${select.dataset.findServices}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") show({ found: [], said: select.dataset.lost });
    }
  };

  const take = (option) => {
    select.value = option.dataset.code;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    input.value = "";
    said.textContent = select.selectedOptions[0]?.textContent ?? "";
    open(false);
  };

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, PAUSE); });
  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") {
      event.preventDefault(); // chooses, and sends nothing
      if (!list.hidden && active()) take(active());
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      open(false);
    } else if (step && all.length) {
      event.preventDefault();
      open(true);
      mark(all[(all.indexOf(active()) + step + all.length) % all.length]);
    }
  });
  input.addEventListener("blur", () => open(false));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
};

const enhanceAll = () => {
  for (const select of document.querySelectorAll("select[data-find-services]:not([data-found])")) {
    select.dataset.found = "";
    enhance(select);
  }
};
enhanceAll();
document.addEventListener("htmx:after:swap", enhanceAll);
