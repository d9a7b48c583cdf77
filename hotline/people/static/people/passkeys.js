// Passkeys: a form with data-passkey shows itself where the browser can, asks the device, and sends what it answered.
// data-passkey is "create", "get" or "sign-in"; the options stand in the page, for "sign-in" they are asked for at the press.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (listed) => (listed ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const isNumber = /^[\d.]+$|:/.test(location.hostname); // no browser makes passkeys for an address that is a number
const canDo = window.PublicKeyCredential && !isNumber;

async function create({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
}

async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) },
  });
}

function written(credential) {
  const { response } = credential;
  const told = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) told[name] = text(response[name]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: told,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function options(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  return (await answer.json()).request_options;
}

function say(form, what) {
  for (const words of form.querySelectorAll("[data-failed]")) words.hidden = words.dataset.failed !== what;
}

async function ask(form, button) {
  say(form, "");
  button.setAttribute("aria-busy", "true");
  try {
    const wanted = await options(form);
    const credential = await (form.dataset.passkey === "create" ? create(wanted) : get(wanted));
    form.querySelector("input[type=hidden][name$=credential]").value = written(credential);
    form.submit();
  } catch (error) {
    say(form, { NotAllowedError: "stopped", AbortError: "stopped", InvalidStateError: "known" }[error.name] ?? "other");
    button.removeAttribute("aria-busy");
  }
}

if (canDo) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const button = form.querySelector("button");
    button.addEventListener("click", () => ask(form, button));
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(form, button); });
  }
  for (const words of document.querySelectorAll("[data-passkey-missing]")) words.hidden = true;
}
