import type { Checked } from "../../contracts/finding.ts";
import { boundaryOf } from "../../contracts/boundary.ts";
import { comparePair, openToChange, responded, type PairedSide, type ShadowComparison } from "../../shadow/index.ts";
import type { Asked, AskedAnswer, Asking } from "../asking/ask-target.ts";
import type { SecurityGate } from "../security-gate.ts";
import type { CheckUnit } from "../check/check-unit.ts";
import type { CapturedTrial } from "../check/run-live.ts";

/** Why a side did not answer. */
export type AskFailure = NonNullable<AskedAnswer["failure"]>;

export interface PairParts {
  readonly primary: Asking;
  /** Or why it cannot be asked at all. */
  readonly shadow: Asking | AskFailure;
  readonly shadowTarget: string;
  readonly gate: SecurityGate;
  /** Sides that are asked again where they fail: none where every case has several trials anyway. */
  readonly askAgain: { readonly primary: boolean; readonly shadow: boolean };
  readonly neverNormalize: readonly string[];
  /** Holds a contract against an answer as the check did; asks a judge where that did. */
  readonly check: (unit: CheckUnit, answered: AskedAnswer) => Promise<Checked>;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Aborts when the shadow run may take no longer. */
  readonly signal: AbortSignal;
}

/** A pair, and the calls that were made for it. */
export interface AskedPair {
  readonly comparison: ShadowComparison;
  readonly executed: boolean;
  readonly calls: readonly AskedAnswer[];
}

/** What a deadline's signal aborts with. */
export const TOO_LATE: AskFailure = {
  class: "timeout",
  code: "shadow_deadline",
  message: "the shadow run's time was over (--shadow-timeout-ms)",
};
const STOPPED: AskFailure = { class: "cancelled", code: "stopped", message: "the shadow run was stopped" };
const NO_ANSWER: AskedAnswer = {
  answer: null,
  failure: null,
  response: null,
  latency_ms: null,
  cost_usd: null,
  input_tokens: null,
  output_tokens: null,
  played: null,
  tries: 0,
  dropped: [],
};

/**
 * Asks the shadow what the primary was asked, and compares. Not asked is a shadow that cannot be reached, one whose time is over, and one whose
 * primary got no answer: there is nothing to compare with.
 */
export async function askShadow(parts: PairParts, captured: CapturedTrial): Promise<AskedPair> {
  const { asked, unit } = captured;
  const at = parts.now();
  const request = parts.gate(asked.request).body;
  const mirrored: Asked = { ...asked, request, target: parts.shadowTarget };
  const calls: AskedAnswer[] = [];
  const ask = async (asking: Asking, what: Asked): Promise<AskedAnswer> => {
    const answered = await untilAborted(asking.ask(what, parts.signal), parts.signal);
    calls.push(answered);
    return answered;
  };
  const check = async (one: AskedAnswer): Promise<Checked | null> => (responded(one) ? parts.check(unit, one) : null);
  // What cannot be compared is not paid for twice.
  const redactedInput = request !== asked.request;
  const settle = async (
    may: boolean,
    asking: Asking,
    what: Asked,
    first: Checked | null,
  ): Promise<readonly Checked[]> => {
    const answers = first === null ? [] : [first];
    if (!may || redactedInput) return answers;
    while (!parts.signal.aborted && openToChange(answers)) {
      const next = await check(await ask(asking, what));
      // No answer says nothing: what there is decides.
      if (next === null) break;
      answers.push(next);
    }
    return answers;
  };
  const why = responded(captured.answered) ? notAsked(parts) : null;
  const shadow = responded(captured.answered) && why === null && "ask" in parts.shadow ? parts.shadow : null;
  const answered = shadow === null ? { ...NO_ANSWER, failure: why } : await ask(shadow, mirrored);
  const first = await check(answered);
  const comparison = comparePair({
    contract: unit.contract.id,
    case: unit.case.id,
    trial: captured.trial,
    at,
    redacted: redactedInput,
    primary: sideOf(asked, captured.answered),
    shadow: { ...sideOf(mirrored, answered), ...(shadow === null ? { target: null } : {}) },
    checks: [
      {
        contract: unit.contract.id,
        critical: unit.contract.critical,
        shadow: shadow === null ? [] : await settle(parts.askAgain.shadow, shadow, mirrored, first),
        // A side is asked again only where there is an answer to hold it against.
        primary:
          first === null
            ? listed(captured.checked)
            : await settle(parts.askAgain.primary, parts.primary, asked, captured.checked),
      },
    ],
    neverNormalize: parts.neverNormalize,
  });
  return { comparison: redacted(parts.gate, comparison), executed: shadow !== null, calls };
}

/** Why the shadow cannot be asked; null = it can. */
function notAsked({ shadow, signal }: PairParts): AskFailure | null {
  if (!("ask" in shadow)) return shadow;
  return signal.aborted ? whyAborted(signal) : null;
}

function whyAborted({ reason }: AbortSignal): AskFailure {
  return reason === TOO_LATE ? TOO_LATE : STOPPED;
}

/** What models said, without what the gate takes out; ids and figures stay as they are. */
function redacted(gate: SecurityGate, comparison: ShadowComparison): ShadowComparison {
  const { primary, shadow, differences, steps } = comparison;
  const said = { primary: primary.answer, shadow: shadow.answer, differences, steps };
  const { body } = gate(said);
  if (body === said) return comparison;
  const kept = body as typeof said;
  return {
    ...comparison,
    differences: kept.differences,
    steps: kept.steps,
    primary: { ...primary, answer: kept.primary },
    shadow: { ...shadow, answer: kept.shadow },
  };
}

function listed(checked: Checked | null): readonly Checked[] {
  return checked === null ? [] : [checked];
}

function sideOf(asked: Asked, answered: AskedAnswer): PairedSide {
  const { answer, failure, latency_ms, cost_usd, input_tokens, output_tokens, played } = answered;
  return {
    target: asked.target,
    request_id: played?.request_id ?? null,
    failure,
    latency_ms,
    cost_usd,
    input_tokens,
    output_tokens,
    answer,
    boundary: boundaryOf(asked.request, asked.dialect),
  };
}

/** What asks may not look at the signal, and may be anything: the run ends in time all the same. */
async function untilAborted(asked: Promise<AskedAnswer>, signal: AbortSignal): Promise<AskedAnswer> {
  const late = (): AskedAnswer => ({ ...NO_ANSWER, failure: whyAborted(signal) });
  let stop = (): void => {};
  const aborted = new Promise<AskedAnswer>((resolve) => {
    stop = () => resolve(late());
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  const broken = asked.catch((error: unknown) => ({ ...NO_ANSWER, failure: brokenBy(error) }));
  try {
    const answered = await Promise.race([broken, aborted]);
    return answered.answer === null && signal.aborted ? late() : answered;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function brokenBy(error: unknown): AskFailure {
  return { class: "server", code: "broken", message: error instanceof Error ? error.message : String(error) };
}
