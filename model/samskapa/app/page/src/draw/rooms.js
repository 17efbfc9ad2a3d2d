// The programme as rooms with people: drawn on a canvas, sixty times a second while it plays.

import { BROKEN, ENABLING, ENTRAPPING, FAINT, HAIR, INK, SOFT, thin, TONES, TRUST_TONES } from "./colours.js";
import { FLAG } from "./history.js";
import { homesIn, managersIn, roomsIn, seatsAt } from "./places.js";
import { fitting, flag, square, triangle } from "./shapes.js";
import { drawDeclined, drawSlip, SLIP } from "./slips.js";

const TURN = 2 * Math.PI;
const TINTS = { "-1": thin(ENTRAPPING, 0.2), 0: "#f5f5f1", 1: thin(ENABLING, 0.16) };
const EDGES = { "-1": ENTRAPPING, 0: "#c9cfd1", 1: ENABLING };

/** How far people have come to the table at a moment of a week. */
export function gathered(share) {
  if (share < 0.3) return smooth(share / 0.3);
  return share < 0.7 ? 1 : 1 - smooth((share - 0.7) / 0.3);
}

const smooth = (x) => x * x * (3 - 2 * x);

export class Rooms {
  /** `titles(service)` gives the name that stands over a room, `counts(n)` what more slips there are. */
  constructor(canvas, history, { titles, counts }) {
    this.canvas = canvas;
    this.ctx = canvas.getContext("2d");
    this.back = document.createElement("canvas");
    this.history = history;
    this.titles = titles;
    this.counts = counts;
    this.seen = { week: -1 };
    this.x = new Float32Array(history.residents);
    this.y = new Float32Array(history.residents);
    this.tones = Array.from({ length: TONES }, () => []);
    this.resize();
  }

