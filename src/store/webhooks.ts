import type { RunKind } from "./runs.ts";

export const WEBHOOK_EVENTS = ["cap_hit", "verdict_change", "watch_alarm", "schedule_failed"] as const;
export type WebhookEventKind = (typeof WEBHOOK_EVENTS)[number];

/** An address that is told of events. */
export interface StoredWebhook {
  /** `whk_` and a UUIDv7. */
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEventKind[];
  /** Environment variable of the secret that requests are signed with; null = they are not. */
  readonly secret_env: string | null;
  /** It may stand on a private network. */
  readonly allow_private: boolean;
  /** ms since the epoch. */
  readonly created_at: number;
  readonly actor: string;
}

/** Something that happened. */
export interface StoredEvent {
  /** Told again under the same id, it is the same event. */
  readonly id: string;
  readonly type: WebhookEventKind | "test";
  /** ms since the epoch. */
  readonly at: number;
  readonly data: unknown;
}

export type DeliveryState = "waiting" | "delivered" | "dead";

/** An event on its way to one address. */
export interface Delivery {
  readonly number: number;
  readonly webhook: string;
  readonly event: StoredEvent;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** When it is tried next, ms since the epoch; null where it is not. */
  readonly next_at: number | null;
  readonly ended_at: number | null;
  /** What the last attempt came to. */
  readonly message: string | null;
}

/** What an attempt came to. `next_at` null and not delivered: it is given up. */
export interface AttemptEnd {
  readonly at: number;
  readonly delivered: boolean;
  readonly next_at: number | null;
  readonly message: string;
}

/** A run that ended, in the order in which runs did. */
export interface EndedRun {
  readonly number: number;
  readonly run: string;
  readonly kind: RunKind;
  readonly parent: string | null;
  readonly at: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Who is told of what, and what is on its way. */
export interface Webhooks {
  addWebhook(webhook: StoredWebhook): void;
  /** With all that is on its way to it. False where there is none. */
  removeWebhook(id: string): boolean;
  webhook(id: string): StoredWebhook | null;
  /** In the order they were added. */
  webhooks(): readonly StoredWebhook[];

  /** Keeps an event for each webhook that listens to it, and was there before it happened. False where it was told before. */
  putEvent(event: StoredEvent): boolean;
  /** Deliveries whose time has come, theirs until an instant: nobody else gets them before. */
  takeDeliveries(now: number, until: number, limit: number): readonly Delivery[];
  /** Nothing where the webhook is gone. */
  endAttempt(delivery: number, end: AttemptEnd): void;
  /** Newest first. */
  deliveries(filter: { readonly webhook?: string; readonly state?: DeliveryState }, limit: number): readonly Delivery[];
  /** Drops what ended before an instant; returns how much that was. */
  forgetDeliveries(before: number, limit: number): number;

  /** Runs that ended since `passed` was last told, oldest first. */
  endedRuns(limit: number): readonly EndedRun[];
  /** All up to this number are seen to. */
  passed(number: number): void;
}
