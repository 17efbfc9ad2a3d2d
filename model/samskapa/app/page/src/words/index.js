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
      .format((share ? 100 : 1) * (share && !sign ? Math.min(1, Math.max(0, value)) : value) + 0)
      .replace(/^-/, "−");
  const between = low < 0 && (sign || !share) ? ` ${t("to")} ` : "–";
  return `${middle} [${end(low)}${between}${end(high)}]`;
}

/** The word of a unit. */
export function unitWord(unit) {
  const key = `unit.${unit.replace(/[^a-z0-9]+/g, "_")}`;
  return has(key) ? t(key) : unit;
}

/** A lever's value as one says it. */
export function leverValue(lever, value) {
  if (value === undefined || value === null) return "–";
  if (lever.unit === "no 0, yes 1") return t(value ? "yes" : "no");
  if (lever.unit === "share") return percent(value);
  return number(value, 3);
}

/** A name with its underscores taken out, where the dictionary has no word for it. */
export const bare = (name) => name.replace(/_/g, " ").replace(/^./, (letter) => letter.toUpperCase());
export const named = (kind, name) => (has(`${kind}.${name}`) ? t(`${kind}.${name}`) : bare(name));
