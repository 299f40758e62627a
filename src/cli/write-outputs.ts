import { isAbsolute, relative, resolve, sep } from "node:path";
import { addTo, writeWhole } from "../actions/check-outputs/write-whole.ts";
import { OperatorError } from "../core/errors.ts";
import type { CheckDocument } from "../report/checks/check-document.ts";
import type { Answer, Context } from "./command.ts";
import type { Outputs } from "./output-flags.ts";
import { errorText } from "./print-error.ts";
import { printable } from "./text-width.ts";

/** What came of a run. */
type Checked = Pick<CheckDocument, "report" | "base" | "shadow">;

/**
 * Writes what the flags ask for, whatever the exit code, and in GitHub Actions annotations and the job's summary. Returns the answer with a
 * line for each file. A file that cannot be written makes the exit code 2 where it was 0, and hides nothing of the answer.
 */
export async function withOutputs(
  context: Context,
  outputs: Outputs,
  checked: Checked,
  answer: Answer,
): Promise<Answer> {
  const document = documentOf(context, checked);
  const { stdout, written, failed } = await writeFiles(context, outputs, document);
  const summed = inGithubActions(context) && outputs.annotations ? await tellGithub(context, document) : true;
  for (const error of failed) context.stderr.write(errorText(error, context.stderr));
  const exit = (failed.length > 0 || !summed) && (answer.exit ?? 0) === 0 ? 2 : answer.exit;
  const text: Answer["text"] =
    stdout === null ? (terminal) => `${answer.text(terminal)}${written.join("")}` : () => stdout;
  return { json: answer.json, text, ...(exit === undefined ? {} : { exit }) };
}

/** Writes the files and nothing else, so that they are there whatever comes after; they are written again at the end. */
export async function writeAhead(context: Context, outputs: Outputs, checked: Checked): Promise<void> {
  await writeFiles(context, outputs, documentOf(context, checked));
}

interface Written {
  /** What goes to standard output instead of the text; null where nothing does. */
  readonly stdout: string | null;
  /** A line for each file. */
  readonly written: readonly string[];
  readonly failed: readonly OperatorError[];
}

async function writeFiles(context: Context, { files }: Outputs, document: CheckDocument): Promise<Written> {
  const written: string[] = [];
  const failed: OperatorError[] = [];
  let stdout: string | null = null;
  for (const { format, file } of files) {
    const text = (await format.load()).write(document);
    if (file === null) {
      stdout = text;
      continue;
    }
    const error = mistakeOf(() => writeWhole(resolve(context.folder(), file), text));
    if (error === null) written.push(`Wrote ${format.name} to ${printable(file)}\n`);
    else failed.push(error);
  }
  return { stdout, written, failed };
}

/** Returns whether the summary could be written. */
async function tellGithub(context: Context, document: CheckDocument): Promise<boolean> {
  const { github } = await import("../report/checks/formats/github.ts");
  // The runner reads both streams; standard output may hold a document.
  context.stderr.write(github.write(document));
  const file = context.environment("GITHUB_STEP_SUMMARY") ?? "";
  if (file === "") return true;
  const { summary } = await import("../report/checks/formats/summary.ts");
  const error = mistakeOf(() => addTo(file, summary.write(document)));
  if (error !== null) context.stderr.write(errorText(error, context.stderr));
  return error === null;
}

function mistakeOf(write: () => void): OperatorError | null {
  try {
    write();
    return null;
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
}

function documentOf(context: Context, checked: Checked): CheckDocument {
  return {
    ...checked,
    folder: folderOf(context, checked.report.pack.folder),
    version: context.version,
    written_at: context.now(),
  };
}

function inGithubActions({ environment }: Pick<Context, "environment">): boolean {
  return environment("GITHUB_ACTIONS") === "true";
}

/** The pack's folder from the root of the repository, as far as that is known: annotations are looked up from there. */
function folderOf(context: Context, pack: string): string {
  const here = context.folder();
  const root = (inGithubActions(context) && context.environment("GITHUB_WORKSPACE")) || here;
  const path = relative(root, resolve(here, pack));
  const outside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return (outside ? pack : path).split(sep).join("/");
}
