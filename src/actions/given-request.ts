import * as z from "zod";
import { OperatorError } from "../core/errors.ts";
import type { Features } from "../core/features.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import { isObject } from "../core/json.ts";
import { sniffDialect } from "../core/neutral/dialect.ts";
import { neutralRequest } from "../core/neutral/neutral-request.ts";

const schema = z.strictObject({
  request: z.record(z.string(), z.unknown()).optional(),
  request_id: z.string().min(1).optional(),
  created_at: z.iso.datetime({ offset: true }).optional(),
  model: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
  endpoint: z.string().min(1).optional(),
  api_key: z.string().min(1).optional(),
  end_user: z.string().min(1).optional(),
  session: z.string().min(1).optional(),
  tags: z.array(z.string()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  input_tokens: z.int().min(0).optional(),
  stream: z.boolean().optional(),
});

/**
 * A request that was never logged, as a policy sees it: `{request?: provider body, model?, project?, tags?, ...}`, or a provider body alone.
 * Throws `record_invalid` with file and field.
 */
export function givenRequest(value: unknown, file: string, now: number): Features {
  const bare = isObject(value) && ("messages" in value || "input" in value) && !("request" in value);
  const parsed = schema.safeParse(bare ? { request: value } : value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new OperatorError(
      "record_invalid",
      `the request: ${issue === undefined ? "not understood" : issueText(issue)}`,
      {
        file,
        ...(issue === undefined || issue.path.length === 0 ? {} : { field: fieldText(issue.path) }),
        hint: 'Expected a provider request body, or {"request": body, "project", "end_user", "tags", "metadata", "input_tokens", ...}.',
      },
    );
  }
  const { data } = parsed;
  const body = data.request;
  const neutral = body === undefined ? null : neutralRequest(body, sniffDialect(body), sha256Hex);
  const model = data.model ?? body?.["model"];
  return {
    request_id: data.request_id ?? "given",
    created_at: data.created_at === undefined ? now : Date.parse(data.created_at),
    model: typeof model === "string" ? model : "",
    project: data.project ?? "default",
    endpoint: data.endpoint ?? null,
    api_key: data.api_key ?? null,
    end_user: data.end_user ?? (typeof body?.["user"] === "string" ? body["user"] : null),
    session: data.session ?? null,
    tags: data.tags ?? [],
    metadata: data.metadata ?? {},
    input_tokens: data.input_tokens ?? null,
    stream: data.stream ?? body?.["stream"] === true,
    needs: neutral?.needs ?? { tools: false, images: false, json_schema: false },
  };
}
