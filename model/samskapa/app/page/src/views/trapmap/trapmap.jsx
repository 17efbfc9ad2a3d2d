// The trap map: two levers, where the programme tips, where it stands, and how far that is from the edge.

import { useEffect } from "preact/hooks";
import { useStream } from "../../api/ensemble.js";
import { Levers, ToLevers } from "../../controls/levers.jsx";
import { refusal } from "../../controls/scenario_file.jsx";
import { change, page, say } from "../../state/page.js";
import { useStore } from "../../state/store.js";
import { asked, mostRuns, valueOf, withValue } from "../../state/worlds.js";
import { leverValue, leverWords, named, percent, t } from "../../words/index.js";
import { edgeFrom, goodAt } from "./edge.js";
import { MapPicture, title } from "./map_picture.jsx";

const FINEST = 12; // points along a lever
const MOST_RUNS = 8;
const FEWEST_RUNS = 4;

/** The range of an axis: what is plausible, and where the world stands. */
export function rangeFor(lever, value, points = FINEST) {
  return {
    name: lever.name,
    low: Math.min(lever.plausible[0], value),
    high: Math.max(lever.plausible[1], value),
    points,
  };
}

/** How fine one request may ask for a map of a world: points along a lever, and runs at each of them and at the world. */
export function fineness(meta, world) {
  const most = mostRuns(meta, world);
  const side = (runs) => Math.min(FINEST, Math.floor(Math.sqrt(Math.max(4, most / runs - 1))));
  let runs = MOST_RUNS;
  while (runs > FEWEST_RUNS && side(runs) < 9) runs -= 1;
  return { points: side(runs), runs };
}

/** The question of a map: the two levers stand free, so that moving along them asks nothing new. */
export function mapQuestion(meta, world, x, y, people, chance, runs = MOST_RUNS) {
  const rest = { ...world, set: { ...world.set } };
  delete rest.set[x.name];
  delete rest.set[y.name];
  return { world: asked(meta, rest), x, y, runs, programme_seed: people, first_seed: chance };
}

export function View({ meta }) {
  const { a: world, x: saidX, y: saidY, people, chance } = useStore(page);
  const names = {
    x: meta.byName[saidX] ? saidX : "engagement_start",
    y: meta.byName[saidY] ? saidY : "first_prediction_shift",
  };
  const at = { x: valueOf(meta, world, names.x), y: valueOf(meta, world, names.y) };
  const base = { ...world, set: {} };
  const { points, runs } = fineness(meta, world);
  const axis = (side) => rangeFor(meta.byName[names[side]], valueOf(meta, base, names[side]), points);
  const { frame, problem, fresh } = useStream(
    "trapmap",
    "map",
    mapQuestion(meta, world, axis("x"), axis("y"), people, chance, runs),
  );
  const shown = frame && frame.x.name === names.x && frame.y.name === names.y ? frame : null;
  const move = (x, y) => change("a", (one) => withValue(meta, withValue(meta, one, names.x, x), names.y, y));
  const words = shown && edgeWords(meta, shown, at);
  useEffect(() => {
    if (words && shown.final) say(words);
  }, [words, shown?.final]);
  const choices = meta.levers.filter((one) => one.unit !== "no 0, yes 1");
  return (
    <div class="two-columns">
      <h1 class="hidden">{t("view.map")}</h1>
      <aside id="levers" tabIndex={-1} class="panel side" aria-label={t("levers.title")}>
        <Levers meta={meta} world={world} side="a" onChange={(make) => change("a", make)} />
      </aside>
      <div class="answer" aria-busy={!problem && (!fresh || !frame?.final)}>
        {problem && (
          <p class="problem" role="alert">
            {refusal(problem)}
          </p>
        )}
        <div class="bar">
          <ToLevers />
          {["x", "y"].map((side) => (
            <label key={side} class="inline">
              {t(`map.${side}`)}
              <select value={names[side]} onChange={(event) => page.set({ [side]: event.currentTarget.value })}>
                {choices
                  .filter((one) => one.name !== names[side === "x" ? "y" : "x"])
                  .map((one) => (
                    <option key={one.name} value={one.name}>
                      {named("lever", one.name)}
                    </option>
                  ))}
              </select>
            </label>
          ))}
        </div>
        <header class="headline">
          <p class="big">{words ?? (problem ? "" : t("map.loading"))}</p>
          {shown && (
            <p class="soft">
              {t("map.runs", { runs: shown.runs })}
              {!shown.final && ` · ${t("state.working")}`}
            </p>
          )}
        </header>
        <div class="card map-card">
          {shown ? (
            <MapPicture {...{ meta, at, move }} frame={shown} />
          ) : (
            <div class={problem ? "map" : "map skeleton"} aria-hidden="true" />
          )}
          <div class="map-levers">
            {["x", "y"].map((side) => (
              <Slide key={side} {...{ meta, side, names, at, move }} range={shown?.[side].values} />
            ))}
          </div>
        </div>
        {shown && <MapTable meta={meta} frame={shown} />}
      </div>
    </div>
  );
}

function Slide({ meta, side, names, at, move, range }) {
  const lever = meta.byName[names[side]];
  if (!range) return null;
  const low = range[0];
  const high = range[range.length - 1];
  return (
    <label class="map-slide">
      <span>
        {named("lever", lever.name)}: <output>{leverWords(lever, at[side])}</output>
      </span>
      <input
        type="range"
        min={low}
        max={high}
        step={lever.whole ? 1 : (high - low) / 100}
        value={at[side]}
        aria-valuetext={leverWords(lever, at[side])}
        onInput={(event) => {
          const value = Number(event.currentTarget.valueAsNumber.toPrecision(6));
          move(side === "x" ? value : at.x, side === "y" ? value : at.y);
        }}
      />
    </label>
  );
}

/** Where one is and how far from the edge, in words. */
export function edgeWords(meta, frame, { x, y }) {
  const edge = edgeFrom(frame, x, y);
  const here = t("map.here", { share: percent(goodAt(frame, x, y)) });
  if (edge.distance === null) return `${here} ${t("map.no_edge")}`;
  const step = (name, from, along) =>
    along !== null && t("map.step", { what: named("lever", name), by: leverWords(meta.byName[name], from + along) });
  const steps = [step(frame.x.name, x, edge.along_x), step(frame.y.name, y, edge.along_y)].filter(Boolean);
  const far = t(`map.far.${edge.side}`, { share: percent(edge.distance) });
  return [here, far, steps.length ? t("map.steps", { steps: steps.join(` ${t("or")} `) }) : ""].join(" ").trim();
}

function MapTable({ meta, frame }) {
  const thinned = (values) => values.map((value, n) => [value, n]).filter((_, n) => values.length <= 7 || n % 2 === 0);
  return (
    <details class="as-table card">
      <summary>
        {t("chart.table")}
        <span class="hidden">: {t("view.map")}</span>
      </summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("view.map")}>
        <table>
          <caption>{t("map.table", { x: title(meta.byName[frame.x.name]), y: title(meta.byName[frame.y.name]) })}</caption>
          <thead>
            <tr>
              <td />
              {thinned(frame.x.values).map(([value, n]) => (
                <th scope="col" key={n}>
                  {leverValue(meta.byName[frame.x.name], value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {thinned(frame.y.values).map(([value, row]) => (
              <tr key={row}>
                <th scope="row">{leverValue(meta.byName[frame.y.name], value)}</th>
                {thinned(frame.x.values).map(([, column]) => (
                  <td key={column}>{percent(frame.good[row][column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
