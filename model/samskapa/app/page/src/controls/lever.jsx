// A lever: a slider with its unit, its range, what it means and where that is from.

import { useState } from "preact/hooks";
import { Icon } from "../draw/icons.jsx";
import { has, leverValue, leverWords, named, number, speech, t, unitWord } from "../words/index.js";

/** The travel of a slider: the plausible range, wide enough for the present and the usual value. */
export function travel(lever, value, bounds) {
  const [from, to] = bounds ?? lever.plausible;
  const low = Math.max(lever.low, Math.min(from, value, bounds ? from : lever.default));
  const high = Math.min(lever.high, Math.max(to, value, bounds ? to : lever.default));
  return { low, high, step: lever.whole ? 1 : stepOf(high - low) };
}

function stepOf(width) {
  const raw = width / 100;
  const ten = 10 ** Math.floor(Math.log10(raw || 0.01));
  return [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= raw * 0.999) ?? ten;
}

/** Units that the value itself shows. */
const SHOWN = new Set(["no 0, yes 1", "share", "weeks"]);

const tidy = (value) => Number(value.toPrecision(6));

/** What a lever means, in the page's language if it has the words, and its source. */
export function About({ lever }) {
  const own = has(`lever.${lever.name}.short`);
  return (
    <div class="about">
      <p>{own ? t(`lever.${lever.name}.short`) : <InEnglish words={lever.meaning} />}</p>
      <p class="soft">
        {t("lever.range", {
          low: number(lever.low),
          high: number(lever.high),
          unit: unitWord(lever.unit),
          from: number(lever.plausible[0]),
          to: number(lever.plausible[1]),
        })}
      </p>
      <p class="soft">{t("lever.source", { source: sourceOf(lever) })}</p>
    </div>
  );
}

/** Words that stand in English in every language, and say so. */
export function InEnglish({ words }) {
  if (speech.get().lang === "en") return words;
  return (
    <>
      <span class="soft">{t("lever.in_english")}</span> <span lang="en">{words}</span>
    </>
  );
}

function sourceOf(lever) {
  const keys = [...lever.source.matchAll(/\[([^\]]+)\]/g)].map((one) => one[1]);
  return keys.map((key) => (key === "A" ? t("lever.assumption") : key)).join(", ");
}

/** `value` now, `usual` what the scenario has; `onChange(value)` or `onChange(undefined)` to go back to it. */
export function Lever({ lever, value, usual, onChange, side = "a", bounds, step }) {
  const [open, setOpen] = useState(false);
  const id = `${side}-${lever.name}`;
  const name = named("lever", lever.name);
  const changed = value !== usual;
  return (
    <div class={`lever ${changed ? "changed" : ""}`}>
      <div class="lever-head">
        <label for={id}>
          {name}
          {!SHOWN.has(lever.unit) && <span class="unit">{unitWord(lever.unit)}</span>}
        </label>
        <output for={id}>{lever.unit === "weeks" ? leverWords(lever, value) : leverValue(lever, value)}</output>
        {changed && (
          <button
            type="button"
            class="bare"
            onClick={() => onChange(undefined)}
            title={t("lever.reset")}
            aria-label={`${t("lever.reset")}: ${name}`}
          >
            <Icon name="undo" size={16} />
          </button>
        )}
        <button
          type="button"
          class="bare"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          aria-label={`${t("lever.about")}: ${name}`}
        >
          <Icon name="info" size={16} />
        </button>
      </div>
      <Handle {...{ lever, id, value, usual, onChange, bounds, step }} />
      {open && <About lever={lever} />}
      {open && <Exact {...{ lever, id, value, onChange }} />}
    </div>
  );
}

function Handle({ lever, id, value, usual, onChange, bounds, step }) {
  if (lever.unit === "no 0, yes 1") {
    return (
      <input
        id={id}
        type="checkbox"
        class="toggle"
        checked={value === 1}
        onChange={(event) => onChange(event.currentTarget.checked ? 1 : 0)}
      />
    );
  }
  const way = travel(lever, value, bounds);
  const place = (usual - way.low) / (way.high - way.low || 1);
  return (
    <div class="slide">
      <input
        id={id}
        type="range"
        min={way.low}
        max={way.high}
        step={step ?? way.step}
        value={value}
        aria-valuetext={leverWords(lever, value)}
        onInput={(event) => onChange(tidy(event.currentTarget.valueAsNumber))}
      />
      {place >= 0 && place <= 1 && <span class="usual" style={{ left: `calc(8px + (100% - 16px) * ${place})` }} />}
    </div>
  );
}

function Exact({ lever, id, value, onChange }) {
  if (lever.unit === "no 0, yes 1") return null;
  return (
    <p class="exact">
      <label for={`${id}-exact`}>{t("lever.exact")}</label>
      <input
        id={`${id}-exact`}
        type="number"
        min={lever.low}
        max={lever.high}
        step={lever.whole ? 1 : "any"}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          if (Number.isFinite(next)) onChange(Math.min(lever.high, Math.max(lever.low, next)));
        }}
      />
      <span class="soft">{unitWord(lever.unit)}</span>
    </p>
  );
}
