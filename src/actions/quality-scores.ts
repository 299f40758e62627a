import * as z from "zod";
import { OperatorError } from "../core/errors.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import type { Target } from "../core/target.ts";
import type { Frame } from "../replay/frame.ts";
import type { Quality } from "../replay/knowledge/index.ts";
import { tagsOf } from "../replay/rows.ts";
import type { Traffic } from "../store/traffic.ts";

const score = z.number().min(0).max(1);
/** Scores in [0, 1] by target: a number, or one with others by tag. */
export const qualitySchema = z.record(
  z.string().min(1),
  z.union([score, z.strictObject({ score: score.optional(), by_tag: z.record(z.string(), score).optional() })]),
);

/** Quality scores of a JSON or YAML file: `{"model:provider": 0.9}` or `{"model:provider": {"score", "by_tag"}}`. Throws `outcome_invalid`. */
export function parseQualityFile(value: unknown, file: string): ReadonlyMap<Target, Quality> {
  const parsed = qualitySchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new OperatorError(
      "outcome_invalid",
      `quality scores: ${issue === undefined ? "not understood" : issueText(issue)}`,
      {
        file,
        ...(issue === undefined || issue.path.length === 0 ? {} : { field: fieldText(issue.path) }),
        hint: 'Expected {"model:provider": 0.9}, scores from 0 to 1.',
      },
    );
  }
  return suppliedQuality(parsed.data);
}

/** Scores as they are written, as plans see them. */
export function suppliedQuality(scores: z.infer<typeof qualitySchema>): ReadonlyMap<Target, Quality> {
  return new Map(
    Object.entries(scores).map(([target, own]) => [
      target,
      typeof own === "number" ? { score: own, by_tag: {} } : { score: own.score ?? null, by_tag: own.by_tag ?? {} },
    ]),
  );
}

interface Mean {
  sum: number;
  n: number;
}

/** As `meanOutcomes`. Throws `outcome_invalid` where no row has such an outcome. */
export function qualityFromOutcomes(traffic: Traffic, frame: Frame, name: string): ReadonlyMap<Target, Quality> {
  const means = meanOutcomes(traffic, frame, name);
  if (means === null) {
    throw new OperatorError("outcome_invalid", `no row has a numeric outcome named ${JSON.stringify(name)}`, {
      field: "--quality-outcome",
      hint: `Known names: ${traffic.outcomeNames().join(", ") || "none"}. See \`understudy outcomes import\`.`,
    });
  }
  return means;
}

/**
 * Mean of a supplied outcome by the target that served the row, overall and by tag, of the rows in a frame. Labels are passed over.
 * Null where no row of the log has a number of that name.
 */
export function meanOutcomes(traffic: Traffic, frame: Frame, name: string): ReadonlyMap<Target, Quality> | null {
  const bySeq = new Map<number, number>();
  for (const { seq, value } of traffic.outcomes(name)) if (typeof value === "number") bySeq.set(seq, value);
  if (bySeq.size === 0) return null;
  const targets = frame.dictionary("target");
  const tagSets = frame.dictionary("tags").map(tagsOf);
  const overall = new Map<Target, Mean>();
  const byTag = new Map<Target, Map<string, Mean>>();
  const add = <K>(means: Map<K, Mean>, key: K, value: number): void => {
    const mean = means.get(key) ?? { sum: 0, n: 0 };
    mean.sum += value;
    mean.n++;
    means.set(key, mean);
  };
  for (const segment of frame.segments()) {
    const seq = segment.column("seq");
    const target = segment.column("target");
    const tags = segment.column("tags");
    for (let row = 0; row < segment.rows; row++) {
      const value = bySeq.get(seq[row] as number);
      const name = targets[target[row] as number];
      if (value === undefined || name == null) continue;
      add(overall, name, value);
      const own = byTag.get(name) ?? new Map<string, Mean>();
      byTag.set(name, own);
      for (const tag of tagSets[tags[row] as number] ?? []) add(own, tag, value);
    }
  }
  return new Map(
    [...overall].map(([target, mean]) => [
      target,
      {
        score: mean.sum / mean.n,
        by_tag: Object.fromEntries([...(byTag.get(target) ?? [])].map(([tag, own]) => [tag, own.sum / own.n])),
      },
    ]),
  );
}
