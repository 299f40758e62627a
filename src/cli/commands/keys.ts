import { OperatorError } from "../../core/errors.ts";
import { createKey, isRole, KEY_ROLES, keyState, revokeKey, shownKey } from "../../actions/keys.ts";
import { parseDuration } from "../../actions/window.ts";
import type { StoredKey } from "../../store/gateway-control.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { controlParts } from "../control-parts.ts";
import { isoInstant } from "../instant.ts";
import { table } from "../table.ts";
import { typed } from "../typed.ts";

function shown(key: StoredKey): object {
  return {
    ...shownKey(key),
    expires_at: isoInstant(key.expires_at),
    revoked_at: isoInstant(key.revoked_at),
    created_at: isoInstant(key.created_at),
  };
}

const create: Command = {
  name: "create",
  summary: "Make an API key; it is shown once",
  positionals: [{ name: "NAME", description: "whose key it is, such as checkout-service" }],
  flags: [
    { name: "role", value: "ROLE", description: "what it may do", default: "client", choices: KEY_ROLES },
    { name: "project", value: "NAME", description: "the project its requests belong to", default: "default" },
    { name: "endpoint", value: "NAME", description: "the endpoint that serves it where a request names none" },
    { name: "budget", value: "USD", description: "USD it may spend a UTC day", expects: "number" },
    { name: "expires", value: "LENGTH", description: "how long it is good for: 30d, 12h" },
  ],
  examples: [{ command: "understudy keys create checkout --project shop --budget 20", note: "20 USD a day at most" }],
  run: createOne,
};

function createOne(context: Context, args: Args): Answer {
  const role = args.text("role") ?? "client";
  if (!isRole(role)) throw new OperatorError("usage", `there is no role ${role}`, { field: "--role" });
  const budget = args.number("budget") ?? null;
  if (budget !== null && budget <= 0)
    throw new OperatorError("usage", "a budget is more than 0 USD", { field: "--budget" });
  const expires = args.text("expires");
  const { key, secret } = createKey(controlParts(context), {
    name: args.positionals[0] as string,
    role,
    project: args.text("project") ?? "default",
    endpoint: args.text("endpoint") ?? null,
    budget_usd_per_day: budget,
    expires_at: expires === undefined ? null : context.now() + parseDuration(expires, "--expires"),
    actor: "cli",
  });
  return {
    json: { ...shown(key), key: secret },
    text: () =>
      `${secret}\n\nThis is the key of ${key.name} (${key.role}, project ${key.project}), shown this once.\n\nNext: ${typed(["keys", "list"], context.dataFolder)}\n`,
  };
}

const list: Command = { name: "list", summary: "List API keys", run: (context) => listAll(context) };

function listAll(context: Context): Answer {
  const keys = context.store({ readOnly: true }).control.keys();
  return {
    json: { keys: keys.map(shown) },
    text: (terminal) =>
      keys.length === 0
        ? `There are no keys. Next: ${typed(["keys", "create", "NAME"], context.dataFolder)}\n`
        : table(
            terminal,
            [
              { title: "key" },
              { title: "name", shrinkTo: 8 },
              { title: "role" },
              { title: "project", shrinkTo: 8 },
              { title: "endpoint", shrinkTo: 8 },
              { title: "a day", align: "right" },
              { title: "state" },
            ],
            keys.map((key) => [
              key.prefix,
              key.name,
              key.role,
              key.project,
              key.endpoint ?? "",
              key.budget_usd_per_day === null ? "" : `$${key.budget_usd_per_day}`,
              keyState(key, context.now()),
            ]),
          ),
  };
}

const revoke: Command = {
  name: "revoke",
  summary: "Revoke an API key",
  positionals: [{ name: "KEY", description: "its id, or the first characters that `keys list` shows" }],
  run(context, args) {
    const id = args.positionals[0] as string;
    const key = revokeKey(controlParts(context), id, "cli");
    return {
      json: shown(key),
      text: () => `Revoked ${key.name} (${key.prefix}). A running gateway refuses it within a second.\n`,
    };
  },
};

/** `understudy keys` */
export const keysCommand: Command = {
  name: "keys",
  summary: "API keys of the gateway: create, list, revoke",
  description: "Without a subcommand: the list.",
  subcommands: [create, list, revoke],
  run: (context) => listAll(context),
};
