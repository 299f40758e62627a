import { CHECK_REPORT } from "../../contracts/check-report-schema.ts";
import type { CheckReport } from "../../contracts/check-report.ts";
import { OperatorError } from "../../core/errors.ts";
import { fieldText, issueText } from "../../core/issue-text.ts";
import { readDocument } from "../document-file.ts";

/** A report as `--output json=FILE` wrote it. Throws `file_unreadable`, `not_json` and `report_invalid`, with file and field. */
export function readCheckReport(path: string): CheckReport {
  const read = CHECK_REPORT.safeParse(readDocument(path, "a report of a check"));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue === undefined ? "" : fieldText(issue.path);
  throw new OperatorError(
    "report_invalid",
    `this is no report of a check: ${issue === undefined ? "" : issueText(issue)}`,
    {
      file: path,
      ...(field === "" ? {} : { field }),
    },
  );
}
