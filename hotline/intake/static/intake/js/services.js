// Choosing a service quickly: a field that finds it by what people call it, with or without accents, and the long list
// folded away once one is chosen. Without this script the groups do it alone.
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").trim();
const syllables = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

for (const field of document.querySelectorAll("[data-services]")) {
  const find = field.querySelector("[data-find]");
  const input = find.querySelector("input");
  const status = find.querySelector("[data-nothing]");
  const chosen = field.querySelector("[data-chosen]");
  const groups = [...field.querySelectorAll("details")].map((group) => ({
    group, name: group.getAttribute("name"), choices: [...group.querySelectorAll("[data-words]")],
  }));
  const spaced = new Map(groups.flatMap(({ choices }) => choices).map((choice) => [choice, ` ${syllables(choice.dataset.words).join(" ")} `]));

  const search = () => {
    // Whole syllables, the last as far as it is typed: "o ga" finds ổ gà, not every word with an o.
    const typed = syllables(fold(input.value));
    const wanted = typed.map((word, at) => at < typed.length - 1 ? ` ${word} ` : ` ${word}`);
    let found = 0;
    for (const { group, name, choices } of groups) {
      const fits = choices.filter((choice) => {
        choice.hidden = !wanted.every((word) => spaced.get(choice).includes(word));
        return !choice.hidden;
      }).length;
      found += fits;
      group.hidden = fits === 0;
      // While searching, every group in which something was found stands open; otherwise one at a time.
      if (wanted.length) group.removeAttribute("name"); else group.setAttribute("name", name);
      group.open = wanted.length ? fits > 0 : group.querySelector(":checked") !== null;
    }
    status.textContent = found ? "" : status.dataset.nothing;
  };

  const showList = (isShown) => {
    find.hidden = !isShown;
    chosen.hidden = isShown;
    field.querySelector("[data-list-hint]").hidden = !isShown;
    for (const { group } of groups) group.hidden = !isShown;
  };

  const showChosen = () => {
    const choice = field.querySelector("[data-words]:has(:checked)");
    if (!choice) return;
    chosen.querySelector("[data-name]").textContent = choice.querySelector("[data-title]").textContent;
    showList(false);
  };

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  field.addEventListener("click", (event) => {
    // A finger or a mouse has chosen; the arrow keys, which choose on their way, leave the list open.
    if (event.target.matches("input[type=radio]") && event.detail > 0) {
      showChosen();
      chosen.scrollIntoView({ block: "center" });
    }
  });
  chosen.querySelector("button").addEventListener("click", () => {
    input.value = "";
    showList(true);
    search();
    input.focus();
  });

  showList(true);
  search();
  showChosen();
}
