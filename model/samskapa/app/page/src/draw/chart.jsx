// A chart of weeks: bands of 50 and 90 % and a median for each world, or a single line; letters at the lines' ends.

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { speech } from "../words/index.js";
import { FAINT, HAIR, SOFT, thin } from "./colours.js";

const FONT = "11px system-ui, sans-serif";

function columns(worlds, weeks) {
  const x = Array.from({ length: weeks }, (_, week) => week);
  const data = [x];
  for (const world of worlds) for (const row of rowsOf(world)) data.push(padded(row, weeks));
  return data;
}

const rowsOf = (world) => (world.bands ? [...world.bands] : [world.line]);

function padded(row, weeks) {
  const column = new Array(weeks).fill(null);
  for (let week = 0; week < Math.min(weeks, row.length); week += 1) {
    if (!Number.isNaN(row[week])) column[week] = row[week];
  }
  return column;
}

function seriesOf(worlds) {
  const series = [{}];
  const bands = [];
  for (const world of worlds) {
    const first = series.length;
    const middle = { stroke: world.colour, width: 2, dash: world.dash, points: { show: false } };
    if (!world.bands) {
      series.push(middle);
      continue;
    }
    const edge = { stroke: "transparent", width: 0, points: { show: false } };
    series.push(edge, edge, middle, edge, edge); // 5, 25, 50, 75, 95
    bands.push({ series: [first + 4, first], fill: thin(world.colour, 0.13) });
    bands.push({ series: [first + 3, first + 1], fill: thin(world.colour, 0.2) });
  }
  return { series, bands };
}

function letters(worlds) {
  return (u) => {
    const { ctx } = u;
    const ratio = devicePixelRatio;
    const ends = [];
    let column = 1;
    for (const world of worlds) {
      const data = u.data[world.bands ? column + 2 : column];
      column += world.bands ? 5 : 1;
      let last = data.length - 1;
      while (last > 0 && data[last] === null) last -= 1;
      if (data[last] !== null)
        ends.push({ world, x: u.valToPos(last, "x", true), y: u.valToPos(data[last], "y", true) });
    }
    ends.sort((p, q) => p.y - q.y);
    for (let n = 1; n < ends.length; n += 1) ends[n].y = Math.max(ends[n].y, ends[n - 1].y + 13 * ratio);
    let lowest = u.bbox.top + u.bbox.height - 6 * ratio;
    for (const end of ends.toReversed()) {
      end.y = Math.min(end.y, lowest);
      lowest = end.y - 13 * ratio;
    }
    ctx.save();
    ctx.font = `bold ${12 * ratio}px system-ui, sans-serif`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    for (const end of ends) {
      ctx.fillStyle = end.world.text ?? end.world.colour;
      ctx.fillText(end.world.letter ?? "", end.x + 5 * ratio, end.y);
    }
    ctx.restore();
  };
}

function shaded(spans) {
  return (u) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.fillStyle = "#eef1f3";
    for (const [from, until] of spans.current ?? []) {
      const left = Math.max(bbox.left, u.valToPos(from, "x", true));
      const right = Math.min(bbox.left + bbox.width, u.valToPos(until, "x", true));
      if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    ctx.restore();
  };
}

/** The range of an axis: shares begin at zero; differences keep zero in sight. */
export function rangeOf(unit, low, high, around = false) {
  if (low === null || high === null || !Number.isFinite(low)) return [0, 1];
  if (around) {
    const most = Math.max(Math.abs(low), Math.abs(high), 0.02);
    return [Math.min(low, 0) - 0.08 * most, Math.max(high, 0) + 0.08 * most];
  }
  if (unit?.startsWith("share")) return [0, Math.min(1.02, Math.max(0.12, high * 1.08))];
  return [Math.min(0, low), Math.max(high * 1.08, 0.1)];
}

function placeMark(u, mark, week) {
  if (!mark) return;
  mark.hidden = week === null;
  if (week !== null) mark.style.transform = `translateX(${Math.round(u.valToPos(week, "x"))}px)`;
}

/**
 * Worlds: `{letter, colour, text, dash, bands: [p5, p25, p50, p75, p95]}` or `{..., line}`.
 * `ticks` writes a value of the axis; `week` is marked; `onWeek(week)` hears the pointer (null when it leaves).
 */
export function Chart({
  worlds,
  weeks,
  unit,
  ticks,
  spans = [],
  week = null,
  onWeek,
  height = 170,
  around = false,
  name,
}) {
  const box = useRef(null);
  const plot = useRef(null);
  const mark = useRef(null);
  const shade = useRef(spans);
  const pick = useRef(onWeek);
  const write = useRef(ticks);
  const now = useRef(week);
  now.current = week;
  shade.current = spans;
  pick.current = onWeek;
  write.current = ticks;
  const kind = `${worlds.map((one) => `${one.letter}${one.colour}${one.bands ? 5 : 1}`).join()}/${unit}/${around}/${height}/${speech.get().lang}`;

  useEffect(() => {
    const { series, bands } = seriesOf(worlds);
    const axis = {
      stroke: SOFT,
      font: FONT,
      grid: { stroke: HAIR, width: 1 },
      ticks: { stroke: FAINT, width: 1, size: 4 },
    };
    const options = {
      width: Math.max(120, box.current.clientWidth),
      height,
      series,
      bands,
      legend: { show: false },
      padding: [8, around ? 34 : 20, 0, 0],
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      scales: { x: { time: false }, y: { range: (u, low, high) => rangeOf(unit, low, high, around) } },
      axes: [
        { ...axis, grid: { show: false }, incrs: [4, 13, 26, 52, 104, 208], space: 44, size: 26 },
        {
          ...axis,
          size: 46,
          space: 34,
          values: (u, all) => all.map((one) => write.current(one)),
          ticks: { show: false },
        },
      ],
      hooks: {
        setSize: [(u) => placeMark(u, mark.current, now.current)],
        drawClear: [shaded(shade)],
        draw: [letters(worlds)],
        setCursor: [(u) => pick.current?.(u.cursor.left >= 0 ? u.cursor.idx : null)],
      },
    };
    const u = new uPlot(options, columns(worlds, weeks), box.current);
    plot.current = u;
    mark.current = document.createElement("div");
    mark.current.className = "chart-week";
    u.over.append(mark.current);
    const watch = new ResizeObserver(() => {
      const width = box.current?.clientWidth;
      if (width && Math.abs(width - u.width) > 1) u.setSize({ width, height });
    });
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      u.destroy();
      plot.current = null;
    };
  }, [kind]);

  useEffect(() => {
    plot.current?.setData(columns(worlds, weeks));
  }, [worlds, weeks, JSON.stringify(spans)]);

  useEffect(() => {
    if (plot.current) placeMark(plot.current, mark.current, week);
  }, [week, worlds, kind]);

  return <div ref={box} class="chart" role="img" aria-label={name} />;
}
