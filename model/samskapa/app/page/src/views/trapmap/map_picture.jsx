// The map itself: shares as tones, the tipping line, the nearest edge, and the point that can be moved.

import { useEffect, useRef } from "preact/hooks";
import { goodTone } from "../../draw/colours.js";
import { leverValue, leverWords, named, percent, t, axisUnit } from "../../words/index.js";
import { edgeFrom, goodAt } from "./edge.js";

const BOX = { width: 600, height: 438, left: 62, right: 16, top: 14, bottom: 30 };
const INNER = { width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom };
const FINE = 90;

/** The name of an axis with its unit. */
export const title = (lever) => `${named("lever", lever.name)} (${axisUnit(lever.unit)})`;

export function MapPicture({ meta, frame, at, move }) {
  const tones = useRef(null);
  const svg = useRef(null);
  const [x0, x1] = [frame.x.values[0], frame.x.values[frame.x.values.length - 1]];
  const [y0, y1] = [frame.y.values[0], frame.y.values[frame.y.values.length - 1]];
  const px = (x) => BOX.left + (INNER.width * (x - x0)) / (x1 - x0);
  const py = (y) => BOX.top + INNER.height * (1 - (y - y0) / (y1 - y0));
  const lever = { x: meta.byName[frame.x.name], y: meta.byName[frame.y.name] };
  const edge = edgeFrom(frame, at.x, at.y);
  const tidy = (side, value, low, high) => {
    const kept = Math.min(high, Math.max(low, value));
    return lever[side].whole ? Math.round(kept) : Number(kept.toPrecision(4));
  };
  const put = (x, y) => move(tidy("x", x, x0, x1), tidy("y", y, y0, y1));

  useEffect(() => paintTones(tones.current, frame, x0, x1, y0, y1), [frame]);

  const follow = (event) => {
    const box = svg.current.getBoundingClientRect();
    const left = ((event.clientX - box.left) / box.width) * BOX.width;
    const top = ((event.clientY - box.top) / box.height) * BOX.height;
    put(x0 + ((x1 - x0) * (left - BOX.left)) / INNER.width, y1 - ((y1 - y0) * (top - BOX.top)) / INNER.height);
  };
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const value = `${named("lever", frame.x.name)} ${leverWords(lever.x, at.x)}, ${named("lever", frame.y.name)} ${leverWords(lever.y, at.y)}: ${percent(goodAt(frame, at.x, at.y))}`;
  const step = (side, low, high, way) => way * (lever[side].whole ? 1 : (high - low) / 50);
  return (
    <div class="map-box">
      <p class="map-axis" aria-hidden="true">
        ↑ {title(lever.y)}
      </p>
      <div class="map">
        <canvas
          ref={tones}
          width={FINE}
          height={FINE}
          aria-hidden="true"
          style={{
            left: `${(100 * BOX.left) / BOX.width}%`,
            top: `${(100 * BOX.top) / BOX.height}%`,
            width: `${(100 * INNER.width) / BOX.width}%`,
            height: `${(100 * INNER.height) / BOX.height}%`,
          }}
        />
        <svg
          ref={svg}
          viewBox={`0 0 ${BOX.width} ${BOX.height}`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            follow(event);
            event.preventDefault();
          }}
          onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
        >
          <g aria-hidden="true">
            <rect x={BOX.left} y={BOX.top} width={INNER.width} height={INNER.height} fill="none" stroke="#55606a" />
            {frame.line.map((piece, n) => (
              <g key={n}>
                <polyline
                  points={piece.map(([x, y]) => `${px(x)},${py(y)}`).join(" ")}
                  fill="none"
                  stroke="#fff"
                  stroke-width="6"
                  stroke-linejoin="round"
                />
                <polyline
                  points={piece.map(([x, y]) => `${px(x)},${py(y)}`).join(" ")}
                  fill="none"
                  stroke="#1d2429"
                  stroke-width="2.5"
                  stroke-linejoin="round"
                />
              </g>
            ))}
            <Sides {...{ frame, px, py, at }} />
            {edge.distance !== null && (
              <path d={`M${px(at.x)} ${py(at.y)}L${px(edge.x)} ${py(edge.y)}`} stroke="#1d2429" stroke-dasharray="4 4" />
            )}
            {ticks(x0, x1).map((x, n, all) => (
              <text
                key={x}
                class="tick-text"
                x={px(x) + (n === all.length - 1 ? BOX.right - 2 : 0)}
                y={BOX.height - BOX.bottom + 20}
                text-anchor={n === all.length - 1 ? "end" : "middle"}
              >
                {leverValue(lever.x, x)}
              </text>
            ))}
            {ticks(y0, y1).map((y) => (
              <text key={y} class="tick-text" x={BOX.left - 8} y={py(y) + 4} text-anchor="end">
                {leverValue(lever.y, y)}
              </text>
            ))}
          </g>
          <g
            class="point"
            role="slider"
            tabindex="0"
            aria-label={t("map.point")}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(100 * goodAt(frame, at.x, at.y))}
            aria-valuetext={value}
            transform={`translate(${px(Math.min(x1, Math.max(x0, at.x)))} ${py(Math.min(y1, Math.max(y0, at.y)))})`}
            onKeyDown={(event) => {
              const way = keys[event.key];
              if (!way) return;
              put(at.x + step("x", x0, x1, way[0]), at.y + step("y", y0, y1, way[1]));
              event.preventDefault();
            }}
          >
            <circle r="16" fill="transparent" />
            <circle class="halo" r="11" fill="#fff" stroke="#0072b2" stroke-width="3" />
            <circle r="4" fill="#0072b2" />
          </g>
        </svg>
      </div>
      <p class="map-axis across" aria-hidden="true">
        {title(lever.x)} →
      </p>
    </div>
  );
}

