import { createRoute, z } from "@hono/zod-openapi";
import type { Principal } from "./access.ts";
import { need } from "./access.ts";
import type { Logins } from "./login.ts";
import { errors, problem, reply, type Api } from "./openapi-app.ts";

export interface SessionParts {
  readonly logins: Logins;
  readonly version: string;
  /** Who presents a key; a text says why nobody does. */
  readonly presented: (key: string) => Principal | string;
}

const session = z
  .object({
    name: z.string().openapi({ description: "of the key, as the audit log has it" }),
    role: z.enum(["client", "viewer", "editor", "admin"]),
    project: z.string(),
    version: z.string().openapi({ description: "of understudy" }),
  })
  .openapi("Session");
const answered = { description: "Who asks.", content: { "application/json": { schema: session } } };

const showRoute = createRoute({
  method: "get",
  path: "/api/session",
  summary: "Who asks, and with what role",
  responses: { 200: answered, ...errors },
});

const startRoute = createRoute({
  method: "post",
  path: "/api/session",
  summary: "Sign a browser in with a key: answers with a session cookie",
  request: {
    body: { required: true, content: { "application/json": { schema: z.strictObject({ key: z.string().min(1) }) } } },
  },
  responses: { 200: answered, ...errors },
});

const endRoute = createRoute({
  method: "delete",
  path: "/api/session",
  summary: "Sign a browser out",
  responses: { 204: { description: "The session is over." }, ...errors },
});

const linkRoute = createRoute({
  method: "post",
  path: "/api/login-links",
  summary: "A link that signs a browser in, once, as whoever asks for it",
  responses: {
    201: {
      description: "Good for 15 minutes.",
      content: { "application/json": { schema: z.object({ path: z.string() }) } },
    },
    ...errors,
  },
});

/** Signing in needs no session: it stands before the guard of all other routes. */
export function signInRoute(api: Api, { logins, version, presented }: SessionParts): void {
  api.openapi(startRoute, (context) => {
    const who = presented(context.req.valid("json").key);
    if (typeof who === "string") return reply(context, problem("unauthorized", who), 401);
    need(who, "viewer", "Signing in");
    context.header("set-cookie", logins.open(who));
    return reply(context, { ...who, version });
  });
}

/** Browser sessions: who is signed in, signing out, and links that sign in. */
export function sessionRoutes(api: Api, { logins, version }: SessionParts): void {
  api.openapi(showRoute, (context) => reply(context, { ...context.get("principal"), version }));
  api.openapi(endRoute, (context) => {
    context.header("set-cookie", logins.end(context.req.header("cookie") ?? null));
    return context.body(null, 204);
  });
  api.openapi(linkRoute, (context) => {
    const who = context.get("principal");
    need(who, "viewer", "Signing in");
    return reply(context, { path: `/login?token=${logins.issue(who)}` }, 201);
  });
}
