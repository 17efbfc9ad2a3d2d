// Promises as slips pinned to a room: white, hourglass, filled, half, torn; a hanging one has no mark and fades.

import { BROKEN, FAINT, INK, KEPT, LATE } from "./colours.js";

export const SLIP = { width: 8, height: 11 };

/** One slip with its upper left corner at (x, y). */
export function drawSlip(ctx, look, x, y, age = 0) {
  const { width, height } = SLIP;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  if (look === "torn" || look === "faded") {
    torn(ctx, x, y, look === "torn" ? BROKEN : FAINT);
    return;
  }
  if (look === "hanging") {
    ctx.globalAlpha = Math.max(0.25, 0.9 - age / 20);
    ctx.strokeStyle = FAINT;
    ctx.setLineDash([2, 2]);
    ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    return;
  }
  ctx.fillStyle = look === "kept" ? KEPT : "#ffffff";
  ctx.strokeStyle = look === "kept" || look === "late" ? KEPT : INK;
  ctx.fillRect(x, y, width, height);
  if (look === "late") {
    ctx.fillStyle = LATE;
    ctx.fillRect(x, y + height / 2, width, height / 2);
  }
  ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  if (look === "open") hourglass(ctx, x + width / 2, y + height / 2);
}

function hourglass(ctx, x, y) {
  ctx.fillStyle = INK;
  ctx.beginPath();
  ctx.moveTo(x - 2, y - 3);
  ctx.lineTo(x + 2, y - 3);
  ctx.lineTo(x - 2, y + 3);
  ctx.lineTo(x + 2, y + 3);
  ctx.closePath();
  ctx.fill();
}

function torn(ctx, x, y, colour) {
  const { width, height } = SLIP;
  ctx.fillStyle = "#ffffff";
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + width, y);
  ctx.lineTo(x + width, y + 4);
  ctx.lineTo(x + width * 0.66, y + 6.5);
  ctx.lineTo(x + width * 0.33, y + 3.5);
  ctx.lineTo(x, y + 6);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x + 1.5, y + 8.5);
  ctx.lineTo(x + width * 0.33 + 1, y + 6.5);
  ctx.lineTo(x + width * 0.66 + 1, y + 9.5);
  ctx.lineTo(x + width + 1, y + 7.5);
  ctx.lineTo(x + width, y + height + 1);
  ctx.lineTo(x + 1, y + height + 1);
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
}

/** An issue declined with reasons: it leaves with a mark. */
export function drawDeclined(ctx, x, y) {
  const { width, height } = SLIP;
  ctx.fillStyle = "#ffffff";
  ctx.strokeStyle = "#55606a";
  ctx.lineWidth = 1;
  ctx.fillRect(x, y, width, height);
  ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  ctx.beginPath();
  for (const line of [3, 5.5, 8]) {
    ctx.moveTo(x + 2, y + line);
    ctx.lineTo(x + width - 2, y + line);
  }
  ctx.stroke();
}
