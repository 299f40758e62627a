import { readDocument } from "../actions/document-file.ts";
import { showEndpoint } from "../actions/endpoints.ts";
import type { CandidateAsked } from "../actions/measure/candidate.ts";
import type { ControlAsked, MeasureRequest } from "../actions/measure/measure-request.ts";
import { namedPolicy } from "../actions/policy-reference.ts";
import { endpointSchema } from "../core/endpoint.ts";
import { OperatorError } from "../core/errors.ts";
import type { Origin } from "../core/exchange.ts";
import { parseJson } from "../core/json.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import { splitTarget } from "../core/target.ts";
import type { Args, Context, Flag } from "./command.ts";
import { DEPLOYMENT_FLAGS } from "./deployment-flags.ts";
import { sampleOf } from "./sample-flag.ts";
import { typed } from "./typed.ts";
import { pairOf, ROW_FLAGS, rowFilterOf, WINDOW_FLAGS, windowOf } from "./window-flags.ts";

/** Rows asked unless told otherwise. */
export const DEFAULT_SAMPLE = "500";
const DEFAULT_MARGIN = "0.05";

/** How a run goes, whatever it is for. */
export const RUN_FLAGS: readonly Flag[] = [
  {
    name: "concurrency",
    value: "N",
    description: "Calls in flight at most, up to 64",
    default: "16",
    expects: "count",
  },
  { name: "actor", value: "NAME", description: "Who asks, for the audit log", default: "cli" },
  ...DEPLOYMENT_FLAGS,
];

/** What is measured, on what, and for how much at most. */
export const MEASURE_FLAGS: readonly Flag[] = [
  {
    name: "policy",
    value: "POLICY",
    description:
      "The candidate: a policy file, a policy as JSON, the name of a config (NAME or NAME@VERSION), or single:MODEL:PROVIDER",
  },
  {
    name: "candidate-endpoint",
    value: "NAME[@VERSION]",
    description: "The candidate: a version of an endpoint, on its own rows unless --endpoint says otherwise",
  },
  {
    name: "endpoint-file",
    value: "FILE|JSON",
    description: "The candidate: an endpoint that is not stored: prompt, parameters, schema, guardrails",
  },
  ...WINDOW_FLAGS,
  ...ROW_FLAGS,
  {
    name: "sample",
    value: "N|all",
    description: "Rows to ask again, sampled by hash, or all",
    default: DEFAULT_SAMPLE,
  },
  { name: "seed", value: "TEXT", description: "Another sample for the same question" },
  { name: "max-spend", value: "USD", description: "Hard cap: no call is made that could lead beyond it" },
  {
    name: "control",
    value: "PCT|none",
    description: "Share of the sample whose baseline is asked again (default: 10, at least 50 rows, at most 200)",
  },
  { name: "embeddings", value: "MODEL:PROVIDER", description: "Compare texts by these embeddings, not by their words" },
  {
    name: "threshold",
    value: "MEASURE=HIGH,MILD",
    description: "From which similarity on texts count as high, and as mild (default: calibrated by the control)",
    repeatable: true,
  },
  { name: "primary", value: "NAME", description: "The outcome that decides: agreement, or a supplied outcome" },
  {
    name: "margin",
    value: "M",
    description: "How much worse the primary outcome may be at most, 0 to 1",
    default: DEFAULT_MARGIN,
    expects: "number",
  },
  { name: "early-stop", description: "Stop as soon as the evidence on the primary outcome is certain" },
  {
    name: "outliers",
    value: "N",
    description: "Pairs to list where the two lie furthest apart",
    default: "10",
    expects: "count",
  },
  { name: "force", description: "Ask targets whose price is not known: outside the cap" },
];

/** The hard cap. Throws `cap_invalid`. */
export function capOf(args: Args): number {
  const text = args.text("max-spend");
  if (text === undefined)
    throw new OperatorError("cap_invalid", "calls cost money: a cap is needed", { field: "--max-spend" });
  const usd = Number(text);
  if (text.trim() !== "" && Number.isFinite(usd) && usd >= 0) return usd;
  throw new OperatorError("cap_invalid", `--max-spend does not take ${JSON.stringify(text)}`, { field: "--max-spend" });
}

