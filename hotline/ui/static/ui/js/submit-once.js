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

// A page that came back with something to correct is the answer to a form, which the browser's "back" would offer to send
// again, or show as an error of its own. Where the same address also shows the page, going back asks for that.
const isAnswer = performance.getEntriesByType("navigation")[0]?.responseStatus === 422;
if (isAnswer && document.querySelector("form[data-own-page]")) {
  for (const leaving of ["submit", "click"]) document.addEventListener(leaving, (event) => {
    if (leaving === "submit" || event.target.closest("a[href]")) history.replaceState(history.state, "", window.location.href);
  });
}

// The browser's "back" shows the page as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
