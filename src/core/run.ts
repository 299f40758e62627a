import { acceptsSignals } from "./accept.ts";
import { combineMembers } from "./combine.ts";
import { cutShort } from "./cut-short.ts";
import { execute, pauseMs, type Standing, type Step } from "./execute.ts";
import { limitedCall, silentCall } from "./limited-call.ts";
import { codeOf, failureCode, OK, type Outcome, type OutcomeCode } from "./outcome.ts";
import type { Judgement } from "./judgement.ts";
import type { EnsembleNode, Plan, PlanNode } from "./plan.ts";
import { sumOrNull, type Attempt, type Result } from "./result.ts";
import type { Call, Runtime, Send, Signal } from "./send.ts";

export interface RunOptions<Request> {
  readonly send: Send<Request>;
  readonly runtime: Runtime;
  readonly signal?: Signal;
  /** Tells what signals cannot: a self-reported score inside the answer, or a judge's. Escalates where absent. */
  readonly judgement?: Judgement<Request>;
}

const CANCELLED = failureCode("cancelled");

type Asked = Omit<Call, "deadline_ms"> & { readonly scopes: readonly number[] };

interface Branch {
  current: Outcome | null;
  readonly signal: Signal;
  /** When the open budgets end, ms after arrival. Members of an ensemble open their own. */
  readonly deadlines: Map<number, number>;
}

/** Runs one plan for one request: the executor driven with promises. Throws only what `send` throws, which is a bug. */
export async function run<Request>(plan: Plan, request: Request, options: RunOptions<Request>): Promise<Result> {
  const { runtime, send } = options;
  const arrived = runtime.now();
  const since = (): number => runtime.now() - arrived;
  const attempts: Attempt[] = [];
  const notes: string[] = [];

  const remaining = (scopes: readonly number[], branch: Branch): number | null =>
    scopes.length === 0 ? null : Math.min(...scopes.map((scope) => branch.deadlines.get(scope) as number)) - since();

  /** One call under the budgets it stands under; one that no time is left for is not made. */
  async function ask(asked: Request, step: Asked, branch: Branch): Promise<Outcome> {
    const { target, kind, patch } = step;
    const started = since();
    const left = remaining(step.scopes, branch);
    if (branch.signal.aborted || (left !== null && left <= 0))
      return cutShort(silentCall(target), branch.signal.aborted ? "cancelled" : "timeout", 0);
    const call = { target, kind, try: step.try, patch, deadline_ms: left };
    const limits = { target, runtime, signal: branch.signal, ms: left };
    const outcome = await limitedCall((own) => send(asked, call, own), limits);
    attempts.push({ target, kind, try: step.try, started_ms: started, outcome });
    return outcome;
  }

  async function attempt(step: Extract<Step, { step: "attempt" }>, branch: Branch): Promise<OutcomeCode> {
    branch.current = await ask(request, step, branch);
    return codeOf(branch.current);
  }

  async function wait(step: Extract<Step, { step: "wait" }>, branch: Branch): Promise<number> {
    const asked = pauseMs(step.ms, branch.current?.failure?.retry_after_ms);
    const left = remaining(step.scopes, branch);
    if (asked === null || (left !== null && left <= asked)) return 1;
    await runtime.sleep(asked, branch.signal);
    return Number(branch.signal.aborted);
  }

  async function accepted(step: Extract<Step, { step: "accept" }>, branch: Branch): Promise<boolean> {
    const answer = branch.current;
    if (answer === null) return false;
    const { self_reported: reported, judge, ...signals } = step.accept;
    const escalate = (why: string): boolean => {
      notes.push(`${why}: escalated`);
      return false;
    };
    const told = acceptsSignals(signals, answer.signals);
    if (told === null) return escalate("the answer's signals are not known");
    if (!told) return false;
    const judgement = options.judgement ?? null;
    if (reported !== undefined) {
      const number = judgement?.selfReported(reported.pointer, answer, request) ?? null;
      if (number === null) return escalate(`the answer reports no number at ${reported.pointer || "its root"}`);
      if (number < reported.min) return false;
    }
    if (judge === undefined) return true;
    const question = judgement?.question(judge.criterion, answer, request) ?? null;
    if (judgement === null || question === null) return escalate("no judge was asked");
    const { scopes } = step;
    const verdict = await ask(question, { target: judge.target, kind: "judge", try: 0, patch: null, scopes }, branch);
    const score = verdict.ok ? judgement.score(verdict) : null;
    if (score === null) return escalate(`the judge ${judge.target} gave no score`);
    notes.push(`the judge ${judge.target} gave ${score}, of ${judge.min} wanted`);
    return score >= judge.min;
  }

  async function fork(node: EnsembleNode, scopes: readonly number[], branch: Branch): Promise<OutcomeCode> {
    const stop = runtime.child(branch.signal);
    const started = since();
    const members = node.children.map(async (child) => {
      const member: Branch = { current: null, signal: stop.signal, deadlines: new Map(branch.deadlines) };
      const came = await drive(child, member, { kind: "member", scopes });
      const code = stop.signal.aborted ? CANCELLED : came;
      if (node.combine === "first_valid" && code === OK) stop.abort();
      return { code, answer: member.current, ended: since() - started };
    });
    const ended = await Promise.all(members);
    stop.abort();
    const left = branch.signal.aborted ? ended.find((member) => member.code === CANCELLED) : undefined;
    if (left !== undefined) {
      branch.current = left.answer;
      return CANCELLED;
    }
    const combined = combineMembers(node.combine, {
      valid: ended.map((member) => member.code === OK),
      answers: ended.map((member) => member.answer?.answer_hash ?? null),
      weights: node.weights,
      ended: ended.map((member) => member.ended),
    });
    notes.push(combined.reason);
    branch.current = (ended[combined.winner] ?? ended[0])?.answer ?? null;
    return combined.winner === -1 ? (ended[0]?.code ?? failureCode("server")) : OK;
  }

  async function drive(node: PlanNode, branch: Branch, at?: Standing): Promise<OutcomeCode> {
    const execution = execute(node, at);
    let next = execution.next();
    while (!next.done) {
      const step = next.value;
      let answer: number;
      if (step.step === "attempt") answer = await attempt(step, branch);
      else if (step.step === "wait") answer = await wait(step, branch);
      else if (step.step === "accept") answer = Number(await accepted(step, branch));
      else if (step.step === "fork") answer = await fork(step.node, step.scopes, branch);
      else if (step.step === "expired") answer = Number((remaining(step.scopes, branch) ?? 1) <= 0);
      else if (step.step === "open") {
        branch.deadlines.set(step.scope, since() + step.budget_ms);
        answer = 0;
      } else {
        notes.push(step.reason);
        answer = step.code;
      }
      next = execution.next(answer);
    }
    return next.value;
  }

  const whole = runtime.child(options.signal ?? null);
  const root: Branch = { current: null, signal: whole.signal, deadlines: new Map() };
  const code = await drive(plan.node, root).finally(whole.abort);
  return {
    code,
    answer: root.current,
    attempts,
    cost_usd: sumOrNull(attempts.map((made) => made.outcome.cost_usd)),
    latency_ms: since(),
    notes,
  };
}
