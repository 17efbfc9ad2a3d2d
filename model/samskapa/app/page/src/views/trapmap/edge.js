// How far a point of the map is from the tipping line; computed here, so that dragging asks nobody.

/** The share of good runs at a point, between the values of the grid. */
export function goodAt(frame, x, y) {
  const [i, u] = between(frame.x.values, x);
  const [j, v] = between(frame.y.values, y);
  const { good } = frame;
  const value = (row, column) => good[row][column] ?? 0;
  return (
    (1 - v) * ((1 - u) * value(j, i) + u * value(j, i + 1)) + v * ((1 - u) * value(j + 1, i) + u * value(j + 1, i + 1))
  );
}

function between(values, at) {
  let n = 0;
  while (n < values.length - 2 && values[n + 1] < at) n += 1;
  const share = (at - values[n]) / (values[n + 1] - values[n]);
  return [n, Math.min(1, Math.max(0, share))];
}

/** Nearest point of the line in shares of the ranges, and how far each lever alone would have to move. */
export function edgeFrom(frame, x, y) {
  const wide = last(frame.x.values) - frame.x.values[0];
  const high = last(frame.y.values) - frame.y.values[0];
  let best = null;
  for (const piece of frame.line) {
    for (let n = 0; n < piece.length - 1; n += 1) {
      const [px, py] = nearest(piece[n], piece[n + 1], x, y, wide, high);
      const distance = Math.hypot((px - x) / wide, (py - y) / high);
      if (!best || distance < best.distance) best = { distance, x: px, y: py };
    }
  }
  return {
    ...(best ?? { distance: null }),
    along_x: crossing((at) => goodAt(frame, at, y), frame.x.values[0], last(frame.x.values), x),
    along_y: crossing((at) => goodAt(frame, x, at), frame.y.values[0], last(frame.y.values), y),
    side: goodAt(frame, x, y) >= 0.5 ? "good" : "bad",
  };
}

const last = (values) => values[values.length - 1];

function nearest([ax, ay], [bx, by], x, y, wide, high) {
  const dx = (bx - ax) / wide;
  const dy = (by - ay) / high;
  const along = ((x - ax) / wide) * dx + ((y - ay) / high) * dy;
  const share = Math.min(1, Math.max(0, along / (dx * dx + dy * dy || 1)));
  return [ax + (bx - ax) * share, ay + (by - ay) * share];
}

/** The smallest signed step along one lever that changes the side; null if none does. */
function crossing(value, low, high, from) {
  const side = value(from) >= 0.5;
  const step = (high - low) / 400;
  for (let n = 1; n <= 400; n += 1) {
    for (const way of [1, -1]) {
      const at = from + way * n * step;
      if (at < low - 1e-12 || at > high + 1e-12) continue;
      if (value(at) >= 0.5 !== side) return way * n * step;
    }
  }
  return null;
}
