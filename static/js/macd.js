/* What pages do better with a script. Every page works without it. */
"use strict";

(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);

  /* The error summary takes the focus; its links put the cursor into the field. */
  const focusErrors = (root) => root.querySelector(".error-summary")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field, .choices") || field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  /* A form is sent once; the button says that it is on its way. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
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
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });

  /* A button that cannot be used now keeps its place in the tab order and does nothing. */
  document.addEventListener("click", (event) => {
    if (event.target.closest("[aria-disabled='true']")) event.preventDefault();
  }, true);

  /* Menus close on Escape, on a click elsewhere, and when another opens. */
  const closeMenus = (except) => all("details.menu[open], details.reason[open]").forEach((menu) => {
    if (menu !== except && menu.matches(".menu")) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.menu[open], details.reason[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.reason[open]")) event.target.querySelector("textarea")?.focus();
  }, true);

  /* Drafts save themselves: on leaving a field, every 15 seconds, and when the page is left. */
  class Autosave {
    constructor(form) {
      this.form = form;
      this.state = form.querySelector("[data-save-state]");
      this.kept = this.body();
      form.addEventListener("focusout", () => this.save());
      form.addEventListener("change", () => this.save());
      form.addEventListener("submit", () => { this.sent = true; });
      setInterval(() => this.save(), 15000);
      window.addEventListener("online", () => this.save());
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(true); });
    }

    body() {
      const fields = new FormData(this.form);
      fields.delete("csrfmiddlewaretoken");
      const texts = [...fields].filter(([, value]) => typeof value === "string");
      return new URLSearchParams(texts).toString();
    }

    say(state) {
      if (!this.state) return;
      this.state.dataset.state = state;
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      this.state.textContent = (this.state.dataset[state] || "").replace("%s", time);
    }

    async save(leaving = false) {
      const body = this.body();
      if (body === this.kept || this.sent || this.running) return;
      this.running = true;
      if (!leaving) this.say("saving");
      try {
        const answer = await fetch(this.form.dataset.autosave, {
          method: "POST", body, keepalive: leaving, redirect: "manual",
          headers: {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
            "X-Requested-With": "autosave",
          },
        });
        if (answer.status === 422) { this.kept = body; this.say("unfit"); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        this.kept = body;
        await this.take(answer);
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
      const fresh = this.kept === this.body();
      for (const [name, value] of Object.entries(values)) {
        const field = this.form.elements[name];
        if (field?.type === "hidden") field.value = value;
      }
      if (fresh) this.kept = this.body();
    }
  }

  const start = (root) => {
    all("form[data-autosave]", root).forEach((form) => {
      if (!form.dataset.autosaving) { form.dataset.autosaving = "yes"; new Autosave(form); }
    });
    focusErrors(root);
  };

  /* Print buttons, and boxes that tick all others of their table. */
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.selectAll;
    if (name) all(`input[type=checkbox][name="${CSS.escape(name)}"]`).forEach((box) => { box.checked = event.target.checked; });
  });

  /* Keys: what carries data-key answers to it, unless somebody types or has switched keys off. */
  const KEYS = "macd-keys";
  const kept = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(KEYS, value);
      return localStorage.getItem(KEYS);
    } catch { return null; }
  };
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
    const here = rows.findIndex((row) => row === document.activeElement || row.parentElement.contains(document.activeElement));
    const from = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
    const row = rows[Math.min(Math.max(from + by, 0), rows.length - 1)];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const use = (target) => (target.matches("input, textarea, select") ? target.focus() : target.click());
  document.addEventListener("keydown", (event) => {
    const search = event.key === "k" && (event.ctrlKey || event.metaKey) && !document.getElementById("palette");
    if (event.defaultPrevented || event.altKey || ((event.ctrlKey || event.metaKey) && !search)) return;
    if (!search && (kept() === "off" || event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog"))) return;
    const key = search ? "/" : event.key;
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (target) use(target);
    else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "?" && help()) openHelp();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens-keys]")) openHelp();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-on]")) kept(event.target.checked ? "on" : "off");
  });

  document.addEventListener("DOMContentLoaded", () => {
    all("[data-keys-on]").forEach((box) => { box.checked = kept() !== "off"; });
    all("[data-needs-script]").forEach((part) => { part.hidden = false; });
    start(document);
  });
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
})();
