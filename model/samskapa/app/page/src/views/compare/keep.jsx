// Taking results away: numbers, pictures, scenarios, paper.

import { Icon } from "../../draw/icons.jsx";
import { asPng, asSvg, strokesOf } from "../../draw/picture.js";
import { save } from "../../draw/save.js";
import { saveScenario } from "../../controls/scenario_file.jsx";
import { changeWords } from "../../controls/timeline.jsx";
import { addressNow } from "../../state/page.js";
import { axisUnit, named, settingWords, t } from "../../words/index.js";
import { partOf, worldsOf } from "./chart_card.jsx";
import { titleOf } from "./headline.jsx";

const QUANTILES = ["p5", "p25", "p50", "p75", "p95"];
const DIFFERENCE = ["mean", "low", "high", "p5", "p95"];

/** Weekly numbers as a long table: outcome, week, world, statistic, value. */
export function csvOf(frame) {
  const rows = ["outcome,week,world,statistic,value"];
  const put = (array, world, statistics) => {
    if (!array) return;
    frame.outcomes.forEach((name, k) =>
      statistics.forEach((statistic, q) => {
        array
          .row(k, q)
          .forEach((value, week) =>
            rows.push(`${name},${week},${world},${statistic},${Number.isNaN(value) ? "" : value}`),
          );
      }),
    );
  };
  put(frame.arrays.a, "A", QUANTILES);
  put(frame.arrays.b, "B", QUANTILES);
  put(frame.arrays.difference, "A-B", DIFFERENCE);
  return `${rows.join("\n")}\n`;
}

export function Keep({ meta, frame, shown, kind, spans, weeks, state }) {
  const { a, b, people, chance } = state;
  const ready = Boolean(frame?.final);

  function picture() {
    const charts = shown.map((name) => ({
      title: named("outcome", name),
      unit: meta.outcome[name].unit,
      axis: axisUnit(meta.outcome[name].unit, kind === "difference"),
      worlds: worldsOf(partOf(frame, name), kind),
      around: kind === "difference",
    }));
    return strokesOf({
      charts,
      weeks,
      spans,
      lines: [`A ${titleOf(meta, a)} · B ${titleOf(meta, b)}`, `A: ${differs(a)}`, `B: ${differs(b)}`],
      foot: [t("keep.foot", { runs: frame.runs, people, chance, version: meta.version })],
    });
  }

  const differs = (world) =>
    [
      ...Object.entries(world.set).map(([name, value]) => settingWords(meta, name, value)),
      ...world.changes.map((one) => changeWords(meta, one)),
    ].join("; ") || t("keep.as_is");

  const ways = [
    ["csv", () => save(new Blob([csvOf(frame)], { type: "text/csv" }), "samskapa.csv")],
    ["svg", () => save(new Blob([asSvg(picture(), "samskapa")], { type: "image/svg+xml" }), "samskapa.svg")],
    ["png", async () => save(await asPng(picture()), "samskapa.png")],
    ["toml_a", () => saveScenario(meta, a, "world_a")],
    ["toml_b", () => saveScenario(meta, b, "world_b")],
  ];
  return (
    <section class="card keep">
      <h2>{t("keep.title")}</h2>
      <div class="keep-ways">
        {ways.map(([name, act]) => (
          <button key={name} type="button" class="quiet" disabled={!ready} onClick={act}>
            <Icon name="down" size={16} />
            {t(`keep.${name}`)}
          </button>
        ))}
        <button type="button" class="quiet" onClick={() => print()}>
          <Icon name="print" size={16} />
          {t("keep.print")}
        </button>
      </div>
      <p class="soft">{t("keep.about", { people, chance, version: meta.version })}</p>
      <p class="soft">
        A: {differs(a)}
        <br />
        B: {differs(b)}
      </p>
      <p class="only-print">{addressNow()}</p>
    </section>
  );
}
