import { runSchedule } from "../../actions/schedule/run-schedule.ts";
import { addSchedule, findSchedule, listSchedules, removeSchedule } from "../../actions/schedule/schedules.ts";
import { OperatorError } from "../../core/errors.ts";
import type { ScheduleRun, StoredSchedule } from "../../store/schedules.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { controlParts } from "../control-parts.ts";
import { instant, isoInstant } from "../instant.ts";
import { properties, table } from "../table.ts";
import { typed } from "../typed.ts";

function shown(schedule: StoredSchedule): object {
  return { ...schedule, created_at: isoInstant(schedule.created_at), next_at: isoInstant(schedule.next_at) };
}

function shownRun(run: ScheduleRun): object {
  const { due_at: due, started_at: started, ended_at: ended } = run;
  return { ...run, due_at: isoInstant(due), started_at: isoInstant(started), ended_at: isoInstant(ended) };
}

const add: Command = {
  name: "add",
  summary: "Run a command at the times of a cron line",
  description:
    "A running gateway runs it, one of them where there are several. What it prints is kept: `understudy schedule list` shows the experiment and its outcome.",
  positionals: [
    { name: "COMMAND", description: "experiment, simulate or shadow, and its flags, after --", repeats: true },
  ],
  flags: [
    {
      name: "cron",
      value: "LINE",
      description: "minute, hour, day of month, month, day of week; or @daily and its like",
    },
    { name: "timezone", value: "ZONE", description: "an IANA name, such as Europe/Berlin", default: "UTC" },
    { name: "name", value: "NAME", description: "what to call it; its command and a number unless given" },
  ],
  examples: [
    {
      command: 'understudy schedule add --cron "0 6 * * 1" -- simulate --last 7d --policy cheaper.yaml',
      note: "Mondays at 6, the week before under another policy",
    },
  ],
  run: addOne,
};

async function addOne(context: Context, args: Args): Promise<Answer> {
  const cron = args.text("cron");
  if (cron === undefined)
    throw new OperatorError("usage", "when is it to be run", {
      field: "--cron",
      hint: 'For example: --cron "0 6 * * 1"',
    });
  const schedule = await addSchedule(
    { ...controlParts(context), checkCommand: context.checkCommand },
    {
      name: args.text("name") ?? null,
      cron,
      timezone: args.text("timezone") ?? "UTC",
      command: args.positionals,
      folder: context.folder(),
    },
  );
  return {
    json: shown(schedule),
    text: (terminal) =>
      `${properties(terminal, [
        ["name", schedule.name],
        ["runs", `understudy ${schedule.command.join(" ")}`],
        ["next", `${instant(schedule.next_at)} UTC, where a gateway is running then`],
      ])}\nNext: ${typed(["schedule", "run", schedule.name], context.dataFolder)}\n`,
  };
}

const list: Command = {
  name: "list",
  summary: "List schedules and what came of their last runs",
  flags: [{ name: "runs", value: "N", description: "Runs of each to show", default: "5", expects: "count" }],
  run: (context, args) => listAll(context, args.number("runs") ?? 5),
};

function listAll(context: Context, runs: number): Answer {
  const all = listSchedules(context.store({ readOnly: true }), runs);
  return {
    json: { schedules: all.map((one) => ({ ...shown(one), runs: one.runs.map(shownRun) })) },
    text: (terminal) =>
      all.length === 0
        ? `There are no schedules. Next: ${typed(["schedule", "add", "--cron", "0 6 * * 1", "--", "simulate", "..."], context.dataFolder)}\n`
        : [
            table(
              terminal,
              [
                { title: "schedule" },
                { title: "cron" },
                { title: "zone" },
                { title: "next (UTC)" },
                { title: "command", shrinkTo: 20 },
              ],
              all.map((one) => [one.name, one.cron, one.timezone, instant(one.next_at), one.command.join(" ")]),
            ),
            ...(all.every((one) => one.runs.length === 0)
              ? []
              : [
                  table(
                    terminal,
                    [
                      { title: "schedule" },
                      { title: "due (UTC)" },
                      { title: "state" },
                      { title: "experiment" },
                      { title: "decision" },
                      { title: "why", shrinkTo: 16 },
                    ],
                    all.flatMap((one) => one.runs.map((run) => rowOf(run))),
                  ),
                ]),
          ].join("\n"),
  };
}

function rowOf(run: ScheduleRun): readonly string[] {
  const state = run.times > 1 ? `${run.state}, ${run.times} times` : run.state;
  return [run.schedule, instant(run.due_at), state, run.result ?? "", run.decision ?? "", run.message ?? ""];
}

const NAME = { name: "NAME", description: "as `understudy schedule list` shows it" };

const remove: Command = {
  name: "remove",
  summary: "Forget a schedule; what came of it stays",
  positionals: [NAME],
  run(context, args) {
    const schedule = removeSchedule(controlParts(context), args.positionals[0] as string);
    return { json: shown(schedule), text: () => `Removed ${schedule.name}.\n` };
  },
};

const runNow: Command = {
  name: "run",
  summary: "Run a schedule's command now, whatever its time",
  positionals: [NAME],
  async run(context, args) {
    const { control } = context.store();
    const schedule = findSchedule({ control }, args.positionals[0] as string);
    const run = await runSchedule(
      {
        control,
        now: () => context.now(),
        newId: () => context.newId(),
        runCommand: (command) => context.runCommand(command),
        every: context.every,
      },
      schedule,
      "hand",
      context.now(),
    );
    return {
      json: shownRun(run),
      text: () =>
        run.result === null
          ? `${run.state}: ${run.message ?? ""}\n`
          : `${run.state}: ${run.result}\n\nNext: ${typed(["report", run.result, "--out", "report.html"], context.dataFolder)}\n`,
      exit: run.state === "done" ? 0 : run.state === "interrupted" ? 130 : 2,
    };
  },
};

/** `understudy schedule` */
export const scheduleCommand: Command = {
  name: "schedule",
  summary: "Commands run by a gateway at the times of a cron line: add, list, remove, run",
  description: "Without a subcommand: the list.",
  subcommands: [add, list, remove, runNow],
  run: (context) => listAll(context, 5),
};
