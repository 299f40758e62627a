/**
 * Every operator mistake the product can name: one catalogue, so that a code leads to one place.
 * `exit` and `status` are what the command line and HTTP answer with (0 fine, 1 the answer is "no", 2 usage, 3 provider or network).
 */
const CATALOGUE = {
  usage: { status: 400, exit: 2, hint: "See `understudy help`." },
  file_unreadable: { status: 400, exit: 2, hint: "Check the path and its permissions." },
  file_exists: { status: 409, exit: 2, hint: "Name another file, or add --force to write over it." },
  file_truncated: {
    status: 400,
    exit: 2,
    hint: "The file ends too early: fetch it again, then run the same command; rows already in are not doubled.",
  },
  not_json: { status: 400, exit: 2, hint: "Expected JSON." },
  not_yaml: { status: 400, exit: 2, hint: "Expected YAML 1.2." },
  format_unknown: { status: 400, exit: 2, hint: "Name the format with --format." },
  format_ambiguous: { status: 400, exit: 2, hint: "Name the format with --format." },
  record_invalid: { status: 400, exit: 2, hint: "The record was skipped; the rest went in." },
  policy_invalid: { status: 400, exit: 2, hint: "See docs/reference/policies.md for every strategy and its keys." },
  condition_invalid: { status: 400, exit: 2, hint: "See docs/reference/policies.md for fields and operators." },
  target_unknown: {
    status: 400,
    exit: 2,
    hint: "A target is `model:provider`; add your own to a price file (--prices).",
  },
  target_ambiguous: { status: 400, exit: 2, hint: "Name the provider: `model:provider`." },
  config_unknown: { status: 404, exit: 2, hint: "`understudy configs` lists them." },
  config_cycle: { status: 400, exit: 2, hint: "A config may not lead back to itself: break the circle." },
  config_exists: { status: 409, exit: 2, hint: "Versions are immutable: add a new one." },
  window_empty: {
    status: 404,
    exit: 1,
    hint: "Widen the window or drop a filter; `understudy logs` shows what is there.",
  },
  window_invalid: { status: 400, exit: 2, hint: "Use --last 7d, or --from and --to as ISO 8601 dates." },
  request_unknown: { status: 404, exit: 2, hint: "`understudy logs` lists request ids." },
  experiment_unknown: { status: 404, exit: 2, hint: "Experiments are listed by `understudy simulate --list`." },
  price_unknown: {
    status: 409,
    exit: 2,
    hint: "Give prices in a price file (--prices), or add --force (`force: true`): such calls are made outside the cap and counted.",
  },
  cap_invalid: { status: 400, exit: 2, hint: "Say how much may be spent at most, in USD: --max-spend 2." },
  provider_key_missing: { status: 400, exit: 3, hint: "Put the provider's key into the environment." },
  control_impossible: { status: 400, exit: 2, hint: "Leave the control out: --control none." },
  run_busy: { status: 409, exit: 2, hint: "Wait for it, or cancel it: then the same command goes on with it." },
  run_unknown: { status: 404, exit: 2, hint: "`understudy experiment list` shows what there is." },
  prices_invalid: { status: 400, exit: 2, hint: "See docs/reference/prices.md for the price file." },
  store_newer: { status: 500, exit: 2, hint: "Upgrade understudy; this version does not touch the store." },
  store_unusable: { status: 500, exit: 2, hint: "Give another --data folder." },
  erase_unfinished: { status: 503, exit: 2, hint: "Run the same command again when nothing else reads the store." },
  log_changed: { status: 409, exit: 2, hint: "Run the same command again." },
  log_behind: { status: 503, exit: 3, hint: "Its row comes once the store takes rows again: `understudy logs ID`." },
  store_missing: { status: 404, exit: 2, hint: "Fill a store first: `understudy import FILE`, or `understudy demo`." },
  endpoint_invalid: { status: 400, exit: 2, hint: "See docs/reference/gateway.md for what an endpoint may hold." },
  replay_refused: {
    status: 409,
    exit: 2,
    hint: "--force (or `force: true`) sends a truncated or redacted body as it is.",
  },
  promote_refused: { status: 409, exit: 1, hint: "--force (or `force: true`) promotes it all the same." },
  outcome_unknown: { status: 404, exit: 1, hint: "Ask again once it has served requests." },
  watch_refused: { status: 409, exit: 2, hint: "See docs/reference/promote.md for what can be watched." },
  pilot_refused: {
    status: 409,
    exit: 2,
    hint: "`understudy experiment` measures any policy; `understudy simulate` without --pilot calls nobody.",
  },
  provider_url_refused: {
    status: 400,
    exit: 2,
    hint: "See docs/reference/gateway.md for providers and their base URLs.",
  },
  provider_unknown: {
    status: 400,
    exit: 2,
    hint: "See docs/reference/gateway.md for the kinds of providers there are.",
  },
  recording_unreadable: { status: 400, exit: 2, hint: "Expected files of rows as `understudy export` writes them." },
  deployment_invalid: {
    status: 400,
    exit: 2,
    hint: "See docs/reference/gateway.md for what understudy.yaml may hold.",
  },
  address_unusable: { status: 500, exit: 2, hint: "Choose another with --host and --port." },
  endpoint_unknown: { status: 404, exit: 2, hint: "Endpoints are made with `understudy endpoints set`." },
  project_unknown: { status: 404, exit: 2, hint: "Projects are made with `understudy projects create NAME`." },
  project_exists: { status: 409, exit: 2, hint: "`understudy projects set NAME` changes its settings." },
  project_invalid: { status: 400, exit: 2, hint: "See docs/reference/control.md for what a project may hold." },
  scope_invalid: { status: 400, exit: 2, hint: "Expected project:NAME, endpoint:NAME or endpoint:PROJECT/NAME." },
  attachment_unknown: { status: 404, exit: 2, hint: "`understudy configs attachments` shows what serves what." },
  forbidden: { status: 403, exit: 2, hint: "Ask an admin for a key with that role." },
  gateway_unreachable: {
    status: 502,
    exit: 3,
    hint: "Start it with `understudy up`, or say where it is with --url or UNDERSTUDY_URL.",
  },
  gateway_refused: { status: 502, exit: 3, hint: "Look into the gateway's own log for why." },
  schedule_unknown: { status: 404, exit: 2, hint: "`understudy schedule list` shows them." },
  schedule_exists: { status: 409, exit: 2, hint: "Give another --name, or remove that one first." },
  schedule_invalid: { status: 400, exit: 2, hint: "See docs/reference/schedules.md." },
  webhook_unknown: { status: 404, exit: 2, hint: "`understudy webhooks list` shows them." },
  webhook_invalid: { status: 400, exit: 2, hint: "See docs/reference/webhooks.md." },
  mirror_unknown: { status: 404, exit: 2, hint: "`understudy shadow mirror list` shows them." },
  mirror_invalid: { status: 400, exit: 2, hint: "See docs/reference/mirror.md for what a mirror may be." },
  key_unknown: { status: 404, exit: 2, hint: "`understudy keys list` shows them." },
  judge_invalid: { status: 400, exit: 2, hint: "See docs/reference/judge.md for what a judge run may be." },
  judge_refused: { status: 409, exit: 2, hint: "See docs/reference/judge.md for what can be judged." },
  judge_run_unknown: { status: 404, exit: 2, hint: "`understudy judge list sim_…` lists the runs of an experiment." },
  pack_invalid: { status: 400, exit: 2, hint: "See docs/reference/packs.md for what a pack holds." },
  contract_invalid: { status: 400, exit: 2, hint: "See docs/reference/packs.md for what a contract can say." },
  contract_unknown: { status: 404, exit: 2, hint: "`understudy pack show DIR` lists a pack's contracts." },
  pack_unknown: { status: 404, exit: 2, hint: "Name a pack's folder, or begin one: `understudy pack init DIR`." },
  shadow_run_unknown: { status: 404, exit: 2, hint: "`understudy shadow list` shows them." },
  shadow_pair_unknown: {
    status: 404,
    exit: 2,
    hint: "Widen the window; `understudy shadow pairs --last 30d` lists them.",
  },
  pull_unreachable: {
    status: 502,
    exit: 3,
    hint: "Run the same command again: it goes on after the last page that is in. --url says where the source is.",
  },
  pull_refused: {
    status: 502,
    exit: 3,
    hint: "See docs/reference/pull.md; where it was to go on, --restart begins anew.",
  },
  pull_unreadable: { status: 502, exit: 3, hint: "See docs/reference/pull.md for what each source answers." },
  report_invalid: { status: 400, exit: 2, hint: "Expected what `understudy check --output json=FILE` writes." },
  outcome_invalid: { status: 400, exit: 2, hint: "Outcome lines are {request_id, name, value, source}." },
} as const;

