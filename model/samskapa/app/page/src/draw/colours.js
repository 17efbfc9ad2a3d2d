// Colours of the page on canvas: the same as in the figures. Colour never speaks alone.

export const INK = "#1d2429";
export const SOFT = "#55606a";
export const FAINT = "#9aa4ac";
export const HAIR = "#dfe3e4";
export const PAPER = "#ffffff";

/** World A is blue and solid, B vermilion and dashed (Okabe and Ito); `text` is dark enough for letters. */
export const SIDES = {
  a: { letter: "A", line: "#0072b2", text: "#005f95", dash: [] },
  b: { letter: "B", line: "#d55e00", text: "#a84a00", dash: [6, 4] },
};

export const KEPT = "#1f7a70";
export const LATE = "#7cc0b4";
export const BROKEN = "#a4601a";
export const ENABLING = "#1f7a70";
export const ENTRAPPING = "#a4601a";

const TRUST = [
  [253, 240, 205],
  [240, 205, 150],
  [150, 190, 175],
  [58, 132, 140],
  [16, 66, 90],
];

function between(stops, share) {
  const place = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1);
  const n = Math.floor(place);
  return stops[n].map((from, k) => Math.round(from + (stops[n + 1][k] - from) * (place - n)));
}

export const TONES = 24;
/** Trust from none (pale) to full (dark): growing in darkness, so that it is read without colour as well. */
export const TRUST_TONES = Array.from({ length: TONES }, (_, n) => `rgb(${between(TRUST, n / (TONES - 1)).join(" ")})`);

/** A share of good runs, from what closes in to what opens; dark at both ends, pale where it is undecided. */
export function goodTone(share) {
  return `rgb(${between(
    [
      [177, 104, 32],
      [232, 196, 150],
      [246, 244, 236],
      [160, 208, 198],
      [31, 122, 112],
    ],
    share,
  ).join(" ")})`;
}

/** The same colour with less of it. */
export function thin(colour, share) {
  const n = parseInt(colour.slice(1), 16);
  return `rgb(${n >> 16} ${(n >> 8) & 255} ${n & 255} / ${share})`;
}
