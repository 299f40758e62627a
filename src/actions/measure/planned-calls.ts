import { isObject, parseJson } from "../../core/json.ts";
import type { LiveRequest } from "../../core/live/live-send.ts";
import type { PlanNode } from "../../core/plan.ts";
import type { Call } from "../../core/send.ts";
import type { LoadedEndpoint } from "../serve/gateway-state.ts";
import { callerOf } from "../serve/caller.ts";
import { liveFeatures } from "../serve/features.ts";
import { planRequest } from "../serve/plan-request.ts";
import { isRefusal } from "../serve/refusal.ts";
import type { Spine } from "../serve/spine.ts";
import { askedHeaders } from "../asked-headers.ts";
import type { AskedRow } from "./asked-row.ts";
import type { CandidateServing } from "./candidate.ts";

/** What a plan calls for one row. */
export interface PlannedCalls {
  readonly request: LiveRequest;
  /** If all goes well: the first of a chain or a cascade, every member of an ensemble. */
  readonly likely: readonly Call[];
  /** If everything is tried: retries, later targets, escalations. */
  readonly most: readonly Call[];
}

const NEVER_GONE = { aborted: false, addEventListener() {}, removeEventListener() {} } as const;

function callsOf(node: PlanNode): Pick<PlannedCalls, "likely" | "most"> {
  if (node.node === "refuse") return { likely: [], most: [] };
  if (node.node === "attempt") {
    const call: Call = { target: node.target, kind: "first", try: 0, patch: node.patch ?? null, deadline_ms: null };
    return { likely: [call], most: Array.from({ length: node.retries + 1 }, () => call) };
  }
  const children = node.children.map(callsOf);
  const most = children.flatMap((child) => child.most);
  const likely = node.node === "ensemble" ? children.flatMap((child) => child.likely) : (children[0]?.likely ?? []);
  return { likely, most };
}

/** One call of one target with a row's request as its client sent it. */
export function singleCall(
  row: AskedRow,
  call: Pick<Call, "target">,
): { readonly request: LiveRequest; readonly call: Call } | null {
  const body = parseJson(row.body);
  if (!isObject(body)) return null;
  const bytes = new TextEncoder().encode(row.body);
  const request = {
    request_id: row.request_id,
    dialect: row.dialect,
    body,
    bytes,
    stream: false,
    buffered: true,
    gone: NEVER_GONE,
  };
  return { request, call: { target: call.target, kind: "first", try: 0, patch: null, deadline_ms: null } };
}

/** What a candidate would call for a row; a text where it would call nobody, and why. */
export function plannedCalls(
  row: AskedRow,
  candidate: CandidateServing,
  endpoint: LoadedEndpoint | null,
  spine: Pick<Spine, "parts">,
): PlannedCalls | string {
  const { dialects, state, facts } = spine.parts;
  const dialect = dialects.get(row.dialect);
  const body = parseJson(row.body);
  const head = dialect?.read(body);
  if (dialect === undefined || head === undefined || !isObject(body))
    return "its body is in no dialect that is spoken here";
  if ("problem" in head) return head.problem;
  const caller = callerOf({ headers: askedHeaders(row) } as never, head);
  if ("problem" in caller) return caller.problem;
  const assembled = endpoint === null ? body : dialect.assemble(body, endpoint.assembly);
  const bytes = new TextEncoder().encode(JSON.stringify(assembled));
  const features = liveFeatures({
    request_id: row.request_id,
    created_at: row.created_at,
    dialect: row.dialect,
    project: row.project,
    endpoint: endpoint?.stored.name ?? null,
    api_key: row.api_key,
    model: head.model,
    stream: head.stream,
    caller: { ...caller, session: null },
    body: assembled,
    bytes,
  });
  const planned = planRequest(state(), { endpoint, features, facts: facts(), instead: candidate.policy });
  if (isRefusal(planned)) return planned.message;
  const request = {
    request_id: row.request_id,
    dialect: row.dialect,
    body: assembled,
    bytes,
    stream: head.stream,
    buffered: false,
    gone: NEVER_GONE,
  };
  return { request, ...callsOf(planned.plan.node) };
}