/** Words on both sides of the line, where each is surest. */
function Sides({ frame, px, py, at }) {
  const found = {};
  frame.good.forEach((row, j) =>
    row.forEach((share, i) => {
      const [x, y] = [px(frame.x.values[i]), py(frame.y.values[j])];
      const inside = Math.min(
        60,
        x - BOX.left - 40,
        BOX.width - BOX.right - 40 - x,
        y - BOX.top - 20,
        BOX.height - BOX.bottom - 20 - y,
      );
      const free = Math.min(
        260,
        2.6 * Math.hypot(px(at.x) - x, 3 * (py(at.y) - y)),
        ...frame.line.flat().map(([u, v]) => 2 * Math.hypot(px(u) - x, 2 * (py(v) - y))),
      );
      for (const [side, sure] of [
        ["opens", share],
        ["closes", 1 - share],
      ]) {
        const score = sure * 100 + free + inside;
        if (sure > 0.75 && (!found[side] || score > found[side].score))
          found[side] = { score, x: frame.x.values[i], y: frame.y.values[j] };
      }
    }),
  );
  return Object.entries(found).map(([side, { x, y }]) => (
    <text
      key={side}
      class="side-text"
      x={Math.min(BOX.width - 90, Math.max(BOX.left + 70, px(x)))}
      y={py(y) + 5}
      text-anchor="middle"
    >
      {t(`map.${side}`)}
    </text>
  ));
}

function ticks(low, high) {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => Number((low + (high - low) * share).toPrecision(3)));
}

function paintTones(canvas, frame, x0, x1, y0, y1) {
  const ctx = canvas.getContext("2d");
  for (let i = 0; i < FINE; i += 1) {
    for (let j = 0; j < FINE; j += 1) {
      ctx.fillStyle = goodTone(goodAt(frame, x0 + ((x1 - x0) * (i + 0.5)) / FINE, y1 - ((y1 - y0) * (j + 0.5)) / FINE));
      ctx.fillRect(i, j, 1, 1);
    }
  }
}
