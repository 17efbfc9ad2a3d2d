// The story of one person or service, told from the events of the run.

import { useMemo, useState } from "preact/hooks";
import { useStream } from "../../api/ensemble.js";
import { bare, has, inUnit, named, number, percent, serviceName, t, unitNote } from "../../words/index.js";
import { nameOf } from "./stage.jsx";
import { tellService, tellPerson } from "./telling.js";

const STATES = [
  ["trust", "share"],
  ["confidence", "share"],
  ["prediction", "share"],
  ["aspiration", "share"],
  ["disappointment", "stock 0 to 2"],
  ["habit", "share"],
];
const HEROES = ["none", "latent", "found", "active", "withdrawn"];

export function Story({ history, second, player, selected, setSelected, question, branch }) {
  const [path, setPath] = useState("a");
  const shown = second && path === "b" ? second : history;
  const asked = second && path === "b" ? { ...question, branch } : question;
  const { frame, fresh } = useStream("history/events", "events", selected && asked);
  const events = frame && fresh ? frame : null;
  const week = Math.min(player.week, shown.weeks - 1);
  return (
    <section class="story-panel">
      <h2>{t("story.title")}</h2>
      <Chooser {...{ history, selected, setSelected }} />
      {second && (
        <div class="segmented" role="group" aria-label={t("story.path")}>
          {["a", "b"].map((one) => (
            <button key={one} type="button" aria-pressed={path === one} onClick={() => setPath(one)}>
              {one.toUpperCase()}
            </button>
          ))}
        </div>
      )}
      {!selected && (
        <>
          <p class="soft">{t("story.choose")}</p>
          <Overview history={shown} week={week} />
        </>
      )}
      {selected && <State {...{ selected, week }} history={shown} />}
      {selected && <Events {...{ selected, week, events, player }} history={shown} />}
    </section>
  );
}

