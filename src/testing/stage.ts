import type { FailureClass, Outcome } from "../core/outcome.ts";
import type { Result } from "../core/result.ts";
import { run, type RunOptions } from "../core/run.ts";
import type { Call, Send } from "../core/send.ts";
import { planOf } from "./plan-of.ts";
import { virtualRuntime, type VirtualRuntime } from "./virtual-runtime.ts";

/** One answer: fails with a class, takes so many ms, or says anything else of an outcome. */
export type Scripted = Partial<Outcome> & {
  readonly fails?: FailureClass;
  readonly retry_after_ms?: number;
  readonly takes?: number;
};

/** A scripted send on a clock of its own, and what was asked of it. */
export interface Stage {
  readonly runtime: VirtualRuntime;
  readonly send: Send<null>;
  readonly calls: (Call & { readonly at: number; ended: "answered" | "stopped" | null })[];
}

/** A send that answers each target from its script, the last line again and again; by default 100 ms and 1 USD. */
export function stage(script: Readonly<Record<string, readonly Scripted[]>>): Stage {
  const runtime = virtualRuntime();
  const calls: Stage["calls"] = [];
  const send: Send<null> = async (_, call, signal) => {
    const lines = script[call.target] ?? [{}];
    const before = calls.filter(({ target }) => target === call.target).length;
    const { fails, retry_after_ms, takes = 100, ...said } = lines[Math.min(before, lines.length - 1)] as Scripted;
    const made: Stage["calls"][number] = { ...call, at: runtime.now(), ended: null };
    calls.push(made);
    await runtime.sleep(takes, signal);
    made.ended = signal.aborted ? "stopped" : "answered";
    const failure = {
      class: fails ?? "server",
      code: null,
      message: "scripted",
      ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
    };
    return {
      target: call.target,
      ok: fails === undefined,
      failure: fails === undefined ? null : failure,
      cost_usd: 1,
      latency_ms: takes,
      ttft_ms: null,
      usage: null,
      evidence: "measured",
      signals: null,
      answer_hash: call.target,
      ...said,
    };
  };
  return { runtime, send, calls };
}

/** Runs a policy for a plain request on a stage. */
export async function perform(policy: unknown, stage: Stage, more: Partial<RunOptions<null>> = {}): Promise<Result> {
  const { runtime, send } = stage;
  return runtime.drive(run(planOf(policy), null, { send, runtime, ...more }));
}

/** The calls made, as `ms target kind try`. */
export function made(stage: Stage): readonly string[] {
  return stage.calls.map(({ target, kind, try: tried, at }) => `${at} ${target} ${kind} ${tried}`);
}
