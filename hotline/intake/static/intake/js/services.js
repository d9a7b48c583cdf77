// Choosing a service quickly: the three that what is typed may mean appear while somebody types, and the long list is folded
// away once one is chosen. Which they are, the server says. Without this script a button searches, and the groups do the rest.
import { putRight } from "../../ui/js/errors.js";

const PAUSE = 130; // milliseconds without a key before the server is asked

for (const field of document.querySelectorAll("[data-services]")) {
  const find = field.querySelector("[data-find]");
  const input = find.querySelector("input[type=search]");
  const said = find.querySelector("[data-said]");
  const results = find.querySelector("[data-found]");
  const model = find.querySelector("[data-choice]");
  const chosen = field.querySelector("[data-chosen]");
  const groups = [...field.querySelectorAll("details, .services__category")]; // with the headings that stand above them
  const checked = () => field.querySelector("input[name=service]:checked");
  let waiting, asking;

  // The first button of a form is the one that Enter presses: with it gone, Enter on a choice goes on.
  find.querySelector("[data-find-button]").remove();

  const choice = ({ code, name, why }) => {
    const label = model.content.firstElementChild.cloneNode(true);
    const radio = label.querySelector("input");
    label.htmlFor = radio.id = `id_found_${code}`;
    radio.value = code;
    radio.checked = checked()?.value === code;
    label.querySelector("[data-title]").textContent = name;
    label.querySelector("[data-why]").textContent = why;
    return label;
  };

  const search = async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = input.value.trim();
    if (!typed) return show({ found: [], said: "" });
    try {
      const answer = await fetch(`${find.dataset.address}?${new URLSearchParams({ q: typed.slice(0, 200) })}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") show({ found: [], said: find.dataset.lost });
    }
  };

  const show = ({ found, said: words }) => {
    const kept = results.querySelector(":checked")?.value; // chosen among these, and no more among them: in its group then
    results.replaceChildren(...found.map(choice));
    said.textContent = words;
    if (kept && !checked()) field.querySelector(`#id_service_${CSS.escape(kept)}`).checked = true;
  };

  const showList = (isShown) => {
    find.hidden = !isShown;
    chosen.hidden = isShown;
    field.querySelector("[data-list-hint]").hidden = !isShown;
    for (const group of groups) group.hidden = !isShown;
  };

  const showChosen = () => {
    const choice = checked()?.closest(".choice");
    if (!choice) return;
    chosen.querySelector("[data-name]").textContent = choice.querySelector("[data-title]").textContent;
    showList(false);
  };

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, PAUSE); });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault(); // Enter searches, and sends nothing yet
    results.querySelector("input")?.focus();
  });
  field.addEventListener("change", (event) => { if (event.target.matches("input[type=radio]")) putRight(field, "id_service"); });
  field.addEventListener("click", (event) => {
    // A finger or a mouse has chosen; the arrow keys, which choose on their way, leave the list open.
    if (event.target.matches("input[type=radio]") && event.detail > 0) {
      showChosen();
      chosen.scrollIntoView({ block: "center" });
    }
  });
  chosen.querySelector("button").addEventListener("click", () => {
    showList(true);
    input.focus();
    input.select();
  });

  showChosen();
}
