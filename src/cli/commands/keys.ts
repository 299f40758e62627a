import { OperatorError } from "../../core/errors.ts";
import { createKey, isRole, KEY_ROLES, revokeKey, type KeyParts } from "../../actions/keys.ts";
import { parseDuration } from "../../actions/window.ts";
import type { StoredKey } from "../../store/gateway-control.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { table } from "../table.ts";

function partsOf(context: Context): KeyParts {
  return {
    control: context.store().control,
    now: () => context.now(),
    newId: () => context.newId(),
    secret: () => context.secret(),
    hash: (text) => context.hash(text),
  };
}

/** What may be shown of a key: never its hash. */
function shown(key: StoredKey): object {
  return Object.fromEntries(Object.entries(key).filter(([name]) => name !== "hash"));
}

const create: Command = {
  name: "create",
  summary: "Make an API key; it is shown once",
  positionals: [{ name: "name", description: "whose key it is, such as checkout-service" }],
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
  const { key, secret } = createKey(partsOf(context), {
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
    text: () => `${secret}\n\nThis is the key of ${key.name} (${key.role}, project ${key.project}), shown this once.\n`,
  };
}

const list: Command = { name: "list", summary: "List API keys", run: (context) => listAll(context) };

function listAll(context: Context): Answer {
  const keys = context.store({ readOnly: true }).control.keys();
  const state = ({ revoked_at: revoked, expires_at: expires }: StoredKey): string =>
    revoked !== null ? "revoked" : expires !== null && expires <= context.now() ? "expired" : "good";
  return {
    json: { keys: keys.map(shown) },
    text: (terminal) =>
      keys.length === 0
        ? "There are no keys. Make one: understudy keys create NAME\n"
        : table(
            terminal,
            ["key", "name", "role", "project", "endpoint", "a day", "state"].map((title) => ({ title })),
            keys.map((key) => [
              key.prefix,
              key.name,
              key.role,
              key.project,
              key.endpoint ?? "",
              key.budget_usd_per_day === null ? "" : `$${key.budget_usd_per_day}`,
              state(key),
            ]),
          ),
  };
}

const revoke: Command = {
  name: "revoke",
  summary: "Revoke an API key",
  positionals: [{ name: "key", description: "its id, or the first characters that `keys list` shows" }],
  run(context, args) {
    const id = args.positionals[0] as string;
    revokeKey(partsOf(context), id, "cli");
    return { json: { revoked: id }, text: () => `Revoked ${id}. A running gateway refuses it within a second.\n` };
  },
};

/** `understudy keys` */
export const keysCommand: Command = {
  name: "keys",
  summary: "API keys of the gateway: create, list, revoke",
  subcommands: [create, list, revoke],
};
