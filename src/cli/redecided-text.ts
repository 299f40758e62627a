import type { RedecideResult } from "../actions/redecide.ts";
import { count, counted } from "./counts.ts";
import { percent } from "./percent.ts";
import { UNKNOWN } from "../core/figures/rounding.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

/** How many live rows are decided the same today, and the first that are not. */
export function redecidedText(result: RedecideResult, terminal: Terminal, dataFolder: string): string {
  const { rows, decided, same, share, differing, undecidable } = result;
  const not = [
    [undecidable.no_plan, "no plan was made for"],
    [undecidable.facts, "whose facts are gone"],
    [undecidable.config, "whose config is gone"],
  ] as const;
  const left = not.filter(([number]) => number > 0).map(([number, why]) => `${count(number)} ${why}`);
  const head = properties(terminal, [
    ["live rows", count(rows)],
    ["decided again", `${count(decided)}, each under the config and the facts it names`],
    ["same target", decided === 0 ? UNKNOWN : `${count(same)} (${percent(share)})`],
    ...(left.length === 0 ? [] : [["left out", left.join(", ")] as const]),
  ]);
  const [first] = differing;
  if (first === undefined) return head;
  const shown = differing.length < decided - same ? `, of ${counted(decided - same, "row")} the first` : "";
  return [
    head,
    `\n${terminal.colors.bold(`Decided differently${shown}`)}\n`,
    table(
      terminal,
      [
        { title: "id", shrinkTo: 13, cut: "middle" },
        { title: "then", shrinkTo: 14 },
        { title: "now", shrinkTo: 14 },
      ],
      differing.map(({ request_id: id, then, now }) => [id, then ?? "nobody", now ?? "nobody"]),
    ),
    `\nNext: ${typed(["logs", first.request_id], dataFolder)}\n`,
  ].join("");
}
