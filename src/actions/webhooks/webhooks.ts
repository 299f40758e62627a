import { OperatorError } from "../../core/errors.ts";
import { WEBHOOK_EVENTS, type Delivery, type StoredWebhook, type WebhookEventKind } from "../../store/webhooks.ts";
import { audit, type ControlParts } from "../audited.ts";

export { WEBHOOK_EVENTS } from "../../store/webhooks.ts";

export interface WebhookParts extends ControlParts {
  /** Throws `webhook_invalid` where requests may not go to an address. */
  readonly checkUrl: (url: string, allowPrivate: boolean) => void;
}

export type NewWebhook = Pick<StoredWebhook, "url" | "secret_env" | "allow_private"> & {
  readonly events: readonly string[];
};

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** Throws `webhook_invalid`. */
export function addWebhook(parts: WebhookParts, asked: NewWebhook): StoredWebhook {
  const { control, now, newId, actor, checkUrl } = parts;
  const unknown = asked.events.find((event) => !(WEBHOOK_EVENTS as readonly string[]).includes(event));
  if (unknown !== undefined || asked.events.length === 0)
    throw new OperatorError(
      "webhook_invalid",
      unknown === undefined ? "no event is named" : `there is no event ${JSON.stringify(unknown)}`,
      {
        field: "on",
        hint: `Expected one or several of: ${WEBHOOK_EVENTS.join(", ")}.`,
      },
    );
  if (asked.secret_env !== null && !VARIABLE.test(asked.secret_env))
    throw new OperatorError(
      "webhook_invalid",
      `${JSON.stringify(asked.secret_env)} is no name of an environment variable`,
      {
        field: "secret_env",
        hint: "Name the variable that holds the secret; the secret itself is not kept.",
      },
    );
  checkUrl(asked.url, asked.allow_private);
  const events = [...new Set(asked.events)] as WebhookEventKind[];
  const webhook = { ...asked, id: `whk_${newId()}`, events, created_at: now(), actor };
  control.webhooks.addWebhook(webhook);
  audit(parts, "webhook.add", { id: webhook.id, origin: new URL(asked.url).origin, events });
  return webhook;
}

/** With what is on its way to it. Throws `webhook_unknown`. */
export function removeWebhook(parts: ControlParts, id: string): StoredWebhook {
  const webhook = findWebhook(parts, id);
  parts.control.webhooks.removeWebhook(id);
  audit(parts, "webhook.remove", { id, origin: new URL(webhook.url).origin });
  return webhook;
}

/** Throws `webhook_unknown`. */
export function findWebhook({ control }: Pick<ControlParts, "control">, id: string): StoredWebhook {
  const webhook = control.webhooks.webhook(id);
  if (webhook === null) throw new OperatorError("webhook_unknown", `there is no webhook ${JSON.stringify(id)}`);
  return webhook;
}

/** A webhook and its last deliveries, newest first. */
export interface WebhookLine extends StoredWebhook {
  readonly deliveries: readonly Delivery[];
}

export function listWebhooks({ control }: Pick<ControlParts, "control">, deliveries: number): readonly WebhookLine[] {
  return control.webhooks
    .webhooks()
    .map((webhook) => ({ ...webhook, deliveries: control.webhooks.deliveries({ webhook: webhook.id }, deliveries) }));
}
