import type * as z from "zod";
import type { Dialect } from "../exchange.ts";
import { fieldText, issueText } from "../issue-text.ts";
import { anthropicMessagesRequest } from "./anthropic-messages.ts";
import { embeddingsRequest } from "./embeddings.ts";
import { openaiChatRequest } from "./openai-chat.ts";
import { openaiResponsesRequest } from "./openai-responses.ts";

/** Where a request is not as its dialect has it. */
export interface RequestMistake {
  /** Keys and indices from the body on; the last may be of a member that is missing. */
  readonly path: readonly (string | number)[];
  /** `messages[1].role`; "" = the body itself. */
  readonly field: string;
  readonly message: string;
}

const SCHEMAS: Partial<Record<Dialect, z.ZodType>> = {
  "openai-chat": openaiChatRequest,
  "openai-responses": openaiResponsesRequest,
  "anthropic-messages": anthropicMessagesRequest,
  embeddings: embeddingsRequest,
};

/** Of a value that may be a text or a list, what is wrong inside the list; the issue itself where no kind gets that far. */
function deepest(
  issue: z.core.$ZodIssue,
  path: readonly PropertyKey[],
): readonly (readonly [z.core.$ZodIssue, readonly PropertyKey[]])[] {
  const whole = [...path, ...issue.path];
  if (issue.code !== "invalid_union") return [[issue, whole]];
  const inside = issue.errors.find((kind) => kind.length > 0 && kind.every((one) => one.path.length > 0));
  return inside === undefined ? [[issue, whole]] : inside.flatMap((one) => deepest(one, whole));
}

/** Where a request body is not as its dialect has it; nothing where it fits, or the dialect is not known. What the dialect does not name is let through. */
export function requestMistakes(dialect: Dialect, body: unknown): readonly RequestMistake[] {
  const parsed = SCHEMAS[dialect]?.safeParse(body);
  return (parsed?.error?.issues ?? [])
    .flatMap((issue) => deepest(issue, []))
    .map(([issue, path]) => ({
      path: path.map((key) => (typeof key === "symbol" ? String(key) : key)),
      field: fieldText(path),
      message: issueText(issue)
        .replace("Invalid option: ", "")
        .replace(/^Too small: expected array to have >=1 items$/u, "expected at least one item"),
    }));
}
