import type { Promotion } from "../actions/promote/promotion.ts";
import { changesText } from "./changes-text.ts";
import { milliseconds } from "./milliseconds.ts";
import { percent as percentText } from "./percent.ts";
import { properties } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";
import { typed } from "./typed.ts";
import { watchLine } from "./watch-text.ts";

const FROM = {
  attachment: "attached",
  endpoint: "the endpoint's own policy",
  project: "of its project",
  default: "the model each request names",
} as const;

/** What a promotion changes, its difference to what served, and how to take it back. */
export function promotionText(promotion: Promotion, terminal: Terminal, dataFolder: string): string {
  const { scope, before, after, dry_run: dryRun, changed } = promotion;
  const { colors } = terminal;
  const { kind } = promotion;
  const title = colors.bold(`${dryRun ? "Would serve" : "Serves"} ${scope}`);
  return [
    `${title}\n`,
    properties(terminal, [
      ["experiment", promotion.experiment],
      ["before", servedText(kind, before)],
      ["after", after.config],
      ["share", shareText(promotion)],
      ...promisedText(promotion),
      ...(promotion.watch === null ? [] : [["watch", watchLine(promotion.watch)] as const]),
    ]),
    `\n${colors.bold(kind)}\n${differenceText(promotion, terminal)}`,
    ...promotion.warnings.map((text) => `\n${colors.yellow("!")} ${printable(text)}`),
    promotion.warnings.length > 0 ? "\n" : "",
    closing(promotion, dataFolder, changed, dryRun),
  ].join("");
}

/** What serves, and where that comes from. */
export function servedText(kind: Promotion["kind"], { from, config }: Promotion["before"]): string {
  if (config === null) return FROM[from];
  return kind === "endpoint" ? config : `${config} (${FROM[from]})`;
}

/** Where nothing of the two is alike, or one of them is nothing, each is easier to read whole. */
export function differenceText(
  { before, after, diff }: Pick<Promotion, "diff"> & Readonly<Record<"before" | "after", { readonly policy: unknown }>>,
  terminal: Terminal,
): string {
  if (diff.length === 0) return "  no difference\n";
  if (diff.some(({ path }) => path !== "")) return changesText(diff, terminal);
  const { green, red } = terminal.colors;
  const lines = (policy: unknown, sign: string, paint: (text: string) => string): string =>
    JSON.stringify(policy, null, 2)
      .split("\n")
      .map((line) => `  ${paint(`${sign} ${printable(line)}`)}\n`)
      .join("");
  return (
    (before.policy === null ? "" : lines(before.policy, "-", red)) +
    (after.policy === null ? "" : lines(after.policy, "+", green))
  );
}

function shareText({ arm, percent }: Promotion): string {
  return arm === null ? "all requests" : `${percent} %, as the arm ${arm}`;
}

function promisedText({ promised }: Promotion): readonly (readonly [string, string])[] {
  if (promised === null) return [];
  const { mode, requests, evidence, cost_pct: cost, p95_ms: p95, decision, judged } = promised;
  const parts = [
    cost === null ? "cost not known" : `cost ${percentText(cost / 100, { sign: true })} (${evidence})`,
    ...(p95.candidate === null ? [] : [`p95 ${milliseconds(p95.baseline)} -> ${milliseconds(p95.candidate)}`]),
    ...(decision === null ? [] : [`decision: ${decision.replaceAll("_", " ")}`]),
    ...(judged === null ? [] : [`judged: ${judged.decision.replaceAll("_", " ")}`]),
  ];
  return [["promised", `${parts.join(", ")}; ${mode.replace("_", " ")} over ${requests} requests`]];
}

function closing({ scope }: Promotion, dataFolder: string, changed: boolean, dryRun: boolean): string {
  if (dryRun) return "\nNothing was changed: this was a dry run.\n";
  if (!changed) return `\n${scope} is served so already: nothing was changed.\n`;
  const back = typed(["rollback", scope], dataFolder);
  return `\nA running gateway follows within a second, and drops no request.\n\nBack: ${back}\n`;
}
