import { request as overHttp, type RequestOptions } from "node:http";
import { request as overHttps } from "node:https";
import type { PostParts } from "./actions/webhooks/deliver.ts";
import { OperatorError } from "./core/errors.ts";
import { guardedLookup, isPrivateHost } from "./providers/http/base-url.ts";

const TIMEOUT_MS = 10_000;

function refused(why: string): OperatorError {
  return new OperatorError("webhook_invalid", `the address ${why}`, { field: "url" });
}

/** Throws `webhook_invalid` where requests may not go to an address. Names are checked again at each request. */
export function checkWebhookUrl(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw refused("is not a URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused("is neither http nor https");
  if (url.username !== "" || url.password !== "")
    throw refused("holds credentials: sign requests with --secret-env instead");
  if (url.hash !== "") throw refused("holds a fragment");
  if (allowPrivate) return url;
  if (url.protocol !== "https:") throw refused("is not https; on a private network, say so with --allow-private");
  if (isPrivateHost(url)) throw refused("leads to a private network; if that is meant, say --allow-private");
  return url;
}

/** Sends one request; redirects are not followed. */
export const postWebhook: PostParts["post"] = (address, { headers, body, allowPrivate }) =>
  new Promise((resolve, reject) => {
    const url = checkWebhookUrl(address, allowPrivate);
    const options: RequestOptions = {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(allowPrivate ? {} : { lookup: guardedLookup as never }),
    };
    const sent = (url.protocol === "https:" ? overHttps : overHttp)(url, options, (response) => {
      // What it says besides is nobody's matter here.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.once("error", (error) =>
      reject(
        error.name === "AbortError" || error.name === "TimeoutError"
          ? new Error(`no answer within ${TIMEOUT_MS / 1000} s`)
          : error,
      ),
    );
    sent.end(body);
  });
