import { useEffect, useRef } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { LineChartParts } from "./line-chart-parts.ts";

const HEIGHT = 240;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function optionsOf({ lines, time = false, writeX, writeY }: LineChartParts, width: number): UPlot.Options {
  const axis = { stroke: colour("soft"), grid: { stroke: colour("rule") }, ticks: { stroke: colour("rule") } };
  return {
    width,
    height: HEIGHT,
    // In UTC, as everything else in the product.
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    scales: { x: { time } },
    axes: [axis, { ...axis, size: 70, values: (_, splits) => splits.map(writeY) }],
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
  return <div ref={place} className="min-w-0 overflow-hidden text-xs" />;
}
