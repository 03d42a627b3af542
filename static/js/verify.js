/* Checks a file without sending it: the browser takes its traits (signing/traits.py) and asks with
   those. Without this script, or in a browser that cannot hash, the form sends the file. */
"use strict";

(() => {
const form = document.querySelector("form[data-check-here]");
const input = form?.querySelector("input[type=file]");
if (!input || !window.crypto?.subtle || !window.TextDecoder) return;

const MOST = 64;
const MOST_SEALS = 4;
const CODE = /(^|[^0-9A-Z-])((?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4})(?![0-9A-Z-])/g;
const SEAL = /\/Contents\s*<([0-9A-Fa-f]{200,65536})>/g;

form.querySelectorAll("[data-when-sent]").forEach((part) => { part.hidden = true; });
form.querySelectorAll("[data-when-kept]").forEach((part) => { part.hidden = false; });

const sha256 = async (bytes) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/* The sizes of the beginnings that end as a PDF file ends. */
const endsOf = (text) => {
  const ends = [];
  for (let at = text.indexOf("%%EOF"); at >= 0 && ends.length < MOST; at = text.indexOf("%%EOF", at + 5)) {
    for (const more of [5, 6, 7]) if (at + more <= text.length && ends.length < MOST) ends.push(at + more);
  }
  return ends;
};

const traitsOf = async (file) => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder("latin1").decode(bytes);
  const ends = [];
  for (const size of endsOf(text)) ends.push([size, await sha256(bytes.subarray(0, size))]);
  const codes = new Set();
  for (const found of text.matchAll(CODE)) if (codes.size < MOST) codes.add(found[2]);
  const seals = [];
  for (const found of text.matchAll(SEAL)) {
    if (seals.length < MOST_SEALS) seals.push(found[1].slice(0, found[1].length - (found[1].length % 2)));
  }
  return {
    sha256: await sha256(bytes),
    size: bytes.length,
    pdf: text.slice(0, 1024).includes("%PDF-"),
    ends, codes: [...codes], seals,
  };
};

const sendTraits = (traits) => {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "traits";
  field.value = JSON.stringify(traits);
  form.append(field);
  input.disabled = true;
  form.requestSubmit();
  /* Coming back with the browser's button, one may choose another file. */
  window.addEventListener("pagehide", () => { field.remove(); input.disabled = false; }, { once: true });
};

let working = false;
form.addEventListener("submit", async (event) => {
  const [file] = input.files;
  if (input.disabled || !file || file.size === 0 || file.size > Number(form.dataset.largest)) return;
  event.preventDefault();
  if (working) return;
  working = true;
  try {
    sendTraits(await traitsOf(file));
  } catch {
    /* The browser could not read or hash it: the server is asked instead. */
    input.disabled = false;
    form.submit();
  } finally {
    working = false;
  }
});
})();
