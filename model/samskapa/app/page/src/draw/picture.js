// A picture to take away: the charts as strokes and letters, written as SVG or painted as PNG from the same list.

import { number, t } from "../words/index.js";
import { rangeOf } from "./chart.jsx";
import { HAIR, INK, SOFT } from "./colours.js";

const WIDTH = 900;
const MOST_LETTERS = 125; // of the small size
const PANEL = { width: 420, height: 210, left: 46, top: 34, right: 26, bottom: 26 };

/** Strokes of a page of charts: `charts` are `{title, unit, axis, worlds, around}`, `lines` stand over and `foot` under them. */
export function strokesOf({ charts, weeks, spans, lines: said, foot }) {
  const strokes = [];
  const lines = [said[0], ...said.slice(1).flatMap(wrapped)];
  lines.forEach((words, n) =>
    strokes.push({ kind: "text", x: 24, y: 30 + 19 * n, words, size: n ? 12 : 16, bold: !n, fill: n ? SOFT : INK }),
  );
  const top = 30 + 19 * lines.length;
  charts.forEach((chart, n) =>
    panel(
      strokes,
      chart,
      weeks,
      spans,
      24 + (n % 2) * (PANEL.width + 12),
      top + Math.floor(n / 2) * (PANEL.height + 14),
    ),
  );
  const height = top + Math.ceil(charts.length / 2) * (PANEL.height + 14) + 16 * foot.length + 12;
  foot.forEach((words, n) =>
    strokes.push({ kind: "text", x: 24, y: height - 12 - 16 * (foot.length - 1 - n), words, size: 11, fill: SOFT }),
  );
  return { strokes, width: WIDTH, height };
}

/** A line of small letters broken where it would run off the picture. */
function wrapped(words) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const last = lines[lines.length - 1];
    if (last.length + word.length < MOST_LETTERS) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  return lines;
}

function panel(strokes, { title, unit, axis, worlds, around }, weeks, spans, x, y) {
  const { low, high } = extent(worlds);
  const [bottom, top] = rangeOf(unit, low, high, around);
  const box = {
    left: x + PANEL.left,
    right: x + PANEL.width - PANEL.right,
    top: y + PANEL.top,
    bottom: y + PANEL.height - PANEL.bottom,
  };
  const px = (week) => box.left + ((box.right - box.left) * week) / (weeks - 1);
  const py = (value) => box.bottom - ((box.bottom - box.top) * (value - bottom)) / (top - bottom);
  strokes.push({ kind: "text", x, y: y + 18, words: title, size: 13, bold: true, fill: INK });
  strokes.push({ kind: "text", x, y: y + 30, words: axis, size: 10, fill: SOFT });
  for (const [from, until] of spans) {
    strokes.push({
      kind: "area",
      points: [
        [px(from), box.top],
        [px(until), box.top],
        [px(until), box.bottom],
        [px(from), box.bottom],
      ],
      fill: "#eef1f3",
      opacity: 1,
    });
  }
  const share = unit.startsWith("share");
  for (const value of ticksOf(bottom, top)) {
    strokes.push({
      kind: "line",
      points: [
        [box.left, py(value)],
        [box.right, py(value)],
      ],
      stroke: HAIR,
      width: 1,
    });
    strokes.push({
      kind: "text",
      x: box.left - 6,
      y: py(value) + 4,
      words: share ? `${Math.round(100 * value)} %` : number(value),
      size: 10,
      fill: SOFT,
      anchor: "end",
    });
  }
  strokes.push({ kind: "text", x: box.right, y: box.bottom + 16, words: t("axis.weeks"), size: 10, fill: SOFT, anchor: "end" });
  for (let week = 0; week < weeks - 20; week += 52)
    strokes.push({
      kind: "text",
      x: px(week),
      y: box.bottom + 16,
      words: String(week),
      size: 10,
      fill: SOFT,
      anchor: "middle",
    });
  for (const world of worlds) ribbon(strokes, world, px, py);
  letters(strokes, worlds, px, py, box.bottom);
}

