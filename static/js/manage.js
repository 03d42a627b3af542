// Names for Django's box of choosing by typing, which it leaves without: of the box, of the field in it, of the list.
"use strict";
{
  const $ = django.jQuery;

  const name = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    const chosen = box?.querySelector("[role=textbox]");
    if (!label || !chosen) return;
    label.id ||= `${select.id}-label`;
    // It is a part of the box, and takes no text: what is typed goes into a field that opens.
    chosen.removeAttribute("role");
    chosen.removeAttribute("aria-readonly");
    box.setAttribute("aria-haspopup", "listbox");
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    $(select).on("select2:open", () => {
      const parts = ".select2-container--open :is(.select2-search__field, [role=listbox])";
      for (const part of document.querySelectorAll(parts)) {
        part.setAttribute("aria-label", label.textContent.trim());
        if (part.role === "listbox") box.setAttribute("aria-controls", part.id);
      }
    });
  };
  const nameAll = (within) => {
    within.querySelectorAll(".admin-autocomplete.select2-hidden-accessible").forEach(name);
  };

  $(() => nameAll(document));
  document.addEventListener("formset:added", (event) => nameAll(event.target));
}
