// The one picture of the trap: two valleys with a ridge between; the same house rests in either.

import { t } from "../../words/index.js";

const INK = "#1d2429";
const HILL =
  "M0 120 C40 118 60 122 90 190 C120 258 150 268 190 268 C240 268 270 250 310 176 C345 112 365 96 395 96 " +
  "C430 96 450 118 485 182 C525 258 560 276 610 276 C655 276 690 262 715 200 C735 150 760 122 800 120";

function Table({ x, y, people, fill, slips }) {
  return (
    <g>
      <ellipse cx={x} cy={y} rx="34" ry="16" fill="#fff" stroke={INK} />
      {people.map(([dx, dy, kind], n) =>
        kind === "square" ? (
          <rect key={n} x={x + dx - 9} y={y + dy - 9} width="18" height="18" fill="#5f8fb0" stroke={INK} />
        ) : (
          <circle key={n} cx={x + dx} cy={y + dy} r="10" fill={fill} stroke={INK} />
        ),
      )}
      {slips.map(([dx, kind], n) => (
        <Slip key={n} x={x + dx} y={y + 74} kind={kind} />
      ))}
    </g>
  );
}

function Slip({ x, y, kind }) {
  if (kind === "kept") return <rect x={x} y={y} width="11" height="15" fill="#1f7a70" stroke="#1f7a70" />;
  return (
    <g>
      <path d={`M${x} ${y}h11v6l-4 3-3-4-4 4z`} fill="#fff" stroke="#a4601a" />
      <path d={`M${x} ${y + 12}l4-4 3 4 5-3v7h-12z`} fill="#a4601a" />
    </g>
  );
}

export function TrapPicture() {
  return (
    <figure class="trap-picture">
      <svg viewBox="0 36 800 294" role="img" aria-label={t("start.picture.spoken")}>
        <path d={`${HILL} L800 330 L0 330 Z`} fill="#eef1ee" />
        <path
          d="M0 120 C40 118 60 122 90 190 C120 258 150 268 190 268 C240 268 270 250 310 176 C345 112 365 96 395 96 L395 330 L0 330 Z"
          fill="#a4601a"
          opacity=".12"
        />
        <path
          d="M395 96 C430 96 450 118 485 182 C525 258 560 276 610 276 C655 276 690 262 715 200 C735 150 760 122 800 120 L800 330 L395 330 Z"
          fill="#1f7a70"
          opacity=".13"
        />
        <path d={HILL} fill="none" stroke={INK} stroke-width="2.5" />
        <path d="M395 70 V320" stroke="#55606a" stroke-dasharray="4 5" />
        <Table
          x={190}
          y={205}
          fill="#fdf0cd"
          people={[
            [-78, -14],
            [-64, -48],
            [70, -42],
            [84, -8],
            [0, -32, "square"],
          ]}
          slips={[
            [-30, "torn"],
            [-6, "torn"],
            [18, "torn"],
          ]}
        />
        <Table
          x={606}
          y={212}
          fill="#3a848c"
          people={[
            [-48, 4],
            [-40, -20],
            [-18, -33],
            [48, 4],
            [40, -20],
            [-30, 26],
            [30, 26],
            [6, -34, "square"],
          ]}
          slips={[
            [-30, "kept"],
            [-6, "kept"],
            [18, "kept"],
          ]}
        />
        <path
          d="M282 166 C306 92 344 52 388 52"
          fill="none"
          stroke="#0072b2"
          stroke-width="2.5"
          stroke-dasharray="7 5"
        />
        <path d="M404 52 C452 52 496 92 524 152" fill="none" stroke="#0072b2" stroke-width="2.5" />
        <path d="M528 162l-11-8 13-6z" fill="#0072b2" />
        <circle cx="396" cy="52" r="8" fill="#fff" stroke="#0072b2" stroke-width="2.5" />
      </svg>
      <figcaption>
        <p class="left">
          <strong>{t("start.picture.trap")}</strong> {t("start.picture.trap.about")}
        </p>
        <p class="middle">
          <strong>{t("start.picture.ridge")}</strong> {t("start.picture.ridge.about")}
        </p>
        <p class="right">
          <strong>{t("start.picture.open")}</strong> {t("start.picture.open.about")}
        </p>
      </figcaption>
    </figure>
  );
}
