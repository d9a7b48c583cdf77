// "Where I am" on the first page: asks the browser, rounds to about a hundred metres, and sends that. Shown only where it can work.
for (const form of document.querySelectorAll("[data-near]")) {
  if (!navigator.geolocation || !window.isSecureContext) continue;
  const status = form.querySelector("[role=status]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.lat.value) return;
    event.preventDefault();
    status.textContent = form.dataset.working;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(3);
      form.elements.lon.value = coords.longitude.toFixed(3);
      form.submit();
    }, () => { status.textContent = form.dataset.denied; }, { timeout: 15000, maximumAge: 300000 });
  });
}
