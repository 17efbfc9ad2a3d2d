// A world as the page keeps it: a scenario, what is changed in it from the start, and what is changed later.

/** A world of a scenario as it is. */
export const worldOf = (scenario, set = {}) => ({ scenario, set, changes: [] });

/** The entry of meta for a world: a shipped scenario, or one that was brought as a file. */
export function entryOf(meta, world) {
  return world.entry ?? meta.scenarios.find((one) => one.name === world.scenario) ?? meta.scenarios[0];
}

/** Number of weeks of a world. */
export function weeksOf(meta, world) {
  return world.weeks ?? entryOf(meta, world).weeks;
}

/** How many runs of these worlds, each as often, one request may ask for. */
export function mostRuns(meta, ...worlds) {
  const work = (world) => {
    const { residents, workers } = entryOf(meta, world);
    return weeksOf(meta, world) * (residents + workers);
  };
  return Math.max(1, Math.floor(meta.limits.work / worlds.map(work).reduce((p, q) => p + q)));
}

/** The value of a lever or switch in a world, before dated changes. */
export function valueOf(meta, world, name) {
  if (name in world.set) return world.set[name];
  const entry = entryOf(meta, world);
  const lever = meta.byName[name];
  if (lever?.follows && lever.follows in world.set) return followed(meta, world, lever, entry);
  return entry.values[name] ?? entry.alternatives[name];
}

function followed(meta, world, lever, entry) {
  const own = entry.values[lever.name];
  const before = entry.values[lever.follows];
  if (!before) return own;
  return Math.min(lever.high, Math.max(lever.low, (own / before) * world.set[lever.follows]));
}

/** The world with a value from the start; a value that the scenario has anyway is not kept. */
export function withValue(meta, world, name, value) {
  const set = { ...world.set };
  const entry = entryOf(meta, world);
  if (value === undefined || Object.is(value, entry.values[name] ?? entry.alternatives[name])) delete set[name];
  else set[name] = value;
  return { ...world, set };
}

/** The world with a dated change; `value` undefined takes it away. */
export function withChange(world, week, parameter, value) {
  const rest = world.changes.filter((one) => !(one.week === week && one.parameter === parameter));
  const changes = value === undefined ? rest : [...rest, { week, parameter, value }];
  changes.sort((p, q) => p.week - q.week || (p.parameter < q.parameter ? -1 : 1));
  return { ...world, changes };
}

/** The same world as the server takes it. */
export function asked(meta, world) {
  const entry = entryOf(meta, world);
  const text = world.toml ?? entry.toml;
  return {
    ...(text ? { toml: text } : { scenario: entry.name }),
    ...(world.weeks ? { weeks: world.weeks } : {}),
    set: world.set,
    changes: world.changes,
  };
}

/** Whether two worlds are the same; key order does not matter. */
export function sameWorld(p, q) {
  return JSON.stringify(plain(p)) === JSON.stringify(plain(q));
}

const plain = (world) => [world.scenario, world.weeks ?? null, world.changes, Object.entries(world.set).sort()];
