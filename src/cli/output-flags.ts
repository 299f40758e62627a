import type { CheckReport } from "../contracts/check-report.ts";
import { OperatorError } from "../core/errors.ts";
import { OUTPUT_FORMATS, type OutputFormatEntry } from "../report/checks/formats/index.ts";
import { closest } from "../core/closest.ts";
import type { Args, Context, Flag } from "./command.ts";

const NAMES = OUTPUT_FORMATS.map(({ name }) => name).join(", ");

/** The flags of a command whose report can be written in other formats besides. */
export const OUTPUT_FLAGS: readonly Flag[] = [
  {
    name: "output",
    value: "FORMAT=FILE",
    description: `Also write it to FILE (- = standard output, instead of the text) as ${NAMES}; FILE alone where its name says which: results.junit.xml, comment.md`,
    repeatable: true,
  },
  {
    name: "no-annotations",
    description: "In GitHub Actions, write neither annotations nor the job's summary",
  },
];

/** Beside them, of a command that makes a report. */
export const BASE_FLAG: Flag = {
  name: "base",
  value: "FILE",
  description: "A report of the base branch, as --output json=FILE writes it: outputs say what changed",
};

/** A file that is to be written; standard output where it is null. */
export interface Output {
  readonly format: OutputFormatEntry;
  readonly file: string | null;
}

/** What the flags ask for. */
export interface Outputs {
  readonly files: readonly Output[];
  readonly annotations: boolean;
}

/** Reads the flags, before anything is run or paid. Throws `usage`. */
export function readOutputs(args: Args, context: Pick<Context, "json">): Outputs {
  const files = args.list("output").map(outputOf);
  const toStdout = files.filter(({ file }) => file === null);
  if (toStdout.length > 1) throw refused("only one output can go to standard output");
  if (toStdout.length > 0 && context.json) throw refused("--json and an output on standard output exclude one another");
  const twice = files.find(
    ({ file }, index) => file !== null && files.findIndex((other) => other.file === file) < index,
  );
  if (twice !== undefined) throw refused(`two outputs go to ${twice.file}`);
  return { files, annotations: !args.on("no-annotations") };
}

/** Whether an output takes the place of the text. */
export function toStdout({ files }: Outputs): boolean {
  return files.some(({ file }) => file === null);
}

/** Reads the report of --base, before anything is run or paid. Throws what reading it does. */
export async function readBase(args: Args): Promise<CheckReport | null> {
  const file = args.text("base");
  if (file === undefined) return null;
  const { readCheckReport } = await import("../actions/check-outputs/read-check-report.ts");
  return readCheckReport(file);
}

function outputOf(text: string): Output {
  const { name, file } = /^(?<name>[a-z]+)=(?<file>.+)$/su.exec(text)?.groups ?? {};
  if (name !== undefined && file !== undefined) {
    const format = OUTPUT_FORMATS.find((one) => one.name === name);
    if (format !== undefined) return { format, file: file === "-" ? null : file };
    const meant = closest(
      name,
      OUTPUT_FORMATS.map((one) => one.name),
    );
    throw refused(
      `there is no format ${JSON.stringify(name)}${meant === null ? "" : `: did you mean ${meant}=${file}?`}`,
    );
  }
  const found = formatOfName(text);
  if (found !== null) return { format: found, file: text };
  throw refused(`the name ${JSON.stringify(text)} does not say which format is meant`);
}

/** The format whose ending is the longest that the name has. */
function formatOfName(file: string): OutputFormatEntry | null {
  const lower = file.toLowerCase();
  const fitting = OUTPUT_FORMATS.flatMap((format) =>
    format.endings.filter((ending) => lower.endsWith(ending)).map((ending) => ({ format, ending })),
  );
  return fitting.toSorted((a, b) => b.ending.length - a.ending.length)[0]?.format ?? null;
}

function refused(message: string): OperatorError {
  return new OperatorError("usage", message, {
    field: "--output",
    hint: `Say --output FORMAT=FILE, where FORMAT is one of: ${NAMES}.`,
  });
}
