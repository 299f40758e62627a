import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { ShadowSide } from "../../../../shadow/comparison.ts";

const tokens = (count: number | null): string => (count === null ? "–" : thousands(count));

const ROWS: readonly (readonly [string, (side: ShadowSide) => ReactNode])[] = [
  ["answered by", ({ target }) => target ?? "nobody"],
  ["latency", ({ latency_ms: value }) => milliseconds(value)],
  ["cost", ({ cost_usd: value }) => usd(value)],
  ["tokens in / out", (side) => `${tokens(side.input_tokens)} / ${tokens(side.output_tokens)}`],
  [
    "request",
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
    <table className="w-full text-left text-sm">
      <caption className="sr-only">Both sides of the pair</caption>
      <thead className="text-soft">
        <tr className="border-b border-rule">
          <th scope="col" className="py-1 pr-3 font-medium">
            Figure
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Primary
          </th>
          <th scope="col" className="py-1 font-medium">
            Shadow
          </th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([name, read]) => (
          <tr key={name} className="border-b border-rule align-top">
            <th scope="row" className="py-1 pr-3 font-normal wrap-normal text-soft first-letter:uppercase">
              {name}
            </th>
            <td className="py-1 pr-3 wrap-anywhere">{read(primary)}</td>
            <td className="py-1 wrap-anywhere">{read(shadow)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
