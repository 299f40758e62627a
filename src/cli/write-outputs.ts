import { isAbsolute, relative, resolve, sep } from "node:path";
import { addTo, writeWhole } from "../actions/check-outputs/write-whole.ts";
import { OperatorError } from "../core/errors.ts";
import type { CheckDocument } from "../report/checks/check-document.ts";
import { github } from "../report/checks/formats/github.ts";
import { summary } from "../report/checks/formats/summary.ts";
import type { Answer, Context } from "./command.ts";
import type { Outputs } from "./output-flags.ts";
import { errorText } from "./print-error.ts";
import { printable } from "./text-width.ts";

/**
 * Writes what the flags ask for, whatever the exit code, and in GitHub Actions annotations and the job's summary. Returns the answer with a
 * line for each file. A file that cannot be written makes the exit code 2 where it was 0, and hides nothing of the answer.
 */
export function withOutputs(
  context: Context,
  outputs: Outputs,
  checked: Pick<CheckDocument, "report" | "base" | "shadow">,
  answer: Answer,
): Answer {
  const document: CheckDocument = {
    ...checked,
    folder: folderOf(context, checked.report.pack.folder),
    version: context.version,
    written_at: context.now(),
  };
  let failed = false;
  const tried = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      context.stderr.write(errorText(error, context.stderr));
      failed = true;
      return false;
    }
  };
  const written: string[] = [];
  let stdout: string | null = null;
  for (const { format, file } of outputs.files) {
    const text = format.write(document);
    if (file === null) stdout = text;
    else if (tried(() => writeWhole(resolve(context.folder(), file), text)))
      written.push(`Wrote ${format.name} to ${printable(file)}\n`);
  }
  if (inGithubActions(context) && outputs.annotations) {
    // The runner reads both streams; standard output may hold a document.
    context.stderr.write(github.write(document));
    const file = context.environment("GITHUB_STEP_SUMMARY") ?? "";
    if (file !== "") tried(() => addTo(file, summary.write(document)));
  }
  const exit = failed && (answer.exit ?? 0) === 0 ? 2 : answer.exit;
  const text: Answer["text"] =
    stdout === null ? (terminal) => `${answer.text(terminal)}${written.join("")}` : () => stdout ?? "";
  return { json: answer.json, text, ...(exit === undefined ? {} : { exit }) };
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
