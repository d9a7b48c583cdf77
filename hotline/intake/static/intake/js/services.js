// A field to find a service by what people call it, with or without accents. Without this script the groups do it alone.
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").trim();

for (const field of document.querySelectorAll("[data-services]")) {
  const find = field.querySelector("[data-find]");
  const input = find.querySelector("input");
  const status = find.querySelector("[data-nothing]");
  const groups = [...field.querySelectorAll("details")].map((group) => ({
    group, name: group.getAttribute("name"), wasOpen: group.open, choices: [...group.querySelectorAll("[data-words]")],
  }));

  const show = () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { group, name, wasOpen, choices } of groups) {
      const fits = choices.filter((choice) => {
        choice.hidden = !wanted.every((word) => choice.dataset.words.includes(word));
        return !choice.hidden;
      }).length;
      found += fits;
      group.hidden = fits === 0;
      // While searching every group with a find stands open; otherwise one at a time.
      if (wanted.length) group.removeAttribute("name"); else group.setAttribute("name", name);
      group.open = wanted.length ? fits > 0 : wasOpen || group.querySelector(":checked") !== null;
    }
    status.textContent = found ? "" : status.dataset.nothing;
  };

  find.hidden = false;
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  if (input.value) show();
}
