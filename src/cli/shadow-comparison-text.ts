import type { ShadowComparison, ShadowSide, ShadowStep } from "../shadow/comparison.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import type { Terminal } from "./terminal.ts";
import { printable, truncate } from "./text-width.ts";

const MOST_DIFFERENCES = 8;
const MOST_CELLS = 60;

const value = (data: unknown): string =>
  data === undefined ? "nothing" : truncate(printable(JSON.stringify(data)), MOST_CELLS);

function titleOf(one: ShadowComparison): string {
  const of = [one.contract, one.case].filter((part) => part !== null).join(" / ");
  const name = of === "" ? (one.primary.request_id ?? "pair") : of;
  return one.trial === 1 ? name : `${name}, trial ${one.trial}`;
}

function outcomeOf(one: ShadowComparison, { colors }: Terminal): string {
  if (one.incomparable_reason !== null)
    return colors.yellow(`not compared: ${one.incomparable_reason.replaceAll("_", " ")}`);
  if (one.result === "loss") return colors.red(one.critical_loss ? "would fail (critical)" : "would fail");
  return (one.result ?? "compared").replaceAll("_", " ");
}

function sideText(name: string, { target, failure, latency_ms: latency, cost_usd: cost }: ShadowSide): string {
  const ended = failure === null ? "" : `, ${failure.class}: ${printable(failure.message)}`;
  return `${name} ${target ?? "nothing"}, ${milliseconds(latency)}, ${usd(cost)}${ended}`;
}

function findingLines(step: ShadowStep, { colors }: Terminal): readonly string[] {
  const sides = [
    ["primary", step.primary_findings],
    ["shadow", step.shadow_findings],
  ] as const;
  return sides.flatMap(([side, findings]) =>
    findings
      .filter(({ status }) => status !== "passed")
      .map(({ status, failure_class: kind, message }) => {
        const what = status === "failed" ? colors.red(kind ?? "failed") : colors.yellow("not told");
        return `${colors.dim(side)} ${step.contract}: ${what}: ${printable(message)}`;
      }),
  );
}

/** A comparison step by step: how it ended, both sides, what contracts found, and where the answers differ. */
export function shadowComparisonText(one: ShadowComparison, terminal: Terminal): string {
  const { colors } = terminal;
  const differences = one.differences.slice(0, MOST_DIFFERENCES);
  const more = one.differences.length - differences.length;
  const lines = [
    `${colors.bold(printable(titleOf(one)))}  ${outcomeOf(one, terminal)}${one.redacted ? ", input redacted" : ""}`,
    `  ${sideText("primary", one.primary)}`,
    `  ${sideText("shadow", one.shadow)}`,
    ...one.steps.flatMap((step) => findingLines(step, terminal)).map((line) => `  ${line}`),
    ...differences.map(
      ({ kind, path, original, replay }) =>
        `  ${colors.dim("differs")} ${kind.replaceAll("_", " ")} ${path === "" ? "/" : printable(path)}: ${value(original)} -> ${value(replay)}`,
    ),
    ...(more > 0 ? [`  ${colors.dim("differs")} at ${more} more places`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
