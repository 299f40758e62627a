import { isObject, objectOf } from "../../core/json.ts";
import type { Dialect } from "../../core/exchange.ts";
import { sniffDialect } from "../../core/neutral/dialect.ts";

/** The dialect of a logged call. A plain request could have been sent to either chat API: then its answer, or the address, tells. */
export function dialectOf(request: unknown, response: unknown, url: string | null = null): Dialect {
  const dialect = sniffDialect(request);
  if (dialect !== "openai-chat") return dialect;
  const anthropic = isAnthropic(response) || (url !== null && /\/v1\/messages(?:$|\?)/u.test(url));
  return anthropic ? "anthropic-messages" : dialect;
}

/** A message of Anthropic's, an error, or the events of either. */
function isAnthropic(response: unknown): boolean {
  if (typeof response === "string") return /"type":\s*"message_start"/u.test(response);
  if (Array.isArray(response)) return response.some((event) => isAnthropic(event));
  const { type, content, error } = objectOf(response);
  return (
    type === "message_start" || (type === "message" && Array.isArray(content)) || (type === "error" && isObject(error))
  );
}
