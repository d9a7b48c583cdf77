// Menus made of <details> close on Escape and on a click elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// Toasts are put away by hand: nothing that was said disappears by itself.
document.documentElement.classList.add("js");
for (const close of document.querySelectorAll("[data-close]")) {
  close.hidden = false;
  close.addEventListener("click", () => close.parentElement.remove());
}
