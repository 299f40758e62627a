import { resolve } from "node:path";
import { takeDue } from "./actions/schedule/due.ts";
import { runSchedule, type RunScheduleParts } from "./actions/schedule/run-schedule.ts";
import { checkCommand } from "./cli/check-command.ts";
import { COMMANDS } from "./cli/commands/index.ts";
import { runOwnCommand } from "./own-command.ts";
import type { ScheduleRun, StoredSchedule } from "./store/schedules.ts";

export interface SchedulingOptions extends Pick<RunScheduleParts, "control" | "now" | "newId" | "every"> {
  readonly dataFolder: string;
  /** What the gateway was started with: commands that take these flags, and were not given them, see the same. */
  readonly configFile: string | null;
  readonly pricesFile: string | undefined;
  readonly mock: boolean;
  /** Told of each run by its time that ended. */
  readonly onEnd: (run: ScheduleRun) => void;
  readonly tell: (level: "info" | "warn", message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Runs what is due, one look a second. */
export interface Scheduling {
  /** Runs a schedule now, whatever its time. */
  run(schedule: StoredSchedule): Promise<ScheduleRun>;
  /** Stops what runs, as Ctrl-C would, and waits for it. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;

export function startScheduling(options: SchedulingOptions): Scheduling {
  const { control, now, newId, every, tell } = options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const runCommand: RunScheduleParts["runCommand"] = async ({ command, folder }) =>
    runOwnCommand(
      { command: [...command, ...(await flagsBesides(options, command))], folder },
      resolve(options.dataFolder),
      stopping.signal,
    );

  const run = (schedule: StoredSchedule, trigger: ScheduleRun["trigger"], due: number): Promise<ScheduleRun> => {
    const running = runSchedule({ control, now, newId, runCommand, every }, schedule, trigger, due).then((ended) => {
      const { state, result, decision, message } = ended;
      const details = { schedule: schedule.name, state, result, decision, why: message };
      tell(state === "done" ? "info" : "warn", "a scheduled command ended", details);
      if (trigger === "time") options.onEnd(ended);
      return ended;
    });
    underWay.add(running);
    const forget = (): void => void underWay.delete(running);
    running.then(forget, forget);
    return running;
  };

  let behind: string | null = null;
  const look = (): void => {
    try {
      for (const { schedule, message } of control.schedules.endLost(now()))
        tell("warn", "a scheduled command ended", { schedule, state: "interrupted", why: message });
      for (const { schedule, at } of takeDue({ control, newId }, now())) {
        tell("info", "a scheduled command begins", { schedule: schedule.name, command: schedule.command.join(" ") });
        run(schedule, "time", at).catch((error: Error) =>
          tell("warn", "what came of a scheduled command could not be kept", {
            schedule: schedule.name,
            error: error.message,
          }),
        );
      }
      behind = null;
    } catch (error) {
      const { message } = error as Error;
      if (message !== behind) tell("warn", "schedules wait for the store", { error: message });
      behind = message;
    }
  };
  const rest = every(LOOK_EVERY_MS, look);

  return {
    run: (schedule) => run(schedule, "hand", now()),
    async stop() {
      rest();
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
}

/** Throws `usage` where the command line would refuse a command. */
export async function checkScheduled(words: readonly string[]): Promise<void> {
  await checkCommand(words, COMMANDS);
}

/** What a command of this gateway's is told besides: the configuration and prices that the gateway was started with. */
export async function flagsBesides(
  { configFile, pricesFile, mock }: Pick<SchedulingOptions, "configFile" | "pricesFile" | "mock">,
  words: readonly string[],
): Promise<readonly string[]> {
  const { flags = [] } = await checkCommand(words, COMMANDS);
  const lacks = (name: string): boolean => !words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const takes = (name: string): boolean => lacks(name) && flags.some((flag) => flag.name === name);
  return [
    ...(configFile !== null && takes("config") ? ["--config", resolve(configFile)] : []),
    ...(mock && takes("mock") ? ["--mock"] : []),
    ...(pricesFile !== undefined && lacks("prices") ? ["--prices", resolve(pricesFile)] : []),
  ];
}
