import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { ShadowComparison, ShadowSide, ShadowStep } from "../../shadow/comparison.ts";
import type { StoredShadowComparison, StoredShadowRun } from "../shadow.ts";
import { readTextOrPacked, textOrPacked } from "./text-or-packed.ts";

type Row = Record<string, SQLOutputValue>;

/** In the order of `INSERT_RUN`. */
export function runValues(run: StoredShadowRun): SQLInputValue[] {
  return [
    run.id,
    run.origin,
    run.created_at,
    run.finished_at,
    run.project,
    run.endpoint,
    run.mirror,
    run.pack?.name ?? null,
    run.pack?.hash ?? null,
    run.primary,
    run.candidate,
    run.repeat,
    JSON.stringify(run.source),
    run.summary.verdict,
    JSON.stringify(run.summary),
  ];
}

export const INSERT_RUN = `INSERT OR IGNORE INTO shadow_runs (id, origin, created_at, finished_at, project, endpoint, mirror,
  pack_name, pack_hash, primary_target, candidate, repeat, source, verdict, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function runOf(row: Row): StoredShadowRun {
  const pack = row["pack_name"] === null ? null : { name: row["pack_name"], hash: row["pack_hash"] };
  return {
    id: row["id"],
    origin: row["origin"],
    created_at: row["created_at"],
    finished_at: row["finished_at"],
    project: row["project"],
    endpoint: row["endpoint"],
    mirror: row["mirror"],
    pack,
    primary: row["primary_target"],
    candidate: row["candidate"],
    repeat: row["repeat"],
    source: JSON.parse(row["source"] as string) as unknown,
    summary: JSON.parse(row["summary"] as string) as unknown,
  } as StoredShadowRun;
}

/** In the order of `INSERT_COMPARISON`. What is long stands apart from what a summary reads: answers, differences, findings. */
export function comparisonValues(run: string, number: number, one: ShadowComparison): SQLInputValue[] {
  const { answer: original, ...primary } = one.primary;
  const { answer: replay, ...shadow } = one.shadow;
  const findings = one.steps.map((step) => [step.primary_findings, step.shadow_findings]);
  return [
    run,
    number,
    one.at,
    one.contract,
    one.case,
    one.trial,
    Number(one.comparable),
    one.incomparable_reason,
    Number(one.redacted),
    one.result,
    Number(one.critical_loss),
    Number(one.differs),
    primary.request_id,
    shadow.request_id,
    JSON.stringify(primary),
    JSON.stringify(shadow),
    JSON.stringify(one.steps.map(({ primary_findings: _ours, shadow_findings: _theirs, ...step }) => step)),
    textOrPacked(findings),
    textOrPacked(one.differences),
    answerValue(original),
    answerValue(replay),
  ];
}

export const INSERT_COMPARISON = `INSERT INTO shadow_comparisons VALUES (${Array.from({ length: 21 }, () => "?").join(", ")})`;

/** All of a comparison but its findings, differences and answers. */
export const BRIEF_COLUMNS = `run, number, created_at, contract, case_id, trial, comparable, incomparable_reason, redacted, result,
  critical_loss, differs, primary_side, shadow_side, steps, primary_answer IS NOT NULL AS primary_answered, shadow_answer IS NOT NULL AS shadow_answered`;

type BriefStep = Omit<ShadowStep, "primary_findings" | "shadow_findings">;
type Findings = readonly (readonly [ShadowStep["primary_findings"], ShadowStep["shadow_findings"]])[];

/** Of a row of `BRIEF_COLUMNS`: no findings and no differences, and `{}` for an answer. */
export function briefOf(row: Row): StoredShadowComparison {
  const steps = JSON.parse(row["steps"] as string) as readonly BriefStep[];
  return {
    ...plainOf(row),
    differences: [],
    steps: steps.map((step) => ({ ...step, primary_findings: [], shadow_findings: [] })),
    primary: sideOf(row["primary_side"], row["primary_answered"] === 1 ? {} : null),
    shadow: sideOf(row["shadow_side"], row["shadow_answered"] === 1 ? {} : null),
  };
}

export function comparisonOf(row: Row): StoredShadowComparison {
  const steps = JSON.parse(row["steps"] as string) as readonly BriefStep[];
  const findings = readTextOrPacked(row["findings"]) as Findings;
  return {
    ...plainOf(row),
    differences: readTextOrPacked(row["differences"]) as StoredShadowComparison["differences"],
    steps: steps.map((step, index) => ({
      ...step,
      primary_findings: findings[index]?.[0] ?? [],
      shadow_findings: findings[index]?.[1] ?? [],
    })),
    primary: sideOf(row["primary_side"], answerOf(row["primary_answer"])),
    shadow: sideOf(row["shadow_side"], answerOf(row["shadow_answer"])),
  };
}

function plainOf(row: Row): Omit<StoredShadowComparison, "differences" | "steps" | "primary" | "shadow"> {
  return {
    run: row["run"],
    number: row["number"],
    contract: row["contract"],
    case: row["case_id"],
    trial: row["trial"],
    at: row["created_at"],
    comparable: row["comparable"] === 1,
    incomparable_reason: row["incomparable_reason"],
    redacted: row["redacted"] === 1,
    result: row["result"],
    critical_loss: row["critical_loss"] === 1,
    differs: row["differs"] === 1,
  } as StoredShadowComparison;
}

function sideOf(text: unknown, answer: unknown): ShadowSide {
  return { ...(JSON.parse(text as string) as Omit<ShadowSide, "answer">), answer };
}

function answerValue(answer: unknown): SQLInputValue {
  return answer === null || answer === undefined ? null : textOrPacked(answer);
}

function answerOf(stored: unknown): unknown {
  return stored === null ? null : readTextOrPacked(stored);
}
