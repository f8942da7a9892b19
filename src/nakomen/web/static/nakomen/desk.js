// What the desk adds for who has JavaScript: keys, conditional fields, drafts that save themselves. Every page works
// without it. Nothing here writes styles or runs text as code, so the page's policy can forbid both.
"use strict";

(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  let before = "";

  // --- keys ---------------------------------------------------------------------------------------------------------

  function rows() {
    return [...document.querySelectorAll("[data-rows] a[data-row]")];
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
  }

  function shortcut(keys) {
    const found = [...document.querySelectorAll("[data-shortcut]")].find((each) => each.dataset.shortcut === keys);
    if (!found) return false;
    found.matches("input") ? found.focus() : found.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?") {
      document.getElementById("shortcuts")?.showModal();
    } else if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    } else if (!shortcut(event.key) && !(before && shortcut(`${before} ${event.key}`))) {
      before = event.key;
      setTimeout(() => { before = ""; }, 1500);
      return;
    }
    before = "";
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-print]")) window.print();
  });

  // --- fields that only count with certain answers ------------------------------------------------------------------
  // data-show-when="name=a|b": shown while the field `name` has one of these values (empty: any value).

  function valueOf(form, name) {
    const field = form.elements.namedItem(name);
    if (!field) return [];
    if (field instanceof RadioNodeList) return [...field].filter((each) => each.checked).map((each) => each.value);
    if (field.type === "checkbox") return field.checked ? [field.value] : [];
    return field.value === "" ? [] : [field.value];
  }

  function fits(form, condition) {
    const [name, wanted] = condition.split("=");
    const values = valueOf(form, name);
    return wanted ? wanted.split("|").some((each) => values.includes(each)) : values.length > 0;
  }

  function settle(form) {
    for (const part of form.querySelectorAll("[data-show-when]")) {
      const shown = part.dataset.showWhen.split("&").every((condition) => fits(form, condition));
      part.hidden = !shown;
    }
  }

  // --- drafts -------------------------------------------------------------------------------------------------------
  // <form data-draft="ADDRESS">: what is typed is posted there a moment later; the element [data-draft-state] tells.

  const waiting = new WeakMap();

  async function save(form) {
    const state = form.querySelector("[data-draft-state]");
    try {
      const sent = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (state) state.textContent = sent.ok ? state.dataset.saved : state.dataset.failed;
      if (sent.ok) delete form.dataset.unsaved;
    } catch {
      if (state) state.textContent = state.dataset.failed;
    }
  }

  function changed(form) {
    form.dataset.unsaved = "yes";
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), 1200));
  }

  function prepare(root) {
    root.querySelectorAll("form").forEach(settle);
    root.querySelectorAll(".needs-script").forEach((each) => each.classList.remove("needs-script"));
  }

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.form;
      if (!form) return;
      settle(form);
      if (form.dataset.draft) changed(form);
      if (kind === "change" && event.target.matches("[data-sends]")) form.requestSubmit();
    });
  }

  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));  // what was sent must not come back as a draft
    delete event.target.dataset.unsaved;
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved]")) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", () => prepare(document));
  prepare(document);
})();
