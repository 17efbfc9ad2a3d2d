// From the log of events to what is told of one person or one service, in order.

const OF_SERVICE = new Set([
  "met",
  "promised",
  "left_hanging",
  "declined",
  "kept",
  "broken",
  "orphaned",
  "worker_left",
  "moved_in",
  "hero_found",
  "hero_active",
  "hero_withdrawn",
  "anchored",
]);
const OF_WORKER = new Set(["promised", "kept", "broken", "orphaned", "hero_found"]);

/** One event as an object. */
function event(events, n) {
  const { arrays } = events;
  const one = (name) => arrays[name].at(n);
  return {
    week: one("week"),
    kind: events.kinds[one("kind")],
    service: one("service"),
    who: one("who"),
    whom: one("whom"),
    promise: one("promise"),
    topic: one("topic"),
    quantity: events.quantities[one("quantity")],
    before: one("before"),
    after: one("after"),
  };
}

const all = (events) => Array.from({ length: events.events }, (_, n) => event(events, n));

/** What a service lived through; many of a kind in a week become one line. */
export function tellService(events, service) {
  const told = [];
  for (const one of all(events)) {
    if (one.service !== service || !OF_SERVICE.has(one.kind)) continue;
    const last = told.findLast((other) => other.week === one.week && other.kind === one.kind);
    if (last && one.kind !== "met") last.n += 1;
    else told.push({ ...one, n: 1, kind: one.kind });
  }
  return told.map((one) =>
    one.n > 1 || one.kind === "moved_in"
      ? { ...one, kind: `${one.kind}.many` }
      : { ...one, kind: one.kind === "met" ? "met" : `${one.kind}.service` },
  );
}

/** What a person lived through: judgements are told with what was judged. */
export function tellPerson(events, history, { kind, number }) {
  const mine = kind === "worker" ? ofWorker : ofResident;
  const fate = new Map();
  const told = [];
  for (const one of all(events)) {
    if (one.kind === "kept" || one.kind === "broken") fate.set(`${one.week}/${one.promise}`, one.kind);
    if (!mine(one, number)) continue;
    if (one.kind === "judged") judge(told, one);
    else
      told.push({
        ...one,
        changes: one.kind === "took_part" ? [one] : [],
        kind: kind === "worker" ? `${one.kind}.worker` : one.kind,
      });
  }
  for (const one of told) {
    if (one.kind === "judged")
      one.kind = fate.get(`${one.week}/${one.promise}`) === "kept" ? "judged.kept" : "judged.broken";
  }
  return merged(told);
}

function ofResident(one, number) {
  return one.who === number && one.kind !== "worker_left";
}

function ofWorker(one, number) {
  return (one.kind === "worker_left" && one.who === number) || (OF_WORKER.has(one.kind) && one.whom === number);
}

function judge(told, one) {
  const before = told.findLast(
    (other) => other.kind === "judged" && other.week === one.week && other.promise === one.promise,
  );
  if (before) before.changes.push(one);
  else told.push({ ...one, changes: [one] });
}

/** The fate of one's own promise and how one judged it are one line. */
function merged(told) {
  return told.filter(
    (one) =>
      !(
        (one.kind === "kept" || one.kind === "broken") &&
        told.some(
          (other) => other.kind === `judged.${one.kind}` && other.week === one.week && other.promise === one.promise,
        )
      ),
  );
}
