// One run as it was lived, ready to be drawn: who is where, what each week was like, which promises hang where.

export const FLAG = { moved: 1, invited: 2, came: 4, tookPart: 8 };

/** What a `history` frame says, with the questions that drawing asks. */
export class History {
  constructor(frame) {
    Object.assign(this, frame);
    const { arrays } = frame;
    [this.weeks, this.residents] = arrays.trust.shape;
    this.workers = arrays.engagement.shape[1];
    this.managers = arrays.buy_in.shape[1];
    this.promises = promisesOf(arrays);
    this.byService = this.services.map((_, service) => this.promises.filter((one) => one.service === service));
    this.ties = triples(arrays.ties, 3);
    this.acquired = triples(arrays.acquired, 5);
    this.lines = {};
  }

  /** Mean over all people of a kind in every week. */
  mean(name) {
    this.lines[name] ??= meanOf(this.arrays[name], this.weeks);
    return this.lines[name];
  }

  /** Mean of a service's residents in a week. */
  meanIn(service, name, week) {
    const { first_resident: first, residents } = this.services[service];
    let sum = 0;
    for (let n = first; n < first + residents; n += 1) sum += this.arrays[name].at(week, n);
    return sum / Math.max(1, residents);
  }

  engagementIn(service, week) {
    const { first_worker: first, workers } = this.services[service];
    let sum = 0;
    for (let n = first; n < first + workers; n += 1) sum += this.arrays.engagement.at(week, n);
    return sum / Math.max(1, workers);
  }

  /** How a room is: 1 opens, -1 closes in, 0 between; by the same conditions as the outcome of that name. */
  tint(service, week) {
    const { norm, strictness } = this.arrays;
    const usual = norm.at(week, service);
    if (
      usual > 0.25 &&
      this.meanIn(service, "trust", week) > 0.5 &&
      strictness.at(week, service) * (1 - this.engagementIn(service, week)) < 0.25
    )
      return 1;
    return usual < 0.1 && this.meanIn(service, "prediction", week) < 0.25 ? -1 : 0;
  }

  /** Promises of a service that can be seen in a week, oldest first. */
  slips(service, week) {
    return this.byService[service]
      .filter((one) => one.made <= week && (one.settled < 0 || week < one.settled + 4))
      .map((one) => ({ ...one, look: lookOf(one, week) }));
  }

  /** Numbers of promises of a service (or of all) up to a week. */
  tally(week, service = null) {
    const found = { made: 0, kept: 0, late: 0, broken: 0, hanging: 0, expired: 0, open: 0, declined: 0 };
    for (const one of service === null ? this.promises : this.byService[service]) {
      if (one.made > week) continue;
      found[one.explicit ? "made" : "hanging"] += 1;
      const settled = one.settled >= 0 && one.settled <= week;
      if (!settled) found.open += one.explicit;
      else found[["open", "kept", "late", "broken", "expired"][one.outcome]] += 1;
    }
    const { declined } = this.arrays;
    const services = service === null ? this.services.map((_, n) => n) : [service];
    for (let past = 0; past <= week; past += 1) for (const n of services) found.declined += declined.at(past, n);
    return found;
  }

  serviceOf(resident) {
    return this.arrays.home.at(resident);
  }
}

function lookOf(promise, week) {
  if (promise.settled >= 0 && week >= promise.settled)
    return ["open", "kept", "late", "torn", "faded"][promise.outcome];
  if (!promise.explicit) return "hanging";
  return week === promise.made ? "new" : "open";
}

function promisesOf({ promises, orphaned }) {
  const [count] = promises.shape;
  const names = [
    "serial",
    "service",
    "raiser",
    "owner",
    "explicit",
    "scope",
    "made",
    "due",
    "settled",
    "outcome",
    "topic",
  ];
  return Array.from({ length: count }, (_, n) => {
    const one = Object.fromEntries(names.map((name, k) => [name, promises.at(n, k)]));
    return { ...one, orphaned: orphaned.at(n) };
  });
}

function triples(array, width) {
  return Array.from({ length: array.shape[0] }, (_, n) => Array.from({ length: width }, (__, k) => array.at(n, k)));
}

function meanOf(array, weeks) {
  const people = array.shape[1];
  const line = new Array(weeks);
  for (let week = 0; week < weeks; week += 1) {
    let sum = 0;
    for (let n = 0; n < people; n += 1) sum += array.at(week, n);
    line[week] = sum / Math.max(1, people);
  }
  return line;
}
