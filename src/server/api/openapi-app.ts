import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { matchedRoutes } from "hono/route";
import { HTTPException } from "hono/http-exception";
import { OperatorError } from "../../core/errors.ts";
import { fieldText, issueText } from "../../core/issue-text.ts";
import type { Principal } from "./access.ts";

/** What every handler finds in its context. */
export interface ApiEnvironment {
  Variables: { principal: Principal };
}

export type Api = OpenAPIHono<ApiEnvironment>;

export const errorSchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      hint: z.string().optional(),
      field: z.string().optional(),
    }),
  })
  .openapi("Error");

/** A problem in the API's one shape. */
export function problem(code: string, message: string, more: { readonly hint?: string; readonly field?: string } = {}) {
  return { error: { code, message, ...more } };
}

export const errors = {
  400: { description: "The request cannot be used.", content: { "application/json": { schema: errorSchema } } },
  401: { description: "No key, or one that is not known.", content: { "application/json": { schema: errorSchema } } },
  403: {
    description: "The key's role does not reach this far.",
    content: { "application/json": { schema: errorSchema } },
  },
  404: { description: "There is no such thing.", content: { "application/json": { schema: errorSchema } } },
  409: { description: "It cannot be done as things stand.", content: { "application/json": { schema: errorSchema } } },
} as const;

const WHAT_THERE_IS =
  "Clients use POST /v1/chat/completions, /v1/responses, /v1/messages or /v1/embeddings, and GET /v1/models; GET /api/openapi.json lists everything else.";

/** An empty API whose mistakes all come in one shape. @param onBug is told of what should not happen */
export function openApiApp(onBug: (error: unknown) => void): Api {
  const app: Api = new OpenAPIHono<ApiEnvironment>({
    defaultHook(result, context) {
      if (result.success) return undefined;
      const [issue] = result.error.issues;
      const field = issue === undefined ? "" : fieldText(issue.path);
      const message = issue === undefined ? "not understood" : issueText(issue);
      return context.json(problem("invalid_request", message, field === "" ? {} : { field }), 400);
    },
  });
  app.use("*", async (context, next) => {
    const known = matchedRoutes(context).some(({ path }) => !path.endsWith("*"));
    const { headers } = context.req.raw;
    const sent = (headers.get("content-length") ?? "0") !== "0" || headers.has("transfer-encoding");
    const type = headers.get("content-type") ?? "";
    // A body of no known kind would be left unread, and what it asks for not be done.
    if (known && sent && !/^application\/(?:[\w.-]+\+)?json\b/iu.test(type)) {
      const hint = "Send it with the header `content-type: application/json`.";
      return context.json(problem("unsupported_media_type", "The body is not said to be JSON.", { hint }), 415);
    }
    await next();
    return undefined;
  });
  app.onError((error, context) => answerError(error, context, onBug));
  app.notFound((context) =>
    context.json(
      problem("not_found", `There is no ${context.req.method} ${context.req.path}.`, { hint: WHAT_THERE_IS }),
      404,
    ),
  );
  return app;
}

/** Actions say where a policy goes wrong in the words of the command line, `--policy targets[1].model`: in a body that is `policy.targets[1].model`. */
function bodyField(field: string | undefined): string | undefined {
  return field?.replace(/^--policy(?: |$)/u, (flag) => (flag.endsWith(" ") ? "policy." : "policy"));
}

function answerError(error: unknown, context: Context, onBug: (error: unknown) => void): Response {
  if (error instanceof OperatorError) {
    const field = bodyField(error.place.field);
    const more = { hint: error.hint, ...(field === undefined ? {} : { field }) };
    return context.json(problem(error.code, error.message, more), error.httpStatus as 400);
  }
  if (error instanceof HTTPException) return context.json(problem("invalid_request", error.message), error.status);
  onBug(error);
  return context.json(problem("internal_error", "Something went wrong inside the gateway."), 500);
}

/** Answers with a document of ours: its shape stands in the route's schema, and tests hold real answers against it. */
export function reply(
  context: Context,
  document: unknown,
  status: 200 | 201 | 400 | 401 | 403 | 404 | 409 = 200,
): never {
  return Response.json(document, { status, headers: context.res.headers }) as never;
}
