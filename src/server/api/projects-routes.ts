import { createRoute, z } from "@hono/zod-openapi";
import { createProject, projectSettingsSchema, setProject, showProject } from "../../actions/projects.ts";
import type { StoredProject } from "../../store/gateway-control.ts";
import { need } from "./access.ts";
import { actingAs, iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const project = z
  .object({
    name: z.string(),
    created_at: z.iso.datetime(),
    retention_days: z.number().nullable().openapi({ description: "null = rows are kept for ever" }),
    redact: z.array(z.looseObject({ kind: z.string() })).openapi({
      description: "guardrail rules whose matches are taken out of bodies before they are stored",
    }),
  })
  .openapi("Project");

const one = { content: { "application/json": { schema: project } } };
const name = z.object({ project: z.string() });

const listRoute = createRoute({
  method: "get",
  path: "/api/projects",
  summary: "List projects",
  responses: {
    200: {
      description: "By name.",
      content: { "application/json": { schema: z.object({ projects: z.array(project) }) } },
    },
    ...errors,
  },
});

const createOne = createRoute({
  method: "post",
  path: "/api/projects",
  summary: "Make a project",
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: projectSettingsSchema.extend({ name: z.string() }) } },
    },
  },
  responses: { 201: { description: "The project.", ...one }, ...errors },
});

const showRoute = createRoute({
  method: "get",
  path: "/api/projects/{project}",
  summary: "A project and its settings",
  request: { params: name },
  responses: { 200: { description: "The project.", ...one }, ...errors },
});

const setRoute = createRoute({
  method: "patch",
  path: "/api/projects/{project}",
  summary: "Change settings of a project; what is not given stays",
  request: {
    params: name,
    body: { required: true, content: { "application/json": { schema: projectSettingsSchema } } },
  },
  responses: { 200: { description: "The project.", ...one }, ...errors },
});

function shown(stored: StoredProject): object {
  return { ...stored, created_at: iso(stored.created_at) };
}

/** Projects and their settings. Viewers look; admins change. */
export function projectsRoutes(api: Api, parts: ControlRoutesParts): void {
  const { control } = parts.store;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at projects");
    return reply(context, { projects: control.projects().map(shown) });
  });
  api.openapi(createOne, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Making a project");
    const { name: wanted, ...settings } = context.req.valid("json");
    return reply(context, shown(createProject(actingAs(parts, principal), wanted, settings)), 201);
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at projects");
    return reply(context, shown(showProject(control, context.req.valid("param").project)));
  });
  api.openapi(setRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Changing a project");
    const { project: wanted } = context.req.valid("param");
    return reply(context, shown(setProject(actingAs(parts, principal), wanted, context.req.valid("json"))));
  });
}
