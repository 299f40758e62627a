import { createRoute, z } from "@hono/zod-openapi";
import {
  addSchedule,
  findSchedule,
  listSchedules,
  removeSchedule,
  SCHEDULE_RUN_STATES,
  type ScheduleParts,
} from "../../actions/schedule/schedules.ts";
import type { ScheduleRun, StoredSchedule } from "../../store/schedules.ts";
import { need } from "./access.ts";
import { actingAs, iso, isoOrNull, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface ScheduleRoutesParts extends ControlRoutesParts {
  readonly checkCommand: ScheduleParts["checkCommand"];
  /** Runs a schedule now, to its end. */
  readonly runSchedule: (schedule: StoredSchedule) => Promise<ScheduleRun>;
}

const run = z
  .object({
    id: z.string(),
    schedule: z.string(),
    trigger: z.enum(["time", "hand"]),
    due_at: z.iso.datetime(),
    times: z.number().openapi({ description: "due times it stands for" }),
    started_at: isoOrNull,
    ended_at: isoOrNull,
    state: z.enum(SCHEDULE_RUN_STATES),
    result: z.string().nullable().openapi({ description: "the experiment that came of it" }),
    decision: z.string().nullable(),
    message: z.string().nullable(),
  })
  .openapi("ScheduleRun");

const schedule = z
  .object({
    name: z.string(),
    cron: z.string(),
    timezone: z.string(),
    command: z.array(z.string()),
    folder: z.string().nullable(),
    created_at: z.iso.datetime(),
    actor: z.string(),
    next_at: isoOrNull,
  })
  .openapi("Schedule");

const listed = schedule.extend({ runs: z.array(run).openapi({ description: "newest first" }) });
const nameParameter = z.object({ name: z.string() });
const json = <T extends z.ZodType>(schema: T) => ({ "application/json": { schema } });

const listRoute = createRoute({
  method: "get",
  path: "/api/schedules",
  summary: "Schedules, and what came of their last runs",
  request: { query: z.strictObject({ runs: z.coerce.number().int().min(0).max(100).default(5) }) },
  responses: { 200: { description: "By name.", content: json(z.object({ schedules: z.array(listed) })) }, ...errors },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/schedules",
  summary: "Run a command at the times of a cron line",
  request: {
    body: {
      required: true,
      content: json(
        z.strictObject({
          name: z.string().optional(),
          cron: z.string().openapi({ example: "0 6 * * 1" }),
          timezone: z.string().default("UTC"),
          command: z
            .array(z.string())
            .min(1)
            .openapi({ example: ["simulate", "--policy", "cheaper", "--last", "7d"] }),
        }),
      ),
    },
  },
  responses: { 201: { description: "The schedule.", content: json(schedule) }, ...errors },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/schedules/{name}",
  summary: "Forget a schedule; what came of it stays",
  request: { params: nameParameter },
  responses: { 200: { description: "What it was.", content: json(schedule) }, ...errors },
});

const runRoute = createRoute({
  method: "post",
  path: "/api/schedules/{name}/run",
  summary: "Run a schedule's command now",
  request: { params: nameParameter },
  responses: { 200: { description: "What came of it.", content: json(run) }, ...errors },
});

function shown(stored: StoredSchedule): object {
  return { ...stored, created_at: iso(stored.created_at), next_at: iso(stored.next_at) };
}

function shownRun(stored: ScheduleRun): object {
  const { due_at: due, started_at: started, ended_at: ended } = stored;
  return { ...stored, due_at: iso(due), started_at: iso(started), ended_at: iso(ended) };
}

/** Schedules. Viewers look, editors run; commands can read files where the gateway runs, so that only admins say which are run. */
export function scheduleRoutes(api: Api, parts: ScheduleRoutesParts): void {
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at schedules");
    const { runs } = context.req.valid("query");
    const all = listSchedules(parts.store, runs);
    return reply(context, { schedules: all.map((one) => ({ ...shown(one), runs: one.runs.map(shownRun) })) });
  });
  api.openapi(addRoute, async (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Scheduling");
    const { name = null, ...asked } = context.req.valid("json");
    const made = await addSchedule(
      { ...actingAs(parts, principal), checkCommand: parts.checkCommand },
      { ...asked, name, folder: null },
    );
    return reply(context, shown(made), 201);
  });
  api.openapi(removeRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Scheduling");
    return reply(context, shown(removeSchedule(actingAs(parts, principal), context.req.valid("param").name)));
  });
  api.openapi(runRoute, async (context) => {
    need(context.get("principal"), "editor", "Running a schedule");
    const found = findSchedule(parts.store, context.req.valid("param").name);
    return reply(context, shownRun(await parts.runSchedule(found)));
  });
}
