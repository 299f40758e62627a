import { compileContract, type CompiledContract } from "../../contracts/compile-contract.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Facts } from "../../core/facts.ts";
import { readAnswer } from "../../core/answer/read-answer.ts";
import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import { CAP_REACHED } from "../../experiments/index.ts";
import { withBudget } from "../../sends/budget.ts";
import type { StoredMirror } from "../../store/shadow.ts";
import type { CallBound } from "../metered/worst-case.ts";
import type { BodyRedaction } from "../redaction.ts";
import { answerBody } from "../serve/answer-body.ts";
import { joined } from "../serve/body-text.ts";
import type { LoadedEndpoint, ServingPolicy } from "../serve/gateway-state.ts";
import { askCandidate, isOurs, type AskCandidateParts } from "./ask-candidate.ts";
import { compareMirrored } from "./compare-mirrored.ts";
import type { MirrorOutcome } from "./counts.ts";
import { openDayRuns, type DayRunsParts } from "./day-runs.ts";
import type { Mirrored } from "./mirrored.ts";
import { openPurse, type PurseParts } from "./purse.ts";

export interface LaneParts extends AskCandidateParts, DayRunsParts, Pick<PurseParts, "mirrors"> {
  readonly bound: CallBound;
  /** The mirror's policy, ready to plan. Throws what compiling throws. */
  readonly policy: (mirror: StoredMirror) => ServingPolicy;
  /** Null where that version is gone. */
  readonly endpoint: (project: string, name: string, version: number) => LoadedEndpoint | null;
  readonly redaction: Pick<BodyRedaction, "body">;
  /** What the caller's plan saw. */
  readonly facts: (mirrored: Mirrored) => Facts;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  /** The money for a day is spent. */
  readonly onCap: (mirror: StoredMirror, day: string) => void;
  /** A request is over, in whatever way. */
  readonly onOver: (mirrored: Mirrored, outcome: MirrorOutcome) => void;
  /** A request could not be worked off at all: the store, or a bug. */
  readonly onTrouble: (mirror: StoredMirror, error: unknown) => void;
}

/** What one mirror has to do, so many requests at a time. */
export interface Lane {
  /** The mirror as it stands now. */
  change(mirror: StoredMirror): void;
  take(mirrored: Mirrored): void;
  /** Puts comparisons and money into the store. Throws where it does not take them. */
  store(): void;
  /** The mirror is gone: what waits is dropped, and its run ends. Throws as `store` does. */
  end(): void;
  /** Nothing new is begun. Resolves when what is under way is over. @param breakOff without waiting for it */
  stop(): Promise<void>;
  breakOff(): void;
}

export function openLane(first: StoredMirror, parts: LaneParts): Lane {
  let mirror = first;
  const current = (): StoredMirror => mirror;
  const waiting: Mirrored[] = [];
  const running = new Set<{ breakOff: (() => void) | null; readonly over: Promise<void> }>();
  let stopping = false;
  const purse = openPurse(current, { ...parts, onCap: (day) => parts.onCap(mirror, day) });
  const runs = openDayRuns(current, parts);
  let compiled: readonly CompiledContract[] | null = null;
  const contracts = (): readonly CompiledContract[] =>
    (compiled ??= mirror.contracts.map((contract) => compileContract(contract as Contract)));

  async function ask(mirrored: Mirrored, onBegun: (breakOff: () => void) => void): Promise<MirrorOutcome> {
    const { asked } = mirrored;
    const { dialect, project } = asked;
    const parsed = parseJson(joined([mirrored.request]));
    const prompt = isObject(parsed) ? neutralRequest(parsed, dialect, parts.hash) : null;
    // State at a provider, and tools that it runs, are not to be touched twice.
    if (!isObject(parsed) || prompt === null || prompt.obstacle !== null) return "skipped";
    const endpoint =
      asked.endpoint === null ? null : parts.endpoint(project, asked.endpoint, mirrored.endpoint_version ?? 0);
    if (endpoint === null && asked.endpoint !== null) return "skipped";
    const redacted = parts.redaction.body(project, dialect, parsed, "request");
    const kept = (body: JsonObject): JsonObject => parts.redaction.body(project, dialect, body, "response") ?? body;
    const send = withBudget(parts.serve.send, purse.ledger, (request, call) =>
      parts.bound(request, call, mirrored.primary.output_tokens),
    );
    const facts = parts.facts(mirrored);
    const serving = { ...parts, serve: { ...parts.serve, facts: () => facts } };
    const candidate = await askCandidate(serving, {
      mirror,
      policy: parts.policy(mirror),
      endpoint,
      mirrored,
      body: redacted === null ? mirrored.request : new TextEncoder().encode(JSON.stringify(redacted)),
      send,
      kept,
      onBegun,
    });
    if (candidate.failure?.code === CAP_REACHED) return "capped";
    if (isOurs(candidate.failure)) return "dropped";
    const own = answerBody(parts.serve.dialects.get(dialect), mirrored.response, mirrored.response_events);
    const comparison = compareMirrored({
      mirrored,
      request: redacted ?? parsed,
      redacted: redacted !== null,
      prompt: prompt.prompt,
      answer: own === null ? null : readAnswer(kept(own)),
      candidate,
      contracts: contracts(),
      hash: parts.hash,
    });
    if (!runs.add(comparison)) return "dropped";
    return candidate.failure === null ? "compared" : "failed";
  }

  function begin(mirrored: Mirrored): void {
    const one = { breakOff: null as (() => void) | null, over: Promise.resolve() };
    const over = ask(mirrored, (breakOff) => void (one.breakOff = breakOff)).catch((error: unknown) => {
      parts.onTrouble(mirror, error);
      return "failed" as const;
    });
    one.over = over.then((outcome) => {
      running.delete(one);
      parts.onOver(mirrored, outcome);
      pump();
    });
    running.add(one);
  }
  function pump(): void {
    while (running.size < mirror.concurrency) {
      const next = stopping ? undefined : waiting.shift();
      if (next === undefined) return;
      if (mirror.state === "paused") parts.onOver(next, "dropped");
      else if (purse.capped() !== null) parts.onOver(next, "capped");
      else begin(next);
    }
  }
  function drop(): void {
    for (const one of waiting.splice(0)) parts.onOver(one, "dropped");
  }
  function store(): void {
    purse.settle();
    runs.store();
  }

  return {
    change(changed) {
      mirror = changed;
      pump();
    },
    take(mirrored) {
      if (stopping) return parts.onOver(mirrored, "dropped");
      waiting.push(mirrored);
      pump();
    },
    store,
    end() {
      stopping = true;
      drop();
      for (const one of running) one.breakOff?.();
      purse.settle();
      runs.end();
    },
    async stop() {
      stopping = true;
      drop();
      await Promise.all([...running].map(({ over }) => over));
    },
    breakOff() {
      for (const one of running) one.breakOff?.();
    },
  };
}