function controlOf(args: Args): ControlAsked {
  const text = args.text("control");
  if (text === undefined) return "default";
  if (text === "none") return "none";
  const share = Number(text.replace(/%$/u, ""));
  if (share > 0 && share <= 100) return { share: share / 100 };
  throw new OperatorError("usage", `--control does not take ${JSON.stringify(text)}`, {
    field: "--control",
    hint: "Expected a percentage above 0, or none.",
  });
}

function thresholdsOf(args: Args): MeasureRequest["thresholds"] {
  const expected = "MEASURE=HIGH,MILD such as lexical=0.95,0.8";
  return Object.fromEntries(
    args.list("threshold").map((text) => {
      const [measure, values] = pairOf(text, "--threshold", expected);
      const [high = Number.NaN, mild = Number.NaN] = values.split(",").map(Number);
      if (high <= 1 && high >= mild && mild >= 0) return [measure, { high, mild }];
      throw new OperatorError("usage", `--threshold does not take ${JSON.stringify(text)}`, {
        field: "--threshold",
        hint: `Expected ${expected}.`,
      });
    }),
  );
}

/** A file's endpoint. Throws `endpoint_invalid`. */
function endpointOfFile(file: string, project: string, name: string): CandidateAsked {
  const inline = file.trimStart().startsWith("{");
  const parsed = endpointSchema.safeParse(inline ? parseJson(file) : readDocument(file, "the endpoint"));
  if (parsed.success) return { kind: "endpoint", project, name, version: null, definition: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue === undefined ? "" : fieldText(issue.path);
  throw new OperatorError("endpoint_invalid", issue === undefined ? "not understood" : issueText(issue), {
    ...(inline ? {} : { file }),
    ...(field === "" ? {} : { field }),
  });
}

function candidateOf(context: Context, args: Args): CandidateAsked {
  const [policy, stored, file] = ["policy", "candidate-endpoint", "endpoint-file"].map((flag) => args.text(flag));
  const given = [policy, stored, file].filter((value) => value !== undefined).length;
  if (given !== 1) {
    throw new OperatorError(
      "usage",
      given === 0 ? "an experiment needs a candidate" : "an experiment has one candidate",
      {
        field: "--policy",
        hint: `For example: ${typed(["experiment", "--policy", "single:gpt-4o-mini:openai", "--max-spend", "1"], context.dataFolder)}`,
      },
    );
  }
  const { control } = context.store();
  const project = args.text("project") ?? "default";
  if (policy !== undefined) return { kind: "policy", named: namedPolicy(policy, control) };
  if (stored !== undefined) {
    const { name, version, definition } = showEndpoint(control, project, stored);
    return { kind: "endpoint", project, name, version, definition };
  }
  return endpointOfFile(file as string, project, args.text("endpoint") ?? "draft");
}

/** What was asked, ready for the action. */
export function measureRequestOf(context: Context, args: Args): MeasureRequest {
  const { origins, ...filter } = rowFilterOf(args, () => context.store().control);
  const candidate = candidateOf(context, args);
  const ofEndpoint =
    args.text("candidate-endpoint") !== undefined && candidate.kind === "endpoint" ? { endpoint: candidate.name } : {};
  const embeddings = args.text("embeddings") ?? null;
  if (embeddings !== null && splitTarget(embeddings) === null)
    throw new OperatorError("usage", `--embeddings does not take ${JSON.stringify(embeddings)}`, {
      field: "--embeddings",
      hint: "Expected MODEL:PROVIDER.",
    });
  const primary = args.text("primary");
  return {
    window: windowOf(args),
    filter: { ...ofEndpoint, ...filter, ...(origins === undefined ? {} : { origins: origins as readonly Origin[] }) },
    sample: sampleOf(args, DEFAULT_SAMPLE),
    seed: args.text("seed") ?? null,
    quality: null,
    inSampleTiers: false,
    now: context.now(),
    candidate,
    cap_usd: args.on("dry-run") && args.text("max-spend") === undefined ? Number.POSITIVE_INFINITY : capOf(args),
    control: controlOf(args),
    embeddings,
    thresholds: thresholdsOf(args),
    primary:
      primary === undefined ? null : { metric: primary, margin: args.number("margin") ?? Number(DEFAULT_MARGIN) },
    early_stop: args.on("early-stop"),
    force: args.on("force"),
    outliers: args.number("outliers") ?? 10,
  };
}
