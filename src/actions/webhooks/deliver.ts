import type { StoredEvent, StoredWebhook, Webhooks } from "../../store/webhooks.ts";
import { signature } from "./sign.ts";

/** Waits between attempts, ms. After the last, a delivery is dead. */
export const BACKOFF_MS: readonly number[] = [5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000];
/** An attempt under way is nobody else's for this long. */
const HOLD_MS = 60_000;
const AT_ONCE = 8;
const GONE = 410;

export interface PostParts {
  /** Answers with the status. Rejects where there is no answer, or the address is refused. */
  readonly post: (
    url: string,
    request: {
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly allowPrivate: boolean;
    },
  ) => Promise<number>;
  readonly environment: (name: string) => string | undefined;
  readonly now: () => number;
  /** Of understudy. */
  readonly version: string;
}

export interface DeliverParts extends PostParts {
  readonly webhooks: Webhooks;
  readonly backoff?: readonly number[];
}

/** What came of sending an event: the status, or why nothing was sent. */
export interface Posted {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly message: string;
}

/** Sends an event to a webhook, once. Never throws. */
export async function postEvent(
  { post, environment, now, version }: PostParts,
  webhook: StoredWebhook,
  event: StoredEvent,
): Promise<Posted> {
  const body = JSON.stringify({
    id: event.id,
    type: event.type,
    timestamp: new Date(event.at).toISOString(),
    data: event.data,
  });
  const seconds = Math.floor(now() / 1000);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "user-agent": `understudy/${version}`,
    "webhook-id": event.id,
    "webhook-timestamp": String(seconds),
  };
  if (webhook.secret_env !== null) {
    const secret = environment(webhook.secret_env) ?? "";
    if (secret === "")
      return { delivered: false, status: null, message: `the environment variable ${webhook.secret_env} is not set` };
    headers["webhook-signature"] = signature(secret, event.id, seconds, body);
  }
  try {
    const status = await post(webhook.url, { headers, body, allowPrivate: webhook.allow_private });
    return { delivered: status >= 200 && status < 300, status, message: `answered ${status}` };
  } catch (error) {
    return { delivered: false, status: null, message: (error as Error).message };
  }
}

/** Tries what is due, and says when each is tried again. At least once: where a process ends between answer and word of it, an event is sent again. */
export async function deliverDue(parts: DeliverParts): Promise<void> {
  const { webhooks, now, backoff = BACKOFF_MS } = parts;
  const due = webhooks.takeDeliveries(now(), now() + HOLD_MS, AT_ONCE);
  await Promise.all(
    due.map(async ({ number, webhook: id, event, attempts }) => {
      const webhook = webhooks.webhook(id);
      if (webhook === null) return;
      const { delivered, status, message } = await postEvent(parts, webhook, event);
      const wait = status === GONE ? undefined : backoff[attempts];
      const next = delivered || wait === undefined ? null : now() + wait;
      webhooks.endAttempt(number, { at: now(), delivered, next_at: next, message });
    }),
  );
}
