// Looks for new messages every two seconds while the page is seen. Without this script the link below the form does it.
const screen_ = document.getElementById("screen");
const words = (element) => element.textContent.replace(/\s+/g, " ");

screen_.scrollTop = screen_.scrollHeight;
document.querySelector("[data-reload]").hidden = true;
setInterval(async () => {
  if (document.hidden || screen_.querySelector(":focus")) return;
  const answer = await fetch(screen_.dataset.again).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("screen");
  if (!fresh || words(fresh) === words(screen_)) return;
  screen_.replaceChildren(...fresh.childNodes);
  screen_.scrollTop = screen_.scrollHeight;
}, 2000);
