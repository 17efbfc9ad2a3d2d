// Where rooms stand, and where in them everybody is at home and sits at the table.

/** Rooms in rows, as wide as they have people, nearly as wide as high. */
export function roomsIn(services, width, height, gap = 8) {
  const weights = services.map((one) => one.residents + one.workers + 8);
  let best = null;
  for (let rows = 1; rows <= services.length; rows += 1) {
    const rooms = inRows(weights, rows, width, height, gap);
    const worst = Math.max(
      ...rooms.map((one) => Math.max(one.width / one.height / 1.35, (1.35 * one.height) / one.width)),
    );
    if (!best || worst < best.worst) best = { worst, rooms };
  }
  return best.rooms;
}

function inRows(weights, rows, width, height, gap) {
  const whole = weights.reduce((a, b) => a + b, 0);
  const lines = Array.from({ length: rows }, () => []);
  let passed = 0;
  weights.forEach((weight, n) => {
    lines[Math.min(rows - 1, Math.floor(((passed + weight / 2) / whole) * rows))].push(n);
    passed += weight;
  });
  const full = lines.filter((line) => line.length);
  const rooms = [];
  let y = 0;
  for (const line of full) {
    const sum = line.reduce((total, n) => total + weights[n], 0);
    const high = (height - gap * (full.length - 1)) * (sum / whole);
    let x = 0;
    for (const n of line) {
      const wide = (width - gap * (line.length - 1)) * (weights[n] / sum);
      rooms[n] = { x, y, width: wide, height: high };
      x += wide + gap;
    }
    y += high + gap;
  }
  return rooms;
}

const HEAD = 26;
const FOOT = 24;

/** Everybody's home place on the floor of a room, round the table; `size` is the most that a person may be wide. */
export function homesIn(room, residents, workers) {
  const floor = { x: room.x + 8, y: room.y + HEAD, width: room.width - 16, height: room.height - HEAD - FOOT };
  const table = {
    x: floor.x + floor.width / 2,
    y: floor.y + floor.height / 2,
    width: Math.min(floor.width * 0.16, 46),
    height: Math.min(floor.height * 0.15, 26),
  };
  let step = Math.sqrt((floor.width * floor.height) / Math.max(1, residents + workers)) * 1.05;
  let places = [];
  do {
    step *= 0.97;
    places = honeycomb(floor, step, table);
  } while (places.length < residents + workers && step > 2);
  const staff = roundTable(places, table, workers);
  const rest = places.filter((one) => !staff.includes(one));
  const skip = rest.length / Math.max(1, residents);
  return {
    residents: Array.from({ length: residents }, (_, n) => rest[Math.floor(n * skip)] ?? table),
    workers: staff,
    table,
    size: Math.min(step, 34),
    foot: { x: floor.x, y: room.y + room.height - FOOT, width: floor.width },
  };
}

/** Places near the table, spread all round it. */
function roundTable(places, table, count) {
  const near = [...places].sort((p, q) => distance(p, table) - distance(q, table)).slice(0, 2 * count);
  near.sort((p, q) => Math.atan2(p.y - table.y, p.x - table.x) - Math.atan2(q.y - table.y, q.x - table.x));
  return near.filter((_, n) => Math.floor((n * count) / near.length) !== Math.floor(((n - 1) * count) / near.length));
}

function honeycomb(floor, step, table) {
  const places = [];
  const rowStep = step * 0.866;
  const rows = Math.max(1, Math.floor((floor.height - step * 0.6) / rowStep) + 1);
  const top = floor.y + (floor.height - (rows - 1) * rowStep) / 2;
  for (let row = 0; row < rows; row += 1) {
    const count = Math.max(1, Math.floor((floor.width - step * 0.6 - (row % 2 ? step / 2 : 0)) / step) + 1);
    const left = floor.x + (floor.width - (count - 1) * step) / 2 + (row % 2 ? step / 4 : -step / 4);
    for (let n = 0; n < count; n += 1) {
      const place = { x: left + n * step, y: top + row * rowStep };
      const aside =
        ((place.x - table.x) / (table.width + step * 0.7)) ** 2 +
        ((place.y - table.y) / (table.height + step * 0.7)) ** 2;
      if (aside > 1) places.push(place);
    }
  }
  return places;
}

const distance = (p, q) => Math.hypot(p.x - q.x, 1.4 * (p.y - q.y));

/** Seats round a table for a number of people; further rings when one is full. */
export function seatsAt(table, count, size) {
  const seats = [];
  for (let ring = 0; seats.length < count; ring += 1) {
    const wide = table.width + size * (0.5 + 0.85 * ring);
    const high = table.height + size * (0.5 + 0.85 * ring);
    const room = Math.max(4, Math.floor((Math.PI * (1.5 * (wide + high) - Math.sqrt(wide * high))) / (size * 0.85)));
    const here = Math.min(room, count - seats.length);
    for (let n = 0; n < here; n += 1) {
      const turn = (2 * Math.PI * (n + 0.5 * (ring % 2))) / here - Math.PI / 2;
      seats.push({ x: table.x + wide * Math.cos(turn), y: table.y + high * Math.sin(turn) });
    }
  }
  return seats;
}

/** Managers stand at the upper right of their room; those above all services at the edge of the picture. */
export function managersIn(history, rooms, radius, width) {
  const { manager_home: home } = history.arrays;
  const count = home.shape[0];
  const inRoom = {};
  return Array.from({ length: count }, (_, n) => {
    const service = home.at(n);
    inRoom[service] = (inRoom[service] ?? 0) + 1;
    const room = rooms[service] ?? { x: 0, y: 0, width };
    return { x: room.x + room.width - 14 - (inRoom[service] - 1) * (radius * 2.6 + 4), y: room.y + 14 };
  });
}
