"use strict";
(function () {
  // Tables are sorted by the button in a head; a total row stays last.
  document.querySelectorAll("main table").forEach(function (table) {
    if (table.id === "map-table") return;
    table.querySelectorAll("thead th").forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        var body = table.tBodies[0], rows = Array.from(body.rows);
        var total = rows.filter(function (row) { return row.className === "total"; });
        var plain = rows.filter(function (row) { return row.className !== "total"; });
        var value = function (row) {
          var cell = row.cells[column], number = cell.getAttribute("data-v");
          return number === null ? cell.textContent : Number(number);
        };
        plain.sort(function (one, other) {
          var a = value(one), b = value(other);
          var order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang);
          return up ? order : -order;
        });
        plain.concat(total).forEach(function (row) { body.appendChild(row); });
      });
    });
  });

  // The map: fills, tips and moves follow the chosen stage, year and plan.
  var atlas = JSON.parse(document.getElementById("atlas").textContent);
  var holders = document.querySelectorAll("#map-picture [data-map]");
  if (!holders.length || !atlas.towns.length) return;
  document.querySelector("#map .choices").hidden = false;
  var space = "http://www.w3.org/2000/svg";
  // One picture for a page and one for a phone, each with its patterns, cells and lines.
  var pictures = Array.from(holders).map(function (holder) {
    var picture = holder.querySelector("svg"), id = holder.getAttribute("data-map") + "-c", cells = {}, last = null;
    picture.querySelectorAll("polygon[data-key]").forEach(function (cell) { cells[cell.getAttribute("data-key")] = last = cell; });
    picture.querySelector("defs").insertAdjacentHTML("beforeend", atlas.patterns.replace(/atlas-c/g, id));
    var fills = atlas.fills.map(function (fill) { return fill.replace("atlas-c", id); });
    // Lines lie on the cells and below the names of counties.
    var layer = document.createElementNS(space, "g");
    picture.insertBefore(layer, last ? last.nextSibling : null);
    return { cells: cells, fills: fills, layer: layer, title: picture.querySelector("text[font-weight]") };
  });
  // A line with a dot at its end for children who go to another town.
  function line(layer, move, which) {
    var from = atlas.towns[move[0]].at[which], to = atlas.towns[move[1]].at[which];
    if (move[2] < 50) return;
    var width = Math.min(4, Math.max(0.8, move[2] / 400));
    var line = document.createElementNS(space, "line");
    [["x1", from[0]], ["y1", from[1]], ["x2", to[0]], ["y2", to[1]], ["stroke", "#222"], ["stroke-width", width]].forEach(function (pair) { line.setAttribute(pair[0], pair[1]); });
    var end = document.createElementNS(space, "circle");
    [["cx", to[0]], ["cy", to[1]], ["r", width + 1.3], ["fill", "#222"]].forEach(function (pair) { end.setAttribute(pair[0], pair[1]); });
    var tip = document.createElementNS(space, "title");
    tip.textContent = atlas.towns[move[0]].name + " → " + atlas.towns[move[1]].name + ": " + Math.round(move[2]);
    line.appendChild(tip);
    layer.appendChild(line);
    layer.appendChild(end);
  }
  function draw() {
    var stage = Number(document.getElementById("map-stage").value);
    var year = document.getElementById("map-year").value;
    var after = document.getElementById("map-when").value === "1";
    var figures = atlas.figures[stage][year] || [];
    var rows = [], lack = 0, short = 0;
    atlas.towns.forEach(function (town, at) {
      var figure = figures[at];
      var places = figure ? figure[after ? 2 : 1] : null;
      var gap = figure ? figure[0] - places : null;
      var of = 0;
      if (gap === null) of = atlas.bounds.length + 1;
      else atlas.bounds.forEach(function (bound) { if (gap >= bound) of += 1; });
      var tip = town.name + (figure ? " " + atlas.words[0] + " " + Math.round(figure[0]) + ", " + atlas.words[1] + " " + Math.round(places) : "");
      pictures.forEach(function (picture) {
        var cell = picture.cells[town.id];
        if (!cell) return;
        cell.setAttribute("fill", picture.fills[of]);
        cell.querySelector("title").textContent = tip;
      });
      if (gap !== null && gap >= 0.5) { lack += gap; short += 1; rows.push([town.name, town.county, gap]); }
    });
    pictures.forEach(function (picture, which) {
      picture.layer.textContent = "";
      if (after) (atlas.moves[stage][year] || []).forEach(function (move) { line(picture.layer, move, which); });
      if (picture.title) picture.title.textContent = atlas.stages[stage] + " " + year + " " + atlas.words[after ? 3 : 2];
    });
    document.getElementById("map-sum").textContent = atlas.words[4].replace("{n}", short).replace("{p}", Math.round(lack).toLocaleString());
    rows.sort(function (one, other) { return other[2] - one[2]; });
    var table = document.getElementById("map-table"), body = table.tBodies[0];
    table.hidden = rows.length === 0;
    body.textContent = "";
    rows.slice(0, 10).forEach(function (row) {
      var line = body.insertRow();
      line.insertCell().textContent = row[0];
      line.insertCell().textContent = row[1];
      var number = line.insertCell();
      number.className = "n";
      number.textContent = Math.round(row[2]).toLocaleString();
    });
  }
  ["map-stage", "map-year", "map-when"].forEach(function (id) { document.getElementById(id).addEventListener("change", draw); });
  draw();
})();
// Long tables are printed whole, and folded again afterwards.
(function () {
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details.long:not([open])"));
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (one) { one.open = false; }); });
})();
