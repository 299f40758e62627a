import { readDocument } from "../../actions/document-file.ts";
import type { Changed, LoggedReplay } from "../../core/live/logged-replay.ts";
import { OperatorError } from "../../core/errors.ts";
import { isObject } from "../../core/json.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { count } from "../counts.ts";
import { GATEWAY_FLAG } from "../gateway-flag.ts";
import { MODEL_REPLAY_FLAGS, replayModel } from "../model-replay.ts";
import { milliseconds } from "../milliseconds.ts";
import { usd } from "../money.ts";
import { UNKNOWN } from "../../core/figures/rounding.ts";
import { properties, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { printable } from "../text-width.ts";
import { typed } from "../typed.ts";

/** `understudy replay ID` */
export const replayCommand: Command = {
  name: "replay",
  summary: "Send a logged request again as things are configured now, or many of them to another model",
  description:
    "With --model: draws a sample of the log, sends each request again to that model under a hard cap, has a judge score every pair where one is named, and answers whether to switch; it is an experiment with responses, and shows up as one. " +
    "With ID: goes through the running gateway. The original stays as it is: the replay is a new row with parent_request_id, outside sessions, rate limits and billing, and an entry in the audit log. Exit code 1 where the replay failed.",
  positionals: [{ name: "ID", description: "A request id, or the id its source gave it", optional: true }],
  flags: [
    {
      name: "edit",
      value: "FILE",
      description: "What to send instead: a list of messages, or a whole request body, as JSON or YAML",
    },
    {
      name: "force",
      description:
        "Send a body that is truncated or redacted, ask a model without a known price, or a judge that is that model, all the same",
    },
    GATEWAY_FLAG,
    ...MODEL_REPLAY_FLAGS,
  ],
  examples: [
    { command: "understudy replay 0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f", note: "Does it pass now?" },
    {
      command: "understudy replay 0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f --edit messages.json",
      note: "And with other messages?",
    },
    {
      command:
        "understudy replay --model gpt-4o-mini:openai --original gpt-4o --last 7d --judge claude-sonnet-4-5:anthropic --max-spend 5",
      note: "Could the smaller model do it?",
    },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const [id] = args.positionals;
  const model = args.text("model");
  if (model !== undefined && id === undefined) return replayModel(context, args, model);
  if (id === undefined || model !== undefined)
    throw new OperatorError(
      "usage",
      id === undefined
        ? "replay needs the id of a request, or --model for many"
        : "either one request is replayed, or many with --model",
      {
        hint: `For example: ${typed(["replay", "0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f"], context.dataFolder)}, or ${typed(["replay", "--model", "gpt-4o-mini:openai", "--max-spend", "1"], context.dataFolder)}`,
      },
    );
  const result = (await context.gateway(args.text("url")).call("POST", `/api/logs/${encodeURIComponent(id)}/replay`, {
    ...editOf(args.text("edit")),
    ...(args.on("force") ? { force: true } : {}),
  })) as LoggedReplay;
  return {
    json: result,
    exit: result.status === "ok" ? 0 : 1,
    text: (terminal) => resultText(result, terminal, context.dataFolder),
  };
}

function editOf(file: string | undefined): object {
  if (file === undefined) return {};
  const edit = readDocument(file, "the edit");
  if (Array.isArray(edit)) return { messages: edit };
  if (isObject(edit)) return { body: edit };
  throw new OperatorError("record_invalid", "the edit is neither messages (a list) nor a request body (an object)", {
    file,
    hint: 'Expected [{"role":"user","content":"..."}], or a whole body.',
  });
}

function resultText(result: LoggedReplay, terminal: Terminal, dataFolder: string): string {
  const { difference, source_request_id: source, new_request_id: made } = result;
  const how = [...(result.edited ? ["edited"] : []), ...(result.forced ? ["forced"] : [])].join(", ");
  const same = difference.same_answer;
  return [
    properties(terminal, [
      ["source", source],
      ["replay", `${made}${how === "" ? "" : ` (${how})`}`],
    ]),
    "\n",
    differenceTable(difference, terminal),
    `\nThe answer is ${same === null ? "not comparable: one of the two is not known" : same ? "the same" : "another one"}.\n`,
    answerText(result.response),
    `\nNext: ${typed(["logs", made], dataFolder)}\n`,
  ].join("");
}

function differenceTable(difference: LoggedReplay["difference"], terminal: Terminal): string {
  const text = (value: string | null): string => value ?? UNKNOWN;
  const row = <V>(title: string, { before, after }: Changed<V>, show: (value: V) => string): readonly string[] => [
    title,
    show(before),
    show(after),
  ];
  const rows = [
    row("status", difference.status, String),
    row("failure", difference.failure, text),
    row("served by", difference.target, text),
    row("config", difference.config, text),
    row("cost", difference.cost_usd, usd),
    row("latency", difference.latency_ms, milliseconds),
    row("tokens in", difference.input_tokens, count),
    row("tokens out", difference.output_tokens, count),
  ].filter(([, before, after]) => before !== UNKNOWN || after !== UNKNOWN);
  return table(
    terminal,
    [
      { title: "" },
      { title: "before", shrinkTo: 12 },
      {
        title: "now",
        shrinkTo: 12,
        paint: (cell, at) => (rows[at]?.[1] === rows[at]?.[2] ? cell : terminal.colors.bold(cell)),
      },
    ],
    rows,
  );
}

function answerText(response: unknown): string {
  if (response === null || response === undefined) return "";
  const text = typeof response === "string" ? response : JSON.stringify(response, null, 2);
  return `\n${text.split("\n").map(printable).join("\n")}\n`;
}
