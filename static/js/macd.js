/* What pages do better with a script. All work without. */
"use strict";

(() => {
const all = (selector, root = document) => root.querySelectorAll(selector);
const on = (name, act, whole) => document.addEventListener(name, act, whole);

/* The error summary takes the focus; its links put the cursor into the field. */
const focusErrors = (root) => root.querySelector(".error-summary")?.focus();
on("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field, .choices") || field).scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

/* A page may outlive its session: it sends the token of now. */
const token = () => document.cookie.match(/csrftoken=(\w+)/)?.[1];
on("htmx:configRequest", ({ detail }) => { detail.headers["X-CSRFToken"] = token(); });

const body = (form) => {
  const texts = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  return new URLSearchParams(texts).toString();
};

/* What was typed and not saved comes back with its page. */
const KEPT = "main form[method=post]:not([action^='/accounts/'])";
const shelf = (form) => `typed ${form.getAttribute("action") || location.pathname} ${form.elements.kind?.value}`;
const keep = (form, mark = "") => {
  if (form.given && form.given !== body(form)) sessionStorage[shelf(form) + mark] = body(form);
};
const leave = (root) => all(KEPT, root).forEach((form) => { if (!form.dataset.sent) keep(form); });
addEventListener("pagehide", () => leave(document));
on("htmx:beforeSwap", (event) => leave(event.target));
const bring = (form) => {
  form.given ??= form.querySelector(".is-invalid") ? 1 : body(form);
  const name = shelf(form) in sessionStorage ? shelf(form) : shelf(form) + SENT;
  if (!(name in sessionStorage)) return;
  const values = new URLSearchParams(sessionStorage[name]);
  delete sessionStorage[name];
  [...form.elements].forEach((field) => {
    const found = values.getAll(field.name);
    if (/radio|checkbox/.test(field.type)) field.checked = found.includes(field.value);
    else if (found.length && !/hidden|file/.test(field.type)) [field.value] = found;
  });
  const folded = form.closest("details.reason:not([open])");
  if (folded) folded.open = folded.brought = true;
  form.dispatchEvent(new Event("change", { bubbles: true }));
};
/* What was sent has arrived, unless one comes back without an answer. */
const SENT = " sent";
const arrived = () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  Object.keys(sessionStorage).forEach((name) => { if (name.endsWith(SENT)) delete sessionStorage[name]; });
};

/* A form is sent once, with a connection; its button says so. */
on("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent || !navigator.onLine) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const field = form.elements.csrfmiddlewaretoken;
  if (field) field.value = token() || field.value;
  if (form.action.endsWith("/logout/")) sessionStorage.clear();
  else if (form.matches(KEPT)) keep(form, SENT);
  const button = event.submitter;
  if (button) { button.dataset.busy = ""; button.setAttribute("aria-disabled", "true"); }
  setTimeout(() => release(form), 10000);
});
const release = (form) => {
  delete form.dataset.sent;
  all("[data-busy]", form).forEach((button) => {
    delete button.dataset.busy;
    button.removeAttribute("aria-disabled");
  });
};
addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
on("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

/* A button that cannot be used now stays in the tab order. */
on("click", (event) => {
  if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
}, true);

/* Menus close on Escape, on a click elsewhere, and when another opens. */
on("click", (event) => all("details.menu[open]").forEach((menu) => {
  if (!menu.contains(event.target)) menu.open = false;
}));
on("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details:is(.menu, .reason)[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  else if (!document.activeElement?.closest("dialog")) putAway();
});

/* What was just done stays in sight for a while, unless it is put away: a click, or Escape. */
const putAway = () => {
  const told = document.querySelector(".messages");
  const focused = told?.contains(document.activeElement);
  told?.remove();
  if (focused) document.getElementById("main").focus({ preventScroll: true });
};
on("click", (event) => { if (event.target.closest("[data-dismiss]")) putAway(); });
on("toggle", ({ target }) => {
  if (target.brought) delete target.brought;
  else if (target.matches?.("details:is(.reason, :has(> [data-key]))[open]")) target.querySelector("textarea, select, input:not([type=hidden]), button")?.focus();
}, true);

