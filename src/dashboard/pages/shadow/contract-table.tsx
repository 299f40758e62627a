import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { thousands } from "../../../core/counts.ts";
import type { ContractCount } from "../../../shadow/by-contract.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";

const COUNTS = [
  ["both pass", "both_pass"],
  ["would fail", "losses"],
  ["gained", "gains"],
  ["both fail", "both_fail"],
  ["flaky", "flaky"],
  ["not compared", "incomparable_n"],
  ["differ", "differs"],
] as const;

/** Contracts that are listed at once: those with losses come first. */
const FIRST = 15;

/** Pairs by contract; each leads to its pairs of a run. */
export function ContractTable({
  contracts,
  run,
}: {
  readonly contracts: readonly ContractCount[];
  /** The run whose pairs are opened. */
  readonly run: string;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? contracts : contracts.slice(0, FIRST);
  return (
    <>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Contracts">
        <table className="w-full text-sm">
          <caption className="sr-only">Pairs of each contract, those with most losses first</caption>
          <thead className="text-soft">
            <tr className="border-b border-rule">
              <th scope="col" className="py-1.5 pr-4 text-left font-medium">
                Contract
              </th>
              {COUNTS.map(([title]) => (
                <th
                  key={title}
                  scope="col"
                  className="py-1.5 pl-3 text-right font-medium whitespace-nowrap first-letter:uppercase"
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.contract} className="border-b border-rule">
                <th scope="row" className="min-w-32 py-1.5 pr-4 text-left font-normal">
                  <Link
                    to="/shadow/runs/$id"
                    params={{ id: run }}
                    search={{ contract: one.contract }}
                    className="inline-block text-accent hover:underline leading-6"
                  >
                    {one.contract}
                  </Link>{" "}
                  {one.critical && <Badge tone="bad">critical</Badge>}
                </th>
                {COUNTS.map(([title, key]) => (
                  <td
                    key={title}
                    className={`py-1.5 pl-3 text-right ${key === "losses" && one.losses > 0 ? "font-semibold text-bad" : ""}`}
                  >
                    {thousands(one[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < contracts.length && (
        <Button weight="quiet" className="mt-1" onClick={() => setAll(true)}>
          Show all {thousands(contracts.length)} contracts
        </Button>
      )}
    </>
  );
}
