import type { Deployment } from "../actions/deployment.ts";

export type LogLevel = Deployment["log"]["level"];

/** One line of structured log; details never hold texts of requests or answers. */
export type Tell = (level: LogLevel, message: string, details: object) => void;

export interface LogLinesParts {
  readonly write: (text: string) => void;
  /** For eyes instead of programs: a short line of text each. */
  readonly readable: boolean;
  /** Lines below it are left out. */
  readonly level: LogLevel;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A text without the secrets in it. */
  readonly hide: (text: string) => string;
}

const WEIGHT: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Writes JSON lines with `time`, `level`, `message` and the details; on a terminal, lines that people read. */
export function logLines({ write, readable, level: least, now, hide }: LogLinesParts): Tell {
  const line = readable ? readableLine : jsonLine;
  return (level, message, details) => {
    if (WEIGHT[level] < WEIGHT[least]) return;
    const hidden = Object.fromEntries(
      Object.entries(details).flatMap(([name, value]: [string, unknown]) =>
        value === undefined ? [] : [[name, typeof value === "string" ? hide(value) : value]],
      ),
    );
    write(line(new Date(now()).toISOString(), level, message, hidden));
  };
}

type Line = (time: string, level: LogLevel, message: string, details: Readonly<Record<string, unknown>>) => string;

const jsonLine: Line = (time, level, message, details) => `${JSON.stringify({ time, level, message, ...details })}\n`;

const PLAIN = /^[\w./:@+-]+$/u;
/** What a terminal would act on. */
const CONTROLS = /\p{Cc}/gu;

const readableLine: Line = (time, level, message, details) => {
  const below: string[] = [];
  const beside = Object.entries(details).flatMap(([name, value]) => {
    if (typeof value === "string" && value.includes("\n")) {
      below.push(...value.split("\n").map((one) => `    ${one.replace(CONTROLS, "")}\n`));
      return [];
    }
    const text = typeof value === "string" && PLAIN.test(value) ? value : JSON.stringify(value);
    return [` ${name}=${text.replace(CONTROLS, "")}`];
  });
  return `${time.slice(11, 23)} ${level.padEnd(5)} ${message}${beside.join("")}\n${below.join("")}`;
};
