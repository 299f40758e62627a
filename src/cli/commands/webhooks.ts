import { postEvent } from "../../actions/webhooks/deliver.ts";
import { testEvent } from "../../actions/webhooks/test-webhook.ts";
import {
  addWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  WEBHOOK_EVENTS,
} from "../../actions/webhooks/webhooks.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Delivery, StoredWebhook } from "../../store/webhooks.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { controlParts } from "../control-parts.ts";
import { instant, isoInstant } from "../instant.ts";
import { table } from "../table.ts";
import { typed } from "../typed.ts";

function shown({ events, created_at: at, ...rest }: StoredWebhook): object {
  return { ...rest, on: events, created_at: isoInstant(at) };
}

function shownDelivery({ event, state, attempts, next_at: next, ended_at: ended, message }: Delivery): object {
  const { id, type, at } = event;
  const times = { next_at: isoInstant(next), ended_at: isoInstant(ended) };
  return { event: id, type, at: isoInstant(at), state, attempts, ...times, message };
}

const add: Command = {
  name: "add",
  summary: "Tell an address of events",
  description:
    "A running gateway sends them as JSON, signed as Standard Webhooks describes it where a secret is named, and tries again where that fails. The secret itself is not kept: the gateway reads it from its environment.",
  positionals: [{ name: "URL", description: "https; http and private networks only with --allow-private" }],
  flags: [
    { name: "on", value: "EVENTS", description: `with commas between them: ${WEBHOOK_EVENTS.join(", ")}` },
    { name: "secret-env", value: "NAME", description: "environment variable of the secret to sign with" },
    { name: "allow-private", description: "it stands on a private network or on this machine" },
  ],
  examples: [
    {
      command: "understudy webhooks add https://example.com/hook --on cap_hit,watch_alarm --secret-env HOOK_SECRET",
      note: "Told when a cap ends a run, and when a promotion goes wrong",
    },
  ],
  run: addOne,
};

function addOne(context: Context, args: Args): Answer {
  const on = args.text("on");
  if (on === undefined)
    throw new OperatorError("usage", "which events is it to be told of", {
      field: "--on",
      hint: `One or several of: ${WEBHOOK_EVENTS.join(", ")}.`,
    });
  const webhook = addWebhook(
    { ...controlParts(context), checkUrl: context.webhooks.checkUrl },
    {
      url: args.positionals[0] as string,
      events: on.split(",").map((event) => event.trim()),
      secret_env: args.text("secret-env") ?? null,
      allow_private: args.on("allow-private"),
    },
  );
  const unsigned = webhook.secret_env === null ? "Requests are not signed: name a secret with --secret-env.\n" : "";
  return {
    json: shown(webhook),
    text: () =>
      `${webhook.id} is told of ${webhook.events.join(", ")} by a running gateway.\n${unsigned}\nNext: ${typed(["webhooks", "test", webhook.id], context.dataFolder)}\n`,
  };
}

const list: Command = {
  name: "list",
  summary: "List webhooks and their last deliveries",
  flags: [
    { name: "deliveries", value: "N", description: "Deliveries of each to show", default: "5", expects: "count" },
  ],
  run: (context, args) => listAll(context, args.number("deliveries") ?? 5),
};

function listAll(context: Context, deliveries: number): Answer {
  const all = listWebhooks(context.store({ readOnly: true }), deliveries);
  const sent = all.flatMap((one) => one.deliveries);
  return {
    json: {
      webhooks: all.map(({ deliveries: own, ...one }) => ({ ...shown(one), deliveries: own.map(shownDelivery) })),
    },
    text: (terminal) =>
      all.length === 0
        ? `There are no webhooks. Next: ${typed(["webhooks", "add", "URL", "--on", "cap_hit"], context.dataFolder)}\n`
        : [
            table(
              terminal,
              [
                { title: "webhook" },
                { title: "url", shrinkTo: 20 },
                { title: "on", shrinkTo: 12 },
                { title: "signed with" },
              ],
              all.map((one) => [one.id, one.url, one.events.join(", "), one.secret_env ?? "nothing"]),
            ),
            ...(sent.length === 0
              ? []
              : [
                  table(
                    terminal,
                    [
                      { title: "event (UTC)" },
                      { title: "type" },
                      { title: "webhook" },
                      { title: "state" },
                      { title: "attempts", align: "right" },
                      { title: "last", shrinkTo: 16 },
                    ],
                    sent.map((one) => [
                      instant(one.event.at),
                      one.event.type,
                      one.webhook,
                      one.state,
                      String(one.attempts),
                      one.message ?? "",
                    ]),
                  ),
                ]),
          ].join("\n"),
  };
}

const ID = { name: "ID", description: "as `understudy webhooks list` shows it" };

const remove: Command = {
  name: "remove",
  summary: "Tell an address of nothing any more; what is on its way is dropped",
  positionals: [ID],
  run(context, args) {
    const webhook = removeWebhook(controlParts(context), args.positionals[0] as string);
    return { json: shown(webhook), text: () => `Removed ${webhook.id}.\n` };
  },
};

const test: Command = {
  name: "test",
  summary: "Send an event of type test from here, once",
  positionals: [ID],
  async run(context, args) {
    const webhook = findWebhook(context.store({ readOnly: true }), args.positionals[0] as string);
    const parts = { ...context.webhooks, now: () => context.now(), version: context.version };
    const posted = await postEvent(parts, webhook, testEvent(webhook, context.newId(), context.now()));
    return {
      json: posted,
      text: () => `${posted.delivered ? "Delivered" : "Not delivered"}: ${posted.message}.\n`,
      exit: posted.delivered ? 0 : 3,
    };
  },
};

/** `understudy webhooks` */
export const webhooksCommand: Command = {
  name: "webhooks",
  summary: "Addresses that a gateway tells of events: add, list, remove, test",
  description: "Without a subcommand: the list.",
  subcommands: [add, list, remove, test],
  run: (context) => listAll(context, 5),
};
