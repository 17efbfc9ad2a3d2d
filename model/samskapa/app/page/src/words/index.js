// The words of the page: one dictionary a language, loaded when it is spoken; numbers in the language's own form.

import { makeStore } from "../state/store.js";

export const LANGUAGES = ["en", "sv", "da", "nb", "fi"];
export const NAMES = { en: "English", sv: "Svenska", da: "Dansk", nb: "Norsk bokmål", fi: "Suomi" };
const files = import.meta.glob("./*.json");
const lessonFiles = import.meta.glob("../lessons/words/*.json");

export const speech = makeStore({ lang: null });
let words = {};
let forms = new Map();

/** Load a language and speak it. */
export async function speak(lang) {
  if (speech.get().lang === lang) return;
  const heard = (await files[`./${lang}.json`]()).default;
  const lessons = lessonsOpen ? (await lessonFiles[`../lessons/words/${lang}.json`]()).default : {};
  words = { ...heard, ...lessons };
  forms = new Map();
  document.documentElement.lang = lang;
  speech.set({ lang });
}

let lessonsOpen = false;

/** Words of the lessons too, from now on. */
export async function openLessons() {
  if (lessonsOpen) return;
  const { lang } = speech.get();
  const heard = (await lessonFiles[`../lessons/words/${lang}.json`]()).default;
  lessonsOpen = true;
  words = { ...words, ...heard };
}

export const has = (key) => key in words;

/** The words of a key; `{name}` is filled in, `{name|one|many}` chooses by number, with # for the number. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, many) => {
    if (!(name in values)) return whole;
    const value = values[name];
    if (one === undefined) return typeof value === "number" ? number(value) : String(value);
    return (value === 1 ? one : many).replace("#", number(value));
  });
}

function form(options) {
  const key = JSON.stringify(options);
  if (!forms.has(key)) forms.set(key, new Intl.NumberFormat(speech.get().lang ?? "en", options));
  return forms.get(key);
}

/** A number in the language's form; not known is a dash. */
export function number(value, digits = 2) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return form({ maximumFractionDigits: digits })
    .format(Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value)
    .replace(/^-/, "−");
}

/** Decimals that a share needs: one below ten per cent, none above. */
const digitsOf = (value) => (Math.abs(value) < 0.0995 && Math.abs(value) >= 0.0005 ? 1 : 0);
const unknown = (value) => value === null || value === undefined || Number.isNaN(value);

/** A share as per cent. */
export function percent(value, digits = digitsOf(value)) {
  if (unknown(value)) return "–";
  return form({ style: "percent", maximumFractionDigits: digits })
    .format(Math.abs(value) < 0.0005 ? 0 : value)
    .replace(/^-/, "−");
}

/** A number with its sign, as differences have; shares differ by points of per cent. */
export function signed(value, unit) {
  if (unknown(value)) return "–";
  const size = unit?.startsWith("share")
    ? `${number(100 * Math.abs(value), digitsOf(value))} ${t("unit.points")}`
    : inUnit(Math.abs(value), unit);
  if (Math.abs(value) < 0.0005) return size;
  return value < 0 ? `−${size}` : `+${size}`;
}

/** A value in its unit, shortly: shares in per cent, the rest as numbers. */
export function inUnit(value, unit) {
  if (unit?.startsWith("share")) return percent(value);
  if (!unknown(value) && Math.abs(value) >= 100) return number(value, 0);
  return number(value, unit === "stock 0 to 2" ? 2 : 1);
}

/** No end of an interval lies where no value can be. */
function within(value, unit, difference) {
  const most = unit.startsWith("share") ? 1 : unit === "stock 0 to 2" ? 2 : Infinity;
  return Math.min(most, Math.max(difference ? -most : 0, value));
}

/** `41 % [36–47]` */
export function withInterval(estimate, unit, sign = false) {
  if (!estimate || unknown(estimate.mean)) return "–";
  const { mean, low, high } = estimate;
  const middle = sign ? signed(mean, unit) : inUnit(mean, unit);
  if (unknown(low)) return middle;
  const share = unit?.startsWith("share");
  const digits = share ? digitsOf(mean || high) : Math.abs(mean) >= 100 ? 0 : unit === "stock 0 to 2" ? 2 : 1;
  const end = (value) =>
    form({ minimumFractionDigits: digits, maximumFractionDigits: digits })
      .format((share ? 100 : 1) * within(value, unit, sign))
      .replace(/^-(?=[0.,]+$)/, "")
      .replace(/^-/, "−");
  const between = low < 0 && (sign || !share) ? ` ${t("to")} ` : "–";
  return `${middle} [${end(low)}${between}${end(high)}]`;
}

/** The word of a unit. A test sees to it that every unit of the model has one in every language. */
export const unitWord = (unit) => t(`unit.${unit.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`);

/** The unit of an axis: shares stand there in per cent, and their differences in points of it. */
export function axisUnit(unit, difference = false) {
  if (difference && unit.startsWith("share")) return t("unit.percentage_points");
  return unit === "share" ? t("unit.per_cent") : unitWord(unit);
}

/** A unit in brackets behind a name, where the value itself does not show it. */
export const unitNote = (unit) => (unit.startsWith("share") ? "" : ` (${unitWord(unit)})`);

/** A lever's value as one says it. */
export function leverValue(lever, value) {
  if (value === undefined || value === null) return "–";
  if (lever.unit === "no 0, yes 1") return t(value ? "yes" : "no");
  if (lever.unit === "share") return percent(value);
  return number(value, 3);
}

/** A lever's value with its unit, as a sentence needs it. */
export function leverWords(lever, value) {
  const plain = value === undefined || value === null || lever.unit === "no 0, yes 1" || lever.unit === "share";
  return plain ? leverValue(lever, value) : `${leverValue(lever, value)} ${unitWord(lever.unit)}`;
}

const SPREAD = /^(.+)_(sd|p10|p50|p90)$/;

/** What the model calls by a name, in the page's language; how an outcome is spread is said in two parts. */
export function named(kind, name) {
  const spread = kind === "outcome" && !has(`outcome.${name}`) && SPREAD.exec(name);
  return spread ? t(`spread.${spread[2]}`, { what: named("outcome", spread[1]) }) : t(`${kind}.${name}`);
}

/** A name with its underscores taken out: what somebody else has named, in a file of their own. */
export const bare = (name) => name.replace(/_/g, " ").replace(/^./, (letter) => letter.toUpperCase());

/** A service: in the page's language if it bears a usual name, as `office_2`. */
export function serviceName(name) {
  const [, kind, number] = /^(.+?)(?:_(\d+))?$/.exec(name);
  if (!has(`service.${kind}`)) return bare(name);
  return number ? `${t(`service.${kind}`)} ${number}` : t(`service.${kind}`);
}

/** What is set in a world: a lever with its value, or a way of thinking. */
export function settingWords(meta, name, value) {
  const lever = meta.byName[name];
  return lever
    ? `${named("lever", name)} ${leverWords(lever, value)}`
    : `${t(`switch.${name}`)} ${t(`switch.${name}.${value}`).replace(/\.$/, "")}`;
}
