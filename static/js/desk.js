/* The desk: the document beside the list, and the palette. All of it works without, page by page. */
"use strict";

(() => {
const on = (name, act) => document.addEventListener(name, act);
const wide = matchMedia("(min-width: 80rem)");
const pane = () => document.getElementById("pane");
const rows = () => [...document.querySelectorAll(".rows a.row-link")];
const current = () => document.querySelector(".rows a.row-link[aria-current]");
let waiting;

const open = (row) => {
  if (row === current()) return;
  rows().forEach((each) => each.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
  const url = new URL(location.href);
  url.searchParams.set("open", row.dataset.number);
  history.replaceState(null, "", url);
  htmx.ajax("GET", row.dataset.pane, { target: "#pane", swap: "innerHTML" });
};

on("click", (event) => {
  const row = event.target.closest("a[data-pane]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (!row || !plain || !wide.matches || !pane()) return;
  event.preventDefault();
  open(row);
});

/* A key is for the row one is on, and waits until its document is there. */
let shown, meant;
addEventListener("keydown", (event) => {
  const { target: row, key } = event;
  meant = 0;
  if (!current() || !row.dataset?.pane || row.dataset.number === shown || !wide.matches || !/^[a-ilm-wyz]$/.test(key) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  meant = key;
  open(row);
}, true);
on("htmx:afterSwap", ({ target }) => {
  if (target !== pane()) return;
  shown = current()?.dataset.number;
  if (meant) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: meant, bubbles: true }));
});

/* The arrows go into the document and back to its row. */
on("keydown", ({ key, target }) => {
  if (key === "ArrowRight" && target === current()) pane().focus();
  if (key === "ArrowLeft" && target.closest?.("#pane") && !target.matches("input, textarea, select")) current()?.focus();
});

/* Once a document is open, going through the rows reads each. */
on("focusin", (event) => {
  const row = event.target.closest?.("a[data-pane]");
  clearTimeout(waiting);
  if (row && current() && wide.matches && row.matches(":focus-visible")) waiting = setTimeout(() => open(row), 150);
});

on("change", (event) => {
  const field = document.getElementById(event.target.dataset?.inserts || "");
  if (!field || !event.target.value) return;
  field.value = [field.value.trim(), event.target.value].filter(Boolean).join("\n\n");
  field.focus();
});

/* After a step one goes on: at the next document, or where the list now begins. */
on("DOMContentLoaded", () => {
  const next = current() || (location.search.includes("open=") && (rows()[0] || document.querySelector(".queues [aria-current]")));
  if (wide.matches && next) next.focus();
});

/* The palette offers what the page itself can do and where its header and lists lead. */
const palette = () => document.getElementById("palette");
const input = () => document.getElementById("palette-words");
const words = (node) => (node.getAttribute("aria-label") || node.textContent).replace(/\s+/g, " ").trim();
const entries = () => {
  const found = new Map();
  document.querySelectorAll("[data-key]:is(a, button, summary), .site-navigation a, .queues a, .desk-links a, .menu-panel a").forEach((node) => {
    const label = words(node);
    if (label && !found.has(label)) found.set(label, node);
  });
  return [...found].map(([label, node]) => ({ label, node }));
};
const show = () => {
  const asked = input().value.toLowerCase().split(/\s+/).filter(Boolean);
  const list = palette().querySelector("ul");
  const fits = asked.length || !input().value ? entries().filter((each) => asked.every((word) => each.label.toLowerCase().includes(word))) : [];
  list.replaceChildren(...fits.slice(0, 9).map((each, index) => {
    const item = document.createElement("li");
    item.id = `palette-${index}`;
    item.role = "option";
    item.textContent = each.label;
    item.addEventListener("click", () => take(each.node));
    item.node = each.node;
    return item;
  }));
  mark(asked.length ? 0 : -1);
};
const mark = (index) => {
  const items = [...palette().querySelectorAll("li")];
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
  input().setAttribute("aria-activedescendant", items[index]?.id || "");
};
const marked = () => [...palette().querySelectorAll("li")].findIndex((item) => item.getAttribute("aria-selected") === "true");
const take = (node) => {
  palette().close();
  node.click();
};

on("keydown", (event) => {
  if (!palette()) return;
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    palette().showModal();
    input().select();
    show();
    return;
  }
  if (!palette().open) return;
  const items = palette().querySelectorAll("li");
  if (event.key === "ArrowDown") mark(Math.min(marked() + 1, items.length - 1));
  else if (event.key === "ArrowUp") mark(Math.max(marked() - 1, -1));
  else if (event.key === "Enter" && items[marked()]) take(items[marked()].node);
  else return;
  event.preventDefault();
});
on("input", (event) => { if (event.target.closest("#palette")) show(); });
})();