function Chooser({ history, selected, setSelected }) {
  const service = selected === null ? "" : selected.kind === "service" ? selected.number : serviceOf(history, selected);
  const about = service === "" ? null : history.services[service];
  const person = selected && selected.kind !== "service" ? `${selected.kind} ${selected.number}` : "";
  const range = (first, count) => Array.from({ length: count }, (_, n) => first + n);
  return (
    <div class="chooser">
      <label>
        {t("story.service")}
        <select
          value={service}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setSelected(value === "" ? null : { kind: "service", number: Number(value) });
          }}
        >
          <option value="">{t("story.nobody")}</option>
          {history.services.map((one, n) => (
            <option key={one.name} value={n}>
              {serviceName(one.name)}
            </option>
          ))}
        </select>
      </label>
      {about && (
        <label>
          {t("story.person")}
          <select
            value={person}
            onChange={(event) => {
              const [kind, n] = event.currentTarget.value.split(" ");
              setSelected(kind ? { kind, number: Number(n) } : { kind: "service", number: service });
            }}
          >
            <option value="">{t("story.whole")}</option>
            {range(about.first_resident, about.residents).map((n) => (
              <option key={`r${n}`} value={`resident ${n}`}>
                {t("watch.resident", { number: n })}
              </option>
            ))}
            {range(about.first_worker, about.workers).map((n) => (
              <option key={`w${n}`} value={`worker ${n}`}>
                {t("watch.worker", { number: n })}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function serviceOf(history, { kind, number }) {
  return kind === "resident" ? history.serviceOf(number) : history.arrays.worker_home.at(number);
}

function Bar({ name, value, unit }) {
  const most = unit.startsWith("stock") ? 2 : 1;
  return (
    <tr>
      <th scope="row">
        {named("outcome", name)}
        <span class="soft">{unitNote(unit)}</span>
      </th>
      <td class="bar-cell">
        <span class="bar-line" aria-hidden="true">
          <span style={{ width: `${Math.min(100, (100 * value) / most)}%` }} />
        </span>
      </td>
      <td>{inUnit(value, unit)}</td>
    </tr>
  );
}

function State({ history, selected, week }) {
  const { kind, number: n } = selected;
  const { arrays } = history;
  const rows =
    kind === "resident"
      ? STATES.map(([name, unit]) => [name, arrays[name].at(week, n), unit])
      : kind === "worker"
        ? ["engagement", "exhaustion", "load"].map((name) => [
            name,
            arrays[name].at(week, n),
            name === "load" ? "share of capacity, stock" : "share",
          ])
        : ["norm", "quality", "routine", "strictness"].map((name) => [name, arrays[name].at(week, n), "share"]);
  const stage = kind === "resident" ? HEROES[arrays.hero.at(week, n)] : "none";
  return (
    <div class="state">
      <h3>
        {nameOf(history, selected)}
        <span class="soft"> · {t("week.n", { week })}</span>
      </h3>
      <table>
        <caption class="hidden">{nameOf(history, selected)}</caption>
        <tbody>
          {rows.map(([name, value, unit]) => (
            <Bar key={name} {...{ name, value, unit }} />
          ))}
        </tbody>
      </table>
      {stage !== "none" && <p>{t(`hero.${stage}`)}</p>}
      {kind === "resident" && <p class="soft">{t("story.own_worker", { number: arrays.worker.at(n) })}</p>}
      {kind === "service" && <Tally history={history} week={week} service={n} />}
    </div>
  );
}

/** Promises so far, in numbers. */
function Tally({ history, week, service = null }) {
  const found = history.tally(week, service);
  return (
    <dl class="tally">
      {["made", "kept", "late", "broken", "open", "hanging", "expired", "declined"].map((name) => (
        <div key={name}>
          <dt>{t(`tally.${name}`)}</dt>
          <dd>{number(found[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Overview({ history, week }) {
  const { flags, hero } = history.arrays;
  let came = 0;
  let invited = 0;
  let active = 0;
  for (let n = 0; n < history.residents; n += 1) {
    const bits = flags.at(week, n);
    invited += (bits & 2) > 0;
    came += (bits & 4) > 0;
    active += hero.at(week, n) === 3;
  }
  const tints = history.services.map((_, n) => history.tint(n, week));
  return (
    <div class="state">
      <h3>{t("week.n", { week })}</h3>
      <p>{invited ? t("story.met", { came, invited, share: percent(came / invited) }) : t("story.no_meeting")}</p>
      <p>
        {t("story.rooms", {
          open: tints.filter((one) => one > 0).length,
          closed: tints.filter((one) => one < 0).length,
          all: tints.length,
        })}
      </p>
      <p>{t("story.heroes", { n: active })}</p>
      <Tally history={history} week={week} />
    </div>
  );
}

const MOST = 60;

function Events({ history, selected, week, events, player }) {
  const told = useMemo(() => {
    if (!events) return [];
    return selected.kind === "service" ? tellService(events, selected.number) : tellPerson(events, history, selected);
  }, [events, selected.kind, selected.number]);
  if (!events)
    return (
      <p class="soft" role="status">
        {t("story.loading")}
      </p>
    );
  const past = told.filter((one) => one.week <= week).reverse();
  return (
    <div>
      <h3>{t("story.events")}</h3>
      {past.length === 0 && <p class="soft">{t("story.nothing")}</p>}
      <ol class="events" tabIndex={0} aria-label={t("story.events")}>
        {past.slice(0, MOST).map((one, n) => (
          <li key={n} class={one.week === week ? "this-week" : ""}>
            <button type="button" class="link" onClick={() => player.clock.put(one.week)}>
              {t("week.n", { week: one.week })}
            </button>{" "}
            <span>{sentence(one)}</span>
          </li>
        ))}
      </ol>
      {past.length > MOST && <p class="soft">{t("story.more", { n: past.length - MOST })}</p>}
    </div>
  );
}

function sentence(one) {
  const topic = one.topic >= 0 ? t(`topic.${one.topic}`) : t("topic.none");
  const values = { ...one, topic, who: one.who, whom: one.whom, n: one.n ?? 1 };
  values.share = percent(one.after);
  const words = has(`event.${one.kind}`) ? t(`event.${one.kind}`, values) : bare(one.kind);
  const all = one.changes ?? [];
  const seen = all.filter(({ before, after }) => number(before) !== number(after));
  const changes = (seen.length ? seen : all).map(({ quantity, before, after }) =>
    t("event.change", {
      what: named("outcome", quantity),
      before: number(before),
      after: number(after),
    }),
  );
  return changes.length ? `${words} ${changes.join("; ")}.` : words;
}
