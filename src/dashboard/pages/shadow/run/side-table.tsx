import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { ShadowSide } from "../../../../shadow/comparison.ts";
import { TwoSides } from "../../../parts/two-sides.tsx";

const tokens = (count: number | null): string => (count === null ? "–" : thousands(count));

const ROWS: readonly (readonly [string, (side: ShadowSide) => ReactNode])[] = [
  ["Answered by", ({ target }) => target ?? "nobody"],
  ["Latency", ({ latency_ms: value }) => milliseconds(value)],
  ["Cost", ({ cost_usd: value }) => usd(value)],
  ["Tokens in / out", (side) => `${tokens(side.input_tokens)} / ${tokens(side.output_tokens)}`],
  [
    "Request",
    ({ request_id: id }) =>
      id === null ? (
        "not in the log"
      ) : (
        <Link to="/logs" search={{ open: id }} className="inline-block text-accent hover:underline leading-6">
          {id}
        </Link>
      ),
  ],
];

/** Figures of both sides of a pair. */
export function SideTable({ primary, shadow }: { readonly primary: ShadowSide; readonly shadow: ShadowSide }) {
  return (
    <TwoSides
      caption="Both sides of the pair"
      heads={["Primary", "Shadow"]}
      rows={ROWS.map(([name, read]) => ({ name, before: read(primary), after: read(shadow) }))}
    />
  );
}
