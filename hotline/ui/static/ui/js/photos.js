// Photos show before they are sent. One that is larger than the server takes is made smaller here, and where that cannot be
// done it is named, with what to do, before anything is uploaded. Drawn on a canvas, so that the page's content policy needs
// no exception for made-up image addresses.
const EDGE = 4096; // pixels of a photo made smaller: twice what anybody is shown
const HEAD = 1 << 19; // bytes in which a JPEG says its size, behind whatever a telephone writes before

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

// Pixels of a JPEG by its frame header (ISO/IEC 10918-1, B.2.2); 0 for what says none.
const pixels = async (file) => {
  const head = new DataView(await file.slice(0, HEAD).arrayBuffer());
  if (head.byteLength < 4 || head.getUint16(0) !== 0xffd8) return 0;
  for (let at = 2; at + 9 < head.byteLength && head.getUint8(at) === 0xff; at += 2 + head.getUint16(at + 2)) {
    const code = head.getUint8(at + 1);
    if (code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)) return head.getUint16(at + 5) * head.getUint16(at + 7);
  }
  return 0;
};

// The same photo as a JPEG that fits; nothing where this browser cannot read it or has no memory for it.
const shrunk = async (file, largest) => {
  try {
    const picture = await createImageBitmap(file, { resizeWidth: EDGE, resizeQuality: "high" });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    for (const quality of [0.88, 0.7, 0.5]) {
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
      if (blob && blob.size <= largest) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    }
  } catch { /* said below */ }
  return null;
};

const megabytes = (size) => String(Math.max(1, Math.ceil(size / 1e6)));

for (const tray of document.querySelectorAll("[data-photos]")) {
  const input = tray.querySelector("input[type=file]");
  const warning = tray.querySelector("[data-warning]");
  const note = tray.querySelector("[data-note]");
  const previews = tray.querySelector("[data-previews]");
  const limit = Number(tray.dataset.limit);
  const largest = Number(tray.dataset.megabytes) * 1e6;
  const most = Number(tray.dataset.megapixels) * 1e6;
  let busy = null;

  const fitted = async (files) => {
    const fit = new DataTransfer();
    const [notes, complaints] = [[], files.length > limit ? [tray.dataset.tooMany] : []];
    for (const file of files) {
      if (file.size <= largest && (await pixels(file)) <= most) { fit.items.add(file); continue; }
      note.textContent = tray.dataset.shrinking;
      const smaller = await shrunk(file, largest);
      if (smaller) fit.items.add(smaller);
      const words = smaller ? tray.dataset.shrunk : tray.dataset.tooLarge;
      (smaller ? notes : complaints).push(`${file.name}: ${words.replace("#", megabytes(file.size)).replace("#", megabytes(smaller?.size ?? 0))}`);
    }
    if (notes.length || fit.files.length < files.length) input.files = fit.files; // what does not fit is not uploaded
    note.textContent = notes.join(" ");
    warning.textContent = complaints.join(" ");
    warning.hidden = complaints.length === 0;
  };

  const preview = async () => {
    previews.replaceChildren();
    for (const file of [...input.files].slice(0, limit)) {
      const line = document.createElement("li");
      previews.append(line);
      try {
        line.append(await drawn(file));
      } catch {
        line.textContent = file.name; // Not a picture that this browser can show; the server decides.
      }
    }
  };

  input.addEventListener("change", () => {
    busy = fitted([...input.files]).finally(() => { busy = null; });
    busy.then(preview);
  });

  // Sent while a photo is still being made smaller: the form waits for it.
  input.form?.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    const { submitter } = event;
    busy.then(() => input.form.requestSubmit(submitter));
  });
}
