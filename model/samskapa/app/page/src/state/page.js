// The state of the page: one store, mirrored in the address.

import { askFor, get } from "../api/ask.js";
import { line } from "../api/line.js";
import { LANGUAGES, speak } from "../words/index.js";
import { fromAddress, packed, toAddress, unpacked } from "./address.js";
import { makeStore } from "./store.js";
import { entryOf, worldOf } from "./worlds.js";

const heard = fromAddress(location.hash);

function wantedLanguage(said) {
  if (LANGUAGES.includes(said)) return said;
  const own = navigator.languages.map((one) => one.slice(0, 2).replace("no", "nb").replace("nn", "nb"));
  return own.find((one) => LANGUAGES.includes(one)) ?? "en";
}

export const page = makeStore({ ...heard, lang: wantedLanguage(heard.lang) });

/** What the model offers: levers, scenarios, outcomes; null until it has come. A pupil's phone gets the class only. */
export const offer = makeStore({ meta: null, classOnly: false });

/** A sentence for screen readers, said politely when it changes. */
export const spoken = makeStore({ words: "" });
export const say = (words) => spoken.set({ words });

let written = location.hash;
let timer = 0;

/** Show a view; the way back in the browser leads to where one was. */
export function go(view, patch = {}) {
  write();
  page.set({ view, ...patch });
  write("pushState");
  window.scrollTo(0, 0);
}

function write(how = "replaceState") {
  clearTimeout(timer);
  timer = 0;
  const next = toAddress(page.get(), offer.get().meta?.version ?? page.get().version);
  if (next === written || (next === "#/" && written === "")) return;
  written = next;
  history[how](null, "", next);
}

page.subscribe(() => {
  timer ||= setTimeout(write, 300);
});

/** The address of exactly this state. */
export function addressNow() {
  write();
  return location.href;
}

window.addEventListener("popstate", async () => {
  if (location.hash === written) return;
  written = location.hash;
  const next = fromAddress(location.hash);
  next.lang = wantedLanguage(next.lang ?? page.get().lang);
  const { meta } = offer.get();
  if (meta) await settle(next, meta);
  await speak(next.lang);
  page.set(next);
});

/** Ask what the model offers, and give both worlds their first values. */
export async function arrive() {
  let meta;
  try {
    meta = await get("meta");
  } catch (error) {
    if (error.status !== 403) throw error;
    offer.set({ classOnly: true });
    page.set({ view: "class" });
    return;
  }
  meta.byName = Object.fromEntries(meta.levers.map((one) => [one.name, one]));
  meta.outcome = Object.fromEntries(meta.outcomes.map((one) => [one.name, one]));
  meta.summary = Object.fromEntries(meta.summaries.map((one) => [one.name, one]));
  line.set({ version: meta.version });
  const state = { ...page.get() };
  await settle(state, meta);
  page.set({ a: state.a, b: state.b });
  offer.set({ meta });
}

async function settle(state, meta) {
  for (const side of ["a", "b"]) if (state[side]?.packed) state[side] = await brought(state[side]);
  state.a = known(meta, state.a) ?? worldOf(meta.opened);
  state.b = known(meta, state.b) ?? { ...state.a, changes: [], set: { project: 0 } };
  for (const side of ["a", "b"]) state[side] = await carried(meta, state[side]);
}

/** A world of a file that the server was started with: its text goes into the address, as of any file. */
async function carried(meta, world) {
  const entry = entryOf(meta, world);
  return entry.toml && !world.packed ? { ...world, entry, toml: entry.toml, packed: await packed(entry.toml) } : world;
}

function known(meta, world) {
  if (!world || world.entry) return world;
  return meta.scenarios.some((one) => one.name === world.scenario) ? world : null;
}

/** A world that came as a file in the address; null if the server does not take it. */
async function brought(world) {
  try {
    const toml = await unpacked(world.packed);
    return { ...world, toml, entry: await askFor("scenario/check", { toml }) };
  } catch {
    return null;
  }
}

/** Change one side's world. */
export function change(side, make) {
  page.set((state) => ({ [side]: make(state[side]) }));
}