/** The letters at the ends of the lines, none on another. */
function letters(strokes, worlds, px, py, lowest) {
  const ends = worlds
    .map(({ letter, text, bands }) => {
      const week = bands[2].findLastIndex((value) => Number.isFinite(value));
      return { letter, text, x: px(week) + 4, y: py(bands[2][week]) + 4 };
    })
    .filter(({ y }) => Number.isFinite(y))
    .sort((p, q) => p.y - q.y);
  for (let n = 1; n < ends.length; n += 1) ends[n].y = Math.max(ends[n].y, ends[n - 1].y + 13);
  let most = lowest + 2;
  for (const end of ends.toReversed()) {
    end.y = Math.min(end.y, most);
    most = end.y - 13;
  }
  for (const { letter, text, x, y } of ends)
    strokes.push({ kind: "text", x, y, words: letter, size: 12, bold: true, fill: text });
}

function ribbon(strokes, { colour, dash, bands }, px, py) {
  const along = (row) => [...row].map((value, week) => [px(week), py(value)]).filter(([, y]) => Number.isFinite(y));
  const [p5, p25, p50, p75, p95] = bands.map(along);
  strokes.push({ kind: "area", points: [...p5, ...p95.reverse()], fill: colour, opacity: 0.13 });
  strokes.push({ kind: "area", points: [...p25, ...p75.reverse()], fill: colour, opacity: 0.2 });
  strokes.push({ kind: "line", points: p50, stroke: colour, width: 2, dash });
}

function extent(worlds) {
  let low = Infinity;
  let high = -Infinity;
  for (const { bands } of worlds) {
    for (const row of bands) {
      for (const value of row) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  return { low, high };
}

function ticksOf(bottom, top) {
  const raw = (top - bottom) / 4;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * ten).find((n) => n >= raw);
  const ticks = [];
  for (let value = Math.ceil(bottom / step) * step; value <= top + 1e-9; value += step)
    ticks.push(Math.abs(value) < 1e-12 ? 0 : value);
  return ticks;
}

const escaped = (words) =>
  words.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
const round = (points) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

/** The strokes as SVG. */
export function asSvg({ strokes, width, height }, title) {
  const body = strokes.map((one) => {
    if (one.kind === "area")
      return `<polygon points="${round(one.points)}" fill="${one.fill}" fill-opacity="${one.opacity}"/>`;
    if (one.kind === "line") {
      return `<polyline points="${round(one.points)}" fill="none" stroke="${one.stroke}" stroke-width="${one.width}"${one.dash?.length ? ` stroke-dasharray="${one.dash.join(" ")}"` : ""}/>`;
    }
    return `<text x="${one.x.toFixed(1)}" y="${one.y.toFixed(1)}" font-size="${one.size}" fill="${one.fill}"${one.bold ? ' font-weight="bold"' : ""}${one.anchor ? ` text-anchor="${one.anchor}"` : ""}>${escaped(one.words)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif"><title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#fff"/>${body.join("")}</svg>\n`;
}

/** The strokes as PNG, twice as fine. */
export function asPng({ strokes, width, height }) {
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, 0, width, height);
  for (const one of strokes) paint(ctx, one);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function paint(ctx, one) {
  if (one.kind === "text") {
    ctx.font = `${one.bold ? "bold " : ""}${one.size}px system-ui, sans-serif`;
    ctx.textAlign = { end: "right", middle: "center" }[one.anchor] ?? "left";
    ctx.fillStyle = one.fill;
    ctx.fillText(one.words, one.x, one.y);
    return;
  }
  ctx.beginPath();
  one.points.forEach(([x, y], n) => (n ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  if (one.kind === "area") {
    ctx.globalAlpha = one.opacity;
    ctx.fillStyle = one.fill;
    ctx.fill();
    ctx.globalAlpha = 1;
  } else {
    ctx.strokeStyle = one.stroke;
    ctx.lineWidth = one.width;
    ctx.setLineDash(one.dash ?? []);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}