  /** Fit to the size that the canvas has on the screen. */
  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    this.ratio = Math.min(2, devicePixelRatio || 1);
    for (const one of [this.canvas, this.back]) {
      one.width = Math.round(width * this.ratio);
      one.height = Math.round(height * this.ratio);
    }
    this.width = width;
    this.height = height;
    const { services } = this.history;
    this.rooms = roomsIn(
      services.map((one) => ({ ...one, managers: 1 })),
      width,
      height,
    );
    this.homes = this.rooms.map((room, n) => homesIn(room, services[n].residents, services[n].workers));
    this.size = Math.min(...this.homes.map((one) => one.size));
    this.radius = Math.max(1.7, Math.min(11, this.size * 0.34));
    this.placeEverybody();
    this.seen = { week: -1 };
  }

  placeEverybody() {
    const { services } = this.history;
    this.resident = [];
    this.worker = [];
    services.forEach((service, n) => {
      for (let k = 0; k < service.residents; k += 1)
        this.resident[service.first_resident + k] = this.homes[n].residents[k];
      for (let k = 0; k < service.workers; k += 1) this.worker[service.first_worker + k] = this.homes[n].workers[k];
    });
    this.manager = managersIn(this.history, this.rooms, this.radius, this.width);
  }

  /** What is the same all through a week: rooms, ties, slips, who has which seat. */
  prepare(week, options) {
    const { history } = this;
    this.seen = { week, ties: options.ties, thickness: options.thickness };
    this.seats = new Map();
    history.services.forEach((service, n) => this.seatService(service, n, week));
    const ctx = this.back.getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, this.height);
    this.rooms.forEach((room, n) => this.paintRoom(ctx, room, n, week, options));
    if (options.ties) this.paintTies(ctx, week);
  }

  seatService(service, n, week) {
    const { flags } = this.history.arrays;
    const came = [];
    for (let k = 0; k < service.residents; k += 1) {
      if (flags.at(week, service.first_resident + k) & (FLAG.came | FLAG.tookPart))
        came.push(service.first_resident + k);
    }
    const seats = seatsAt(this.homes[n].table, came.length, this.size * 0.9);
    came.forEach((resident, k) => this.seats.set(resident, seats[k]));
  }

  paintRoom(ctx, room, n, week, options) {
    const { history } = this;
    const tint = history.tint(n, week);
    ctx.fillStyle = TINTS[tint];
    ctx.strokeStyle = EDGES[tint];
    ctx.lineWidth = tint ? 1.6 : 1;
    ctx.setLineDash(tint < 0 ? [5, 3] : []);
    ctx.beginPath();
    ctx.roundRect(room.x + 1, room.y + 1, room.width - 2, room.height - 2, 7);
    ctx.fill();
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillStyle = SOFT;
    ctx.font = "600 12px system-ui, sans-serif";
    ctx.textBaseline = "middle";
    ctx.fillText(fitting(ctx, this.titles(n), room.width - 34), room.x + 10, room.y + 13);
    this.paintTable(ctx, n, week, options.thickness);
    this.paintSlips(ctx, n, week);
  }

  paintTable(ctx, n, week, thickness) {
    const { table } = this.homes[n];
    const meets = this.history.arrays.met.at(week, n) || this.seatsOf(n) > 0;
    ctx.beginPath();
    ctx.ellipse(table.x, table.y, table.width, table.height, 0, 0, TURN);
    ctx.fillStyle = meets ? "#ffffff" : "#ffffff99";
    ctx.fill();
    ctx.strokeStyle = meets ? INK : HAIR;
    ctx.lineWidth = 1;
    ctx.stroke();
    if (!meets) return;
    ctx.beginPath(); // how equal it is: the part of the ring that is drawn fully
    ctx.ellipse(table.x, table.y, table.width - 4, table.height - 4, 0, -TURN / 4, -TURN / 4 + TURN * thickness);
    ctx.strokeStyle = ENABLING;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  }

  seatsOf(n) {
    const { first_resident: first, residents } = this.history.services[n];
    let found = 0;
    for (const resident of this.seats.keys()) found += resident >= first && resident < first + residents;
    return found;
  }

  paintSlips(ctx, n, week) {
    const { foot } = this.homes[n];
    const slips = this.history.slips(n, week);
    const room = Math.max(1, Math.floor((foot.width - 26) / (SLIP.width + 3)));
    const shown = slips.slice(-room);
    shown.forEach((slip, k) => {
      drawSlip(ctx, slip.look, foot.x + 2 + k * (SLIP.width + 3), foot.y + 6, week - slip.made);
    });
    if (slips.length > shown.length) {
      ctx.fillStyle = SOFT;
      ctx.font = "11px system-ui, sans-serif";
      ctx.fillText(this.counts(slips.length - shown.length), foot.x + foot.width - 24, foot.y + 12);
    }
  }

  paintTies(ctx, week) {
    const { ties, acquired } = this.history;
    ctx.lineWidth = 0.7;
    ctx.strokeStyle = thin(INK, ties.length > 300 ? 0.07 : 0.16);
    ctx.beginPath();
    for (const [p, q] of ties) this.tie(ctx, p, q);
    ctx.stroke();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = thin(ENABLING, 0.35);
    ctx.beginPath();
    for (const [p, q, , from, until] of acquired) {
      if (from <= week && (until < 0 || until > week)) this.tie(ctx, p, q);
    }
    ctx.stroke();
  }

  tie(ctx, p, q) {
    ctx.moveTo(this.resident[p].x, this.resident[p].y);
    ctx.lineTo(this.resident[q].x, this.resident[q].y);
  }

  /**
   * One picture. `share` of the week has passed (1: the end of the week, as every number says it); `gather` is how
   * far people have come to the table; options: `ties`, `thickness`, `selected` ({kind, number} or null).
   */
  draw(week, share, gather, options) {
    if (!this.rooms) return;
    const { seen } = this;
    if (seen.week !== week || seen.ties !== options.ties || seen.thickness !== options.thickness)
      this.prepare(week, options);
    const { ctx } = this;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    ctx.drawImage(this.back, 0, 0);
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.shown = { week, share };
    this.movePeople(gather);
    if (options.selected) this.paintLinks(ctx, week, options.selected);
    this.paintResidents(ctx, week, share);
    this.paintStaff(ctx, week, share);
    this.paintDeclined(ctx, week, gather);
    if (options.selected) this.paintChosen(ctx, options.selected);
  }

  movePeople(gather) {
    for (let n = 0; n < this.x.length; n += 1) {
      const home = this.resident[n];
      const seat = this.seats.get(n);
      this.x[n] = seat ? home.x + (seat.x - home.x) * gather : home.x;
      this.y[n] = seat ? home.y + (seat.y - home.y) * gather : home.y;
    }
  }

  value(name, week, n, share) {
    const now = this.history.arrays[name].at(week, n);
    if (share >= 1 || week === 0) return now;
    const before = this.history.arrays[name].at(week - 1, n);
    return before + (now - before) * share;
  }

  /** Radius of a resident: habit of taking part. */
  radiusOf(n) {
    const { week, share } = this.shown;
    return this.radius * (0.62 + 0.75 * this.value("habit", week, n, share));
  }

  paintResidents(ctx, week, share) {
    const { tones, radius } = this;
    for (const tone of tones) tone.length = 0;
    for (let n = 0; n < this.x.length; n += 1) {
      tones[Math.min(TONES - 1, Math.max(0, Math.round(this.value("trust", week, n, share) * (TONES - 1))))].push(n);
    }
    ctx.strokeStyle = INK;
    ctx.lineWidth = radius > 3 ? 0.9 : 0.6;
    tones.forEach((tone, k) => {
      if (!tone.length) return;
      ctx.beginPath();
      for (const n of tone) this.circle(ctx, n, this.radiusOf(n));
      ctx.fillStyle = TRUST_TONES[k];
      ctx.fill();
      ctx.stroke();
    });
    this.paintDisappointment(ctx, week, share);
    this.paintHeroes(ctx, week);
  }

  circle(ctx, n, radius) {
    ctx.moveTo(this.x[n] + radius, this.y[n]);
    ctx.arc(this.x[n], this.y[n], radius, 0, TURN);
  }

  paintDisappointment(ctx, week, share) {
    ctx.strokeStyle = BROKEN;
    for (const [from, until, width] of [
      [0.12, 0.35, 0.8],
      [0.35, 0.8, 1.4],
      [0.8, 9, 2.2],
    ]) {
      ctx.beginPath();
      for (let n = 0; n < this.x.length; n += 1) {
        const hurt = this.value("disappointment", week, n, share);
        if (hurt >= from && hurt < until) this.circle(ctx, n, this.radiusOf(n) + this.radius * 0.45);
      }
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }

  paintHeroes(ctx, week) {
    const { hero } = this.history.arrays;
    const { radius } = this;
    for (let n = 0; n < this.x.length; n += 1) {
      const stage = hero.at(week, n);
      if (stage === 0) continue;
      const around = this.radiusOf(n) + radius * 0.5;
      ctx.strokeStyle = stage === 4 ? FAINT : INK;
      ctx.lineWidth = stage >= 2 && stage <= 3 ? 1.8 : 1.2;
      ctx.setLineDash(stage === 1 ? [1.5, 2.5] : []);
      ctx.beginPath();
      ctx.arc(this.x[n], this.y[n], around, 0, stage === 4 ? TURN / 2 : TURN);
      ctx.stroke();
      ctx.setLineDash([]);
      if (stage === 3) flag(ctx, this.x[n], this.y[n] - around, radius);
    }
  }

  paintStaff(ctx, week, share) {
    const { radius } = this;
    ctx.lineWidth = 1.1;
    ctx.strokeStyle = INK;
    for (let n = 0; n < this.worker.length; n += 1) {
      const { x, y } = this.worker[n];
      square(ctx, x, y, radius * 0.92, this.value("engagement", week, n, share));
    }
    for (let n = 0; n < this.manager.length; n += 1) {
      const { x, y } = this.manager[n];
      triangle(ctx, x, y, Math.min(9, Math.max(5, radius * 1.1)), this.value("buy_in", week, n, share));
    }
  }

  paintDeclined(ctx, week, gather) {
    const { declined } = this.history.arrays;
    if (gather <= 0) return;
    ctx.globalAlpha = gather;
    this.homes.forEach(({ table }, n) => {
      const count = Math.min(6, declined.at(week, n));
      for (let k = 0; k < count; k += 1) {
        drawDeclined(ctx, table.x - (count * 11) / 2 + k * 11, table.y - SLIP.height / 2 - (1 - gather) * 14);
      }
    });
    ctx.globalAlpha = 1;
  }

  paintLinks(ctx, week, { kind, number }) {
    if (kind !== "resident") return;
    const { ties, acquired, arrays } = this.history;
    const here = { x: this.x[number], y: this.y[number] };
    ctx.strokeStyle = INK;
    ctx.lineWidth = 1.3;
    ctx.beginPath();
    const link = (p, q) => {
      if (p !== number && q !== number) return;
      const other = p === number ? q : p;
      ctx.moveTo(here.x, here.y);
      ctx.lineTo(this.x[other], this.y[other]);
    };
    for (const [p, q] of ties) link(p, q);
    for (const [p, q, , from, until] of acquired) if (from <= week && (until < 0 || until > week)) link(p, q);
    ctx.stroke();
    const own = this.worker[arrays.worker.at(number)];
    ctx.setLineDash([4, 3]);
    ctx.beginPath();
    ctx.moveTo(here.x, here.y);
    ctx.lineTo(own.x, own.y);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  paintChosen(ctx, { kind, number }) {
    const place = this.placeOf(kind, number);
    if (!place) return;
    ctx.strokeStyle = INK;
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    if (kind === "service") {
      const room = this.rooms[number];
      ctx.roundRect(room.x + 2, room.y + 2, room.width - 4, room.height - 4, 6);
    } else ctx.arc(place.x, place.y, this.radius * 1.9 + 2, 0, TURN);
    ctx.stroke();
  }

  /** Where something that can be chosen is now. */
  placeOf(kind, number) {
    if (kind === "resident") return { x: this.x[number], y: this.y[number] };
    if (kind === "worker") return this.worker[number];
    const room = this.rooms[number];
    return room && { x: room.x + room.width / 2, y: room.y + 12 };
  }

  /** What is at a point of the canvas: a person, else the room. */
  at(x, y) {
    let best = { far: (this.radius * 2 + 4) ** 2 };
    const look = (kind, count) => {
      for (let number = 0; number < count; number += 1) {
        const place = this.placeOf(kind, number);
        const far = (place.x - x) ** 2 + (place.y - y) ** 2;
        if (far < best.far) best = { kind, number, far };
      }
    };
    look("resident", this.x.length);
    look("worker", this.worker.length);
    if (best.kind) return { kind: best.kind, number: best.number };
    const number = this.rooms.findIndex(
      (one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height,
    );
    return number < 0 ? null : { kind: "service", number };
  }

  /** The nearest person in a direction, for arrow keys. */
  beside({ kind, number }, dx, dy) {
    const from = this.placeOf(kind, number);
    let best = null;
    const look = (other, count) => {
      for (let n = 0; n < count; n += 1) {
        const place = this.placeOf(other, n);
        const along = (place.x - from.x) * dx + (place.y - from.y) * dy;
        const across = Math.abs((place.x - from.x) * dy) + Math.abs((place.y - from.y) * dx);
        if (along < 1) continue;
        const far = along + 2.5 * across;
        if (!best || far < best.far) best = { kind: other, number: n, far };
      }
    };
    look("resident", this.x.length);
    look("worker", this.worker.length);
    return best ? { kind: best.kind, number: best.number } : { kind, number };
  }
}
