import type { StoredEvent, StoredWebhook } from "../../store/webhooks.ts";

/** What a webhook is sent to try it. */
export function testEvent(webhook: StoredWebhook, id: string, at: number): StoredEvent {
  return { id: `evt_${id}`, type: "test", at, data: { webhook: webhook.id, events: webhook.events } };
}
