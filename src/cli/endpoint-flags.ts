import { existsSync, readFileSync } from "node:fs";
import { readDocument } from "../actions/document-file.ts";
import { namedPolicy } from "../actions/policy-reference.ts";
import { endpointSchema } from "../core/endpoint.ts";
import { OperatorError } from "../core/errors.ts";
import { splitTarget } from "../core/target.ts";
import type { Control } from "../store/control.ts";
import type { Args, Flag } from "./command.ts";
import { pairOf } from "./window-flags.ts";

const FIELDS = Object.keys(endpointSchema.shape);

/** What of an endpoint can be given without a file. */
export const ENDPOINT_FLAGS: readonly Flag[] = [
  { name: "description", value: "TEXT", description: "What it is for" },
  {
    name: "system-prompt",
    value: "TEXT|@FILE",
    description: "Put before whatever instructions a client sends; @FILE reads it from a file",
  },
  {
    name: "policy",
    value: "POLICY",
    description: "What serves it: MODEL:PROVIDER, a policy file, or a config (NAME or NAME@VERSION)",
  },
  { name: "rate-limit", value: "N/LENGTH", description: "Requests per time: 60/1m, 5/10s" },
  {
    name: "sessions",
    value: "ON|OFF",
    description: "Whether requests of a session are grouped",
    choices: ["on", "off"],
  },
  {
    name: "default",
    value: "NAME=VALUE",
    description: "A parameter where the client gives none, such as temperature=0.2",
    repeatable: true,
  },
  { name: "without", value: "FIELD", description: "Take this out", choices: FIELDS, repeatable: true },
];

/** The definition that is asked for: the file's or `current`, with what the flags say on top; null where neither says anything. */
export function definitionOf(
  args: Args,
  control: Control,
  { file, current }: { readonly file: string | undefined; readonly current: object },
): object | null {
  const read = file === undefined ? undefined : readDocument(file, "the endpoint");
  if (read !== undefined && (typeof read !== "object" || read === null || Array.isArray(read)))
    throw new OperatorError("endpoint_invalid", "expected an object such as system_prompt: ...", {
      file: file as string,
    });
  const base: Record<string, unknown> = { ...(read ?? current) };
  const given = changes(args, control, base);
  const without = args.list("without");
  if (read === undefined && Object.keys(given).length === 0 && without.length === 0) return null;
  const whole = { ...base, ...given };
  return Object.fromEntries(Object.entries(whole).filter(([field]) => !without.includes(field)));
}

function changes(args: Args, control: Control, base: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const description = args.text("description");
  const prompt = args.text("system-prompt");
  const policy = args.text("policy");
  const limit = args.text("rate-limit");
  const sessions = args.text("sessions");
  const defaults = args.list("default").map((text) => pairOf(text, "--default", "NAME=VALUE"));
  return {
    ...(description === undefined ? {} : { description }),
    ...(prompt === undefined ? {} : { system_prompt: promptText(prompt) }),
    ...(policy === undefined ? {} : { policy: policyOf(policy, control) }),
    ...(limit === undefined ? {} : { rate_limit: rateLimit(limit) }),
    ...(sessions === undefined ? {} : { sessions: sessions === "on" }),
    ...(defaults.length === 0
      ? {}
      : {
          defaults: {
            ...(base["defaults"] as object | undefined),
            ...Object.fromEntries(defaults.map(([name, value]) => [name, valueOf(value)])),
          },
        }),
  };
}

function promptText(text: string): string {
  if (!text.startsWith("@")) return text;
  const file = text.slice(1);
  if (!existsSync(file))
    throw new OperatorError("file_unreadable", "no such file", {
      file,
      hint: "A prompt that begins with @ is read from a file.",
    });
  return readFileSync(file, "utf8").trimEnd();
}

function policyOf(text: string, control: Control): unknown {
  const stored = /^(?<name>[^:/\\]+?)(?:@(?<version>\d+))?$/u.exec(text)?.groups;
  if (stored !== undefined && !existsSync(text)) {
    const { name = "", version } = stored;
    const config = control.config(name, version === undefined ? undefined : Number(version));
    if (config !== null) return { strategy: "config", name: config.name, version: config.version };
  }
  if (splitTarget(text) !== null && !text.startsWith("single:") && !existsSync(text)) return text;
  return namedPolicy(text, control).policy;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

function rateLimit(text: string): object {
  const [, requests, amount, unit = ""] = /^(\d{1,9})\/(\d{0,6})([smh])$/u.exec(text) ?? [];
  const per = Number(amount === "" ? 1 : amount) * (SECONDS[unit] ?? Number.NaN);
  if (Number(requests) > 0 && per > 0) return { requests: Number(requests), per_seconds: per };
  throw new OperatorError("usage", `--rate-limit does not take ${JSON.stringify(text)}`, {
    field: "--rate-limit",
    hint: "Expected requests per time: 60/1m, 5/10s.",
  });
}

/** A value as JSON where it is some, else as text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