/* Drafts save themselves: after each field, every 15 seconds, and when the page is left. */
class Autosave {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-save-state]");
    this.kept = form.given = body(form);
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("change", () => this.save());
    setInterval(() => this.save(), 15000);
    addEventListener("online", () => this.save());
    on("visibilitychange", () => { if (document.hidden) this.save(true); });
  }

  say(state) {
    if (!this.state) return;
    this.state.dataset.state = state;
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    this.state.textContent = (this.state.dataset[state] || "").replace("%s", time);
  }

  async save(leaving = false) {
    const now = body(this.form);
    if (now === this.kept || this.form.dataset.sent || this.running) return;
    this.running = true;
    // What failed stays told until it is saved: a shorter text would move the button under a click.
    if (!leaving && this.state?.dataset.state !== "failed") this.say("saving");
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST", body: now, keepalive: leaving, redirect: "manual",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": token(),
          "X-Requested-With": "autosave",
        },
      });
      const unfit = answer.status === 422;
      if (!answer.ok && !unfit) throw new Error(String(answer.status));
      this.kept = now;
      await this.take(answer);
      if (unfit) { this.say("unfit"); return; }
      this.form.given = this.kept;
      this.say("saved");
    } catch {
      this.say("failed");
    } finally {
      this.running = false;
    }
  }

  /* The answer may carry new values for hidden fields, such as the revision. */
  async take(answer) {
    if (!answer.headers.get("Content-Type")?.includes("json")) return;
    const values = await answer.json();
    const fresh = this.kept === body(this.form);
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements[name];
      if (field?.type === "hidden") field.value = value;
    }
    if (fresh) this.kept = body(this.form);
  }
}

const start = (root) => {
  all("form[data-autosave]", root).forEach((form) => {
    form.autosave ??= new Autosave(form);
  });
  all(KEPT, root).forEach(bring);
  focusErrors(root);
};

/* Print buttons, the list of keys, boxes that tick others. */
on("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  if (event.target.closest("[data-opens-keys]")) openHelp();
});
on("change", (event) => {
  const name = event.target.dataset?.selectAll;
  if (event.target.matches("[data-keys-on]")) localStorage[KEYS] = event.target.checked ? "on" : "off";
  if (name) all(`input[type=checkbox][name="${CSS.escape(name)}"]`).forEach((box) => { box.checked = event.target.checked; });
});

/* Keys: what carries data-key answers to it, unless somebody types or has switched keys off. */
const KEYS = "macd-keys";
const off = () => localStorage[KEYS] === "off";
const help = () => document.getElementById("keyboard-help");
const openHelp = () => {
  all("[data-help-for]", help()).forEach((row) => {
    row.hidden = !document.querySelector(`[data-key="${CSS.escape(row.dataset.helpFor)}"]`);
  });
  all("[data-help-in]", help()).forEach((row) => { row.hidden = !document.querySelector(row.dataset.helpIn); });
  help().showModal();
};
const step = (by) => {
  const rows = [...all(".rows a.row-link")];
  const here = rows.findIndex((row) => row.parentElement.contains(document.activeElement));
  const from = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const row = rows[Math.min(Math.max(from + by, 0), rows.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
};
const tick = () => {
  const row = document.activeElement.closest(".pickable li") || document.querySelector(".pickable li:has([aria-current])");
  row?.querySelector("input").click();
};
const use = (target) => (target.matches("input, textarea, select") ? target.focus() : target.click());
on("keydown", (event) => {
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && ctrl) event.target.closest("textarea, select, [type=date]")?.form?.querySelector("[type=submit]")?.click();
  const search = event.key === "k" && ctrl && !document.getElementById("palette");
  if (event.defaultPrevented || event.altKey || (ctrl && !search)) return;
  if (!search && (off() || event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog"))) return;
  const key = search ? "/" : event.key;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target) use(target);
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "x") tick();
  else if (key === "?" && help()) openHelp();
  else return;
  event.preventDefault();
});

/* A strip that scrolls sideways begins at the entry one is on. */
const stripsBegin = () => all(".strip [aria-current]").forEach((entry) => {
  const strip = entry.closest(".strip");
  const [here, there] = [strip.getBoundingClientRect(), entry.getBoundingClientRect()];
  strip.scrollLeft += there.left + there.width / 2 - here.left - here.width / 2;
});

on("DOMContentLoaded", () => {
  stripsBegin();
  all("[data-keys-on]").forEach((box) => { box.checked = !off(); });
  all("[data-needs-script]").forEach((part) => { part.hidden = false; });
  arrived();
  start(document);
});
const connection = () => all("[data-offline]").forEach((part) => { part.hidden = navigator.onLine; });
addEventListener("online", connection);
addEventListener("offline", connection);
on("htmx:afterSwap", (event) => start(event.target));
})();
