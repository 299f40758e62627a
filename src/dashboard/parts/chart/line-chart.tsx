import { lazy, Suspense } from "react";
import { fetchCode } from "../../api/fetch-code.ts";
import { Skeleton } from "../skeleton.tsx";
import type { ChartTable } from "./chart-frame.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import type { LineChartParts } from "./line-chart-parts.ts";

const Drawn = lazy(async () => ({ default: (await fetchCode(() => import("./line-drawing.tsx"))).LineDrawing }));

/** Lines over an axis, numbers on hover, and the same as a table. */
export function LineChart(parts: LineChartParts) {
  const { title, unit, n, evidence, x, lines, writeX, writeY } = parts;
  const table: ChartTable = {
    columns: ["", ...lines.map(({ label }) => label)],
    rows: x.map((value, at) => [
      writeX(value),
      ...lines.map(({ values }) => (values[at] == null ? null : writeY(values[at] as number))),
    ]),
  };
  return (
    <ChartFrame title={title} unit={unit} n={n} evidence={evidence} table={table}>
      <Suspense fallback={<Skeleton lines={5} label={`Drawing ${title}`} />}>
        <Drawn {...parts} />
      </Suspense>
    </ChartFrame>
  );
}
