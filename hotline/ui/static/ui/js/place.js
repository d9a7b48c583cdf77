// The "my place" button: asks the browser where it is and fills the two fields. Shown only where that can work.
for (const block of document.querySelectorAll("[data-place]")) {
  if (!navigator.geolocation || !window.isSecureContext) continue;
  const status = block.querySelector("[role=status]");
  const say = (words) => { status.textContent = words; };
  const write = (id, degrees) => {
    const field = document.getElementById(id);
    field.value = degrees.toFixed(6);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const found = ({ coords }) => {
    write(block.dataset.lat, coords.latitude);
    write(block.dataset.lon, coords.longitude);
    say(`${block.dataset.found} ${Math.round(coords.accuracy)} m.`);
  };
  block.hidden = false;
  block.querySelector("button").addEventListener("click", () => {
    say(block.dataset.working);
    navigator.geolocation.getCurrentPosition(found, () => say(block.dataset.denied), {
      enableHighAccuracy: true, timeout: 15000, maximumAge: 60000,
    });
  });
}
