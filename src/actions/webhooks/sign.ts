import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/**
 * The `webhook-signature` of a request, as Standard Webhooks has it: HMAC-SHA256 over id, instant and body.
 * @param secret after `whsec_` base64, else the text itself @param seconds since the epoch, as in `webhook-timestamp`
 */
export function signature(secret: string, id: string, seconds: number, body: string): string {
  const key = secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), "base64") : secret;
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
}
