import { deliverDue, postEvent, type Posted, type PostParts } from "./actions/webhooks/deliver.ts";
import { capHit, noticeEnded } from "./actions/webhooks/notice-ended.ts";
import { verdictChanged } from "./actions/webhooks/verdict-changed.ts";
import type { Store } from "./store/control.ts";
import type { StoredEvent, StoredWebhook } from "./store/webhooks.ts";
import { postWebhook } from "./webhook-post.ts";

export interface WebhookingOptions extends Omit<PostParts, "post"> {
  readonly store: Store;
  readonly every: (ms: number, then: () => void) => () => void;
  readonly tell: (level: "warn", message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Sends what is in the outbox. */
export interface Webhooking {
  /** Puts an event into the outbox; never throws. */
  tellOf(event: StoredEvent): void;
  /** Sends an event to one webhook now, past the outbox. */
  post(webhook: StoredWebhook, event: StoredEvent): Promise<Posted>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const KEPT_MS = 30 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;
const FORGOTTEN_AT_ONCE = 1_000;

export function startWebhooks(options: WebhookingOptions): Webhooking {
  const { store, every, tell, now } = options;
  const { webhooks } = store.control;
  const parts = { ...options, webhooks, post: postWebhook };
  let behind: string | null = null;
  let delivering: Promise<void> | null = null;
  const inStore = (work: () => void): void => {
    try {
      work();
      behind = null;
    } catch (error) {
      const { message } = error as Error;
      if (message !== behind) tell("warn", "webhooks wait for the store", { error: message });
      behind = message;
    }
  };
  const look = (): void => {
    inStore(() => noticeEnded(webhooks, (ended) => [...capHit(ended), ...verdictChanged(store, ended)]));
    delivering ??= deliverDue(parts)
      .catch((error: unknown) =>
        inStore(() => {
          throw error;
        }),
      )
      .finally(() => (delivering = null));
  };
  const rests = [
    every(LOOK_EVERY_MS, look),
    every(FORGET_EVERY_MS, () => inStore(() => void webhooks.forgetDeliveries(now() - KEPT_MS, FORGOTTEN_AT_ONCE))),
  ];
  return {
    tellOf: (event) => inStore(() => void webhooks.putEvent(event)),
    post: (webhook, event) => postEvent(parts, webhook, event),
    async stop() {
      for (const rest of rests) rest();
      await delivering;
    },
  };
}
