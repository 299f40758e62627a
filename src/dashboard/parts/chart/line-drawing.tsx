import { useEffect, useRef } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { LineChartParts } from "./line-chart-parts.ts";

const HEIGHT = 240;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** `11-21` where a day begins, else `14:00`, in UTC. @param seconds since the epoch */
function dayOrHour(seconds: number): string {
  const iso = new Date(seconds * 1_000).toISOString();
  const hour = iso.slice(11, 16);
  return hour === "00:00" ? iso.slice(5, 10) : hour;
}

function optionsOf({ lines, time = false, writeX, writeY }: LineChartParts, width: number): UPlot.Options {
  const rule = { stroke: colour("rule"), width: 1 };
  const axis = { stroke: colour("soft"), grid: rule, ticks: rule };
  const days = { values: (_: UPlot, splits: readonly number[]) => splits.map(dayOrHour) };
  return {
    width,
    height: HEIGHT,
    // In UTC, as everything else in the product.
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    scales: { x: { time } },
    axes: [time ? { ...axis, ...days } : axis, { ...axis, size: 70, values: (_, splits) => splits.map(writeY) }],
    series: [
      { label: "", value: (_, value) => (value == null ? "–" : writeX(value)) },
      ...lines.map(({ label, tone }) => ({
        label,
        stroke: colour(tone),
        width: 2,
        value: (_: UPlot, value: number | null) => (value == null ? "–" : writeY(value)),
      })),
    ],
  };
}

/** The drawing of a line chart; loaded with the first one. */
export function LineDrawing(parts: LineChartParts) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const data = [parts.x, ...parts.lines.map(({ values }) => values)] as UPlot.AlignedData;
    const chart = new UPlot(optionsOf(parts, element.clientWidth), data, element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [parts]);
  return (
    <div ref={place} className="min-w-0 overflow-hidden text-xs [&_.u-legend]:text-soft [&_.u-legend_th]:font-normal" />
  );
}
