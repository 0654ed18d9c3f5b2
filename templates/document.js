"use strict";
// A table shown as a stack of cards stays a table to a screen reader. In the page itself these words would double its size.
const roles = { TABLE: "table", CAPTION: "caption", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
for (const part of document.querySelectorAll("table, caption, thead, tbody, tr, td, th")) {
  part.setAttribute("role", roles[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader"));
}
// Shows only the rows that hold every word typed. Without this script the page shows all rows.
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll("tr[data-row]")];
if (rows.length > 12) {
  const texts = rows.map((row) => row.textContent.normalize("NFKC").toLowerCase());
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    const words = input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    rows.forEach((row, n) => {
      row.hidden = !words.every((word) => texts[n].includes(word));
      found += row.hidden ? 0 : 1;
    });
    document.querySelectorAll("tbody").forEach((body) => {
      const own = [...body.querySelectorAll("tr[data-row]")];
      body.hidden = own.length > 0 && own.every((row) => row.hidden);
    });
    if (words.length) {
      document.querySelectorAll("details").forEach((fold) => {
        fold.open = fold.open || [...fold.querySelectorAll("tr[data-row]")].some((row) => !row.hidden);
      });
    }
    output.textContent = output.dataset.pattern.replace("%1", found).replace("%2", rows.length);
  });
}
