// What was complained about is put right: the complaint goes, at its field and in the summary on top.
export function putRight(field, id) {
  const error = field.querySelector(".errors");
  const summary = document.querySelector(".error-summary");
  const line = summary?.querySelector(`a[href^="#${CSS.escape(id)}"]`)?.closest("li");
  if (line) (summary.querySelectorAll("li").length > 1 ? line : summary).remove();
  field.classList.remove("field--invalid");
  for (const one of [field, ...field.querySelectorAll("[aria-invalid]")]) one.removeAttribute("aria-invalid");
  if (!error) return;
  for (const one of [field, ...field.querySelectorAll("[aria-describedby]")]) {
    const rest = (one.getAttribute("aria-describedby") ?? "").replace(error.id, "").trim();
    if (rest) one.setAttribute("aria-describedby", rest);
    else one.removeAttribute("aria-describedby");
  }
  error.remove();
}
