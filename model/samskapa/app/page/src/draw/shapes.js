// Small shapes on the canvas: a flag, a square, a triangle, and words that fit.

import { INK } from "./colours.js";

/** The words, or as many of their letters as fit into a width. */
export function fitting(ctx, words, width) {
  if (ctx.measureText(words).width <= width) return words;
  const [number] = / \d+$/.exec(words) ?? [""]; // what tells rooms of a kind apart stays
  let kept = words.slice(0, words.length - number.length);
  while (kept && ctx.measureText(`${kept}…${number}`).width > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…${number}`;
}

/** A flag with its foot at a point. */
export function flag(ctx, x, y, radius) {
  const high = Math.max(7, radius * 1.7);
  ctx.strokeStyle = INK;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x, y - high);
  ctx.stroke();
  ctx.fillStyle = "#d55e00";
  ctx.beginPath();
  ctx.moveTo(x, y - high);
  ctx.lineTo(x + high * 0.75, y - high * 0.75);
  ctx.lineTo(x, y - high * 0.45);
  ctx.fill();
}

/** A square or triangle is filled from below, as far as the worker is engaged or the manager behind it. */
export function square(ctx, x, y, half, share) {
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(x - half, y - half, 2 * half, 2 * half);
  ctx.fillStyle = "#5f8fb0";
  ctx.fillRect(x - half, y + half - 2 * half * share, 2 * half, 2 * half * share);
  ctx.strokeRect(x - half, y - half, 2 * half, 2 * half);
}

export function triangle(ctx, x, y, size, share) {
  const path = () => {
    ctx.beginPath();
    ctx.moveTo(x, y - size);
    ctx.lineTo(x + size, y + size * 0.8);
    ctx.lineTo(x - size, y + size * 0.8);
    ctx.closePath();
  };
  path();
  ctx.fillStyle = "#ffffff";
  ctx.fill();
  ctx.save();
  ctx.clip();
  ctx.fillStyle = "#5f8fb0";
  ctx.fillRect(x - size, y + size * 0.8 - 1.8 * size * share, 2 * size, 1.8 * size * share);
  ctx.restore();
  path();
  ctx.stroke();
}