export type ErrorCode = keyof typeof CATALOGUE;

/** Where a mistake stands, as far as it is known. */
export interface ErrorPlace {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** A JSON path or a flag. */
  readonly field?: string;
}

export interface ErrorDetails extends ErrorPlace {
  /** What to do, where the catalogue's own hint can be bettered. */
  readonly hint?: string;
}

/** An operator's mistake: what happened, where, and what to do. Bugs throw plain errors. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  readonly hint: string;
  readonly httpStatus: number;
  readonly exitCode: number;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    const { hint, ...place } = details;
    this.code = code;
    this.place = place;
    this.hint = hint ?? CATALOGUE[code].hint;
    this.httpStatus = CATALOGUE[code].status;
    this.exitCode = CATALOGUE[code].exit;
  }

  /** The same mistake, its place filled in from the outside. */
  at(place: ErrorPlace): OperatorError {
    return new OperatorError(this.code, this.message, { ...place, ...this.place, hint: this.hint });
  }

  toJSON(): object {
    return { error: { code: this.code, message: this.message, ...this.place, hint: this.hint } };
  }
}

/** The mistake that `toJSON` wrote the inside of, told by another process; null where it is none of the catalogue. */
export function operatorErrorOf(value: unknown): OperatorError | null {
  const said = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { code, message, hint, file, field, line } = said;
  if (typeof code !== "string" || !Object.hasOwn(CATALOGUE, code)) return null;
  return new OperatorError(code as ErrorCode, String(message), {
    ...(typeof hint === "string" ? { hint } : {}),
    ...(typeof file === "string" ? { file } : {}),
    ...(typeof field === "string" ? { field } : {}),
    ...(typeof line === "number" ? { line } : {}),
  });
}
