// Beside each password a button that shows what is typed, and on pages that can be printed a button that prints.
// Without this script there are no such buttons, and everything else works.
for (const input of document.querySelectorAll("input[data-reveal]")) {
  const words = document.documentElement.lang === "en" ? ["Show", "Hide"] : ["Hiện", "Ẩn"];
  const button = document.createElement("button");
  const row = document.createElement("div");
  row.className = "reveal";
  button.type = "button";
  button.className = "button button--quiet";
  button.setAttribute("aria-controls", input.id);
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = words[shown ? 1 : 0];
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => { show(input.type === "password"); input.focus(); });
  // What is sent is a password again: browsers keep what stood in a field of text.
  input.form?.addEventListener("submit", () => show(false));
  input.replaceWith(row);
  row.append(input, button);
  show(false);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
