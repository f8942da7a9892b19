// Forms of acts for who has JavaScript: rows are added without a round trip, what does not count is not sent, and the
// list of kinds narrows while one types. All of it works without as well.
"use strict";

(() => {
  // --- what does not count is not sent -------------------------------------------------------------------------------

  function withhold(root) {
    for (const part of root.querySelectorAll("[data-show-when]")) {
      const hidden = part.hidden || part.parentElement.closest("[data-show-when][hidden]") !== null;
      part.querySelectorAll("input, select, textarea").forEach((each) => { each.disabled = hidden; });
    }
  }

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.form) withhold(event.target.form); });
  }
  document.querySelectorAll("form").forEach(withhold);

  // --- one more row --------------------------------------------------------------------------------------------------

  function renumbered(text, from, to) {
    return text.replace(`-${from}-`, `-${to}-`);
  }

  function addRow(set) {
    const rows = set.querySelectorAll(".act-row");
    const last = rows[rows.length - 1];
    const row = last.cloneNode(true);
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, rows.length + 1));
    for (const each of row.querySelectorAll("[name], [id], [for], [aria-describedby], [data-show-when]")) {
      for (const name of ["name", "id", "for", "aria-describedby", "data-show-when"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, renumbered(each.getAttribute(name), rows.length - 1, rows.length));
      }
    }
    row.querySelectorAll(".errorlist").forEach((each) => each.remove());
    row.querySelectorAll(".wrong").forEach((each) => each.classList.remove("wrong"));
    for (const each of row.querySelectorAll("input, select, textarea")) {
      each.removeAttribute("aria-invalid");
      if (each.type === "radio" || each.type === "checkbox") each.checked = each.value === "";
      else if (each.tagName === "SELECT") each.selectedIndex = 0;
      else each.value = "";
    }
    last.after(row);
    row.querySelector("input, select, textarea")?.focus();
  }

  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more]");
    const set = more?.closest("[data-rowset]");
    if (!set?.querySelector(".act-row")) return;
    event.preventDefault();
    addRow(set);
  });

  // --- the list of kinds ---------------------------------------------------------------------------------------------

  function narrow(field) {
    const list = document.getElementById(field.dataset.narrows);
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let any = false;
    for (const part of list.querySelectorAll("[data-narrowed]")) {
      const heading = part.querySelector("h3").textContent;
      let some = false;
      for (const item of part.querySelectorAll("[data-narrow]")) {
        const told = `${heading} ${item.textContent} ${item.dataset.narrow}`.toLocaleLowerCase();
        item.hidden = !words.every((word) => told.includes(word));
        some ||= !item.hidden;
      }
      part.hidden = !some;
      any ||= some;
    }
    const none = document.getElementById(`${list.id}-none`);
    if (none) none.hidden = any || list.querySelector("[data-narrowed]") === null;
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-narrows]")) narrow(event.target);
  });
})();
