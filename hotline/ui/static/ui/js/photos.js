// Photos show before they are sent, and one that is too large is named at once. Drawn on a canvas, so that the
// page's content policy needs no exception for made-up image addresses.
const drawn = async (file) => {
  const picture = await createImageBitmap(file, { resizeWidth: 320, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  const side = Math.min(picture.width, picture.height);
  canvas.width = canvas.height = 240;
  canvas.getContext("2d").drawImage(
    picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 240, 240,
  );
  picture.close();
  return canvas;
};

for (const tray of document.querySelectorAll("[data-photos]")) {
  const input = tray.querySelector("input[type=file]");
  const warning = tray.querySelector("[data-warning]");
  const previews = tray.querySelector("[data-previews]");
  const limit = Number(tray.dataset.limit);
  const largest = Number(tray.dataset.megabytes) * 1000 * 1000;

  const complaints = (files) => {
    const tooLarge = files.filter((file) => file.size > largest)
      .map((file) => `${file.name} (${Math.round(file.size / 1e6)} MB) ${tray.dataset.tooLarge}`);
    return files.length > limit ? [tray.dataset.tooMany, ...tooLarge] : tooLarge;
  };

  input.addEventListener("change", async () => {
    const files = [...input.files];
    const words = complaints(files);
    warning.textContent = words.join(" ");
    warning.hidden = words.length === 0;
    input.setCustomValidity(warning.textContent);
    previews.replaceChildren();
    for (const file of files.slice(0, limit)) {
      const line = document.createElement("li");
      previews.append(line);
      try {
        line.append(await drawn(file));
      } catch {
        line.textContent = file.name; // Not a picture that this browser can show; the server decides.
      }
    }
  });
}
