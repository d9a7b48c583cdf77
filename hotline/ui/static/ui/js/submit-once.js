// A form is sent once: a second press while the first is under way does nothing. Without this script the server's
// submission key does the same. Forms that htmx sends are left to htmx.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // The pressed button's own name and value must still travel, so it is marked and not disabled.
  event.submitter?.setAttribute("aria-busy", "true");
});

// Signing in again on another tab replaces the token against forgery. The page that was open keeps what was typed and
// takes the new one.
document.addEventListener("submit", (event) => {
  const token = event.target.querySelector("input[name=csrfmiddlewaretoken]");
  const current = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token && current) token.value = current[1];
}, true);

// The browser's "back" shows the page as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
