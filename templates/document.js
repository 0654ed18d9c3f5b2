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

// The map: what a tile says is shown below it on hover and focus; arrow keys go to the nearest tile that way.
for (const map of document.querySelectorAll("svg.tiles")) {
  const tiles = [...map.querySelectorAll("[data-col]")];
  const said = map.parentElement.querySelector("output");
  const say = (tile) => { said.textContent = tile.querySelector("title").textContent.replaceAll("\n", "  "); };
  const at = (tile) => [Number(tile.dataset.col), Number(tile.dataset.row)];
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  for (const tile of tiles) {
    tile.addEventListener("mouseenter", () => say(tile));
    tile.addEventListener("focus", () => say(tile));
    tile.addEventListener("keydown", (event) => {
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      const [col, row] = at(tile);
      const far = (other) => {
        const [dx, dy] = [at(other)[0] - col, at(other)[1] - row];
        const along = dx * way[0] + dy * way[1];
        const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
        return along > 0 ? along + 3 * aside : Infinity;
      };
      const next = tiles.reduce((best, other) => (far(other) < far(best) ? other : best), tile);
      if (far(next) < Infinity) next.focus();
    });
  }
}
