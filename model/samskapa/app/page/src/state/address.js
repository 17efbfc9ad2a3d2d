// The address holds the exact state: what is shown, both worlds, seeds, week and language. Only what differs is said.

import { worldOf } from "./worlds.js";

export const VIEWS = ["start", "watch", "compare", "map", "learn", "class"];
const NAME = /^[a-z][a-z0-9_]*$/;

/** Defaults; a value equal to its default does not stand in the address. */
export const PLAIN = {
  view: "start",
  lang: "en",
  a: null,
  b: null,
  people: 1,
  chance: 1,
  runs: 100,
  week: 0,
  branch: null,
  shown: null,
  x: null,
  y: null,
  lesson: null,
  step: 0,
  code: null,
  version: null,
};

/** A state as the part of the address behind `#`. */
export function toAddress(state, version) {
  const said = new URLSearchParams();
  if (state.view !== "start") for (const side of ["a", "b"]) sayWorld(said, side, state[side]);
  for (const name of ["people", "chance", "runs", "week", "step"]) {
    if (state[name] !== PLAIN[name]) said.set(name, String(state[name]));
  }
  if (state.branch) {
    said.set("branch", String(state.branch.week));
    for (const [name, value] of Object.entries(state.branch.set).sort()) said.set(`branch.${name}`, String(value));
  }
  if (state.shown) said.set("show", state.shown.join("."));
  for (const name of ["x", "y", "lesson", "code"]) if (state[name]) said.set(name, state[name]);
  if (state.lang !== "en" || state.langSaid) said.set("lang", state.lang);
  if (version && state.view !== "start") said.set("v", version);
  const text = said.toString();
  return `#/${state.view === "start" ? "" : state.view}${text ? `?${text}` : ""}`;
}

function sayWorld(said, side, world) {
  if (!world) return;
  said.set(side, world.scenario);
  if (world.packed) said.set(`${side}.file`, world.packed);
  if (world.weeks) said.set(`${side}.weeks`, String(world.weeks));
  for (const [name, value] of Object.entries(world.set).sort()) said.set(`${side}.${name}`, String(value));
  for (const one of world.changes) said.set(`${side}.${one.week}.${one.parameter}`, String(one.value));
}

/** The state of an address; what cannot be read is left at its default. */
export function fromAddress(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const said = new URLSearchParams(query);
  const state = { ...PLAIN, view: VIEWS.includes(path) ? path : "start" };
  for (const name of ["people", "chance", "runs", "week", "step"]) {
    const value = Number(said.get(name) ?? PLAIN[name]);
    if (Number.isSafeInteger(value) && value >= 0) state[name] = value;
  }
  for (const side of ["a", "b"]) state[side] = heardWorld(said, side);
  if (said.has("branch")) state.branch = { week: Number(said.get("branch")) || 1, set: valuesUnder(said, "branch") };
  if (said.get("show"))
    state.shown = said
      .get("show")
      .split(".")
      .filter((name) => NAME.test(name))
      .slice(0, 12);
  for (const name of ["x", "y", "lesson"]) if (NAME.test(said.get(name) ?? "")) state[name] = said.get(name);
  state.code = said.get("code")?.slice(0, 120) ?? null;
  state.lang = /^[a-z]{2}$/.test(said.get("lang") ?? "") ? said.get("lang") : null;
  state.langSaid = said.has("lang");
  state.version = said.get("v");
  return state;
}

function heardWorld(said, side) {
  const scenario = said.get(side);
  if (!NAME.test(scenario ?? "")) return null;
  const world = worldOf(scenario, valuesUnder(said, side));
  for (const [key, text] of said) {
    const [, week, parameter] = key.match(new RegExp(`^${side}\\.(\\d{1,4})\\.([a-z][a-z0-9_]*)$`)) ?? [];
    if (parameter && Number.isFinite(Number(text))) {
      world.changes.push({ week: Number(week), parameter, value: Number(text) });
    }
  }
  const weeks = Number(said.get(`${side}.weeks`));
  if (weeks) world.weeks = weeks;
  const packed = said.get(`${side}.file`);
  if (packed) world.packed = packed;
  delete world.set.file;
  delete world.set.weeks;
  return world;
}

function valuesUnder(said, side) {
  const set = {};
  for (const [key, text] of said) {
    const name = key.startsWith(`${side}.`) ? key.slice(side.length + 1) : "";
    if (!NAME.test(name)) continue;
    if (text !== "" && Number.isFinite(Number(text))) set[name] = Number(text);
    else if (NAME.test(text)) set[name] = text;
  }
  return set;
}

/** A text made small enough for an address. */
export async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/** The text that was packed. */
export async function unpacked(small) {
  const bytes = Uint8Array.from(atob(small.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}
