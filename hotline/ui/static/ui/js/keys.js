// Shortcuts. Whatever carries data-key="f" is pressed by f; the page says the keys, this file knows none of them but
// Escape and Ctrl+Enter. Off while somebody types, and off for good in this browser by the [data-keys-switch] button.
const OFF = "hotline.keys";
const root = document.documentElement;
const read = () => { try { return localStorage.getItem(OFF); } catch { return null; } };
const keep = (value) => { try { localStorage.setItem(OFF, value); } catch { /* private window: off for this page only */ } };

const show = () => {
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(root.dataset.keys === "on"));
  }
};
root.dataset.keys = read() === "off" ? "off" : "on";
show();

const isTyping = (element) =>
  element.isContentEditable || (element.matches("input, select, textarea") && !element.matches("[type=checkbox], [type=radio], [type=submit]"));

const isShown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;

const press = (element) => {
  if (isTyping(element)) return element.focus();
  if (element.tagName !== "SUMMARY") return element.click();
  const fold = element.parentElement;
  fold.open = !fold.open;
  if (!fold.open) return element.focus();
  // The field to type in, though links to templates stand before it: on a link the next letters would be shortcuts.
  const first = fold.querySelector("input:not([type=hidden]), select, textarea") ?? fold.querySelector("button, a");
  (first ?? element).focus();
  fold.scrollIntoView({ block: "nearest" });
};

// Lists: [data-keys-list] holds links marked [data-keys-item]; data-key-down and data-key-up name the keys.
const walk = (key) => {
  for (const list of document.querySelectorAll("[data-keys-list]")) {
    const step = key === list.dataset.keyDown ? 1 : key === list.dataset.keyUp ? -1 : 0;
    if (!step) continue;
    const items = [...list.querySelectorAll("[data-keys-item]")].filter(isShown);
    const next = items[items.indexOf(document.activeElement) + step] ?? (step > 0 ? items.at(-1) : items[0]);
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return true;
  }
  return false;
};

document.addEventListener("keydown", (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  if (isTyping(at)) {
    if (event.key === "Escape") at.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.form) at.form.requestSubmit();
    return;
  }
  if (root.dataset.keys !== "on" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = !event.repeat && [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && isShown(one));
  if (found) press(found);
  if (found || walk(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-keys-switch]")) return;
  root.dataset.keys = root.dataset.keys === "on" ? "off" : "on";
  keep(root.dataset.keys);
  show();
});
