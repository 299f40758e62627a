import type { AuditEntry, AuditFilter, AuditLog } from "../store/audit.ts";

const PAGE = 1_000;

function* pages(log: AuditLog, filter: AuditFilter): Generator<readonly AuditEntry[]> {
  for (let after: string | undefined; ;) {
    const page = log.auditEntries(after === undefined ? filter : { ...filter, after }, PAGE);
    if (page.length > 0) yield page;
    after = page.at(-1)?.id;
    if (page.length < PAGE || after === undefined) return;
  }
}

function shown(entry: AuditEntry): object {
  return { ...entry, at: new Date(entry.at).toISOString() };
}

/** All entries of a filter as `{"entries": [...]}`, a piece at a time. */
export function* auditJson(log: AuditLog, filter: AuditFilter): Generator<string> {
  yield '{"entries":[';
  let first = true;
  for (const page of pages(log, filter)) {
    yield `${first ? "" : ","}\n${page.map((entry) => JSON.stringify(shown(entry))).join(",\n")}`;
    first = false;
  }
  yield "\n]}\n";
}

/** A cell as RFC 4180 has it. Where it begins like a formula a quotation mark stands before it, so that no spreadsheet computes it. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** The same as a table with one head; details are JSON. */
export function* auditCsv(log: AuditLog, filter: AuditFilter): Generator<string> {
  yield "id,at,actor,action,details\r\n";
  for (const page of pages(log, filter))
    yield page
      .map(({ id, at, actor, action, details }) =>
        [id, new Date(at).toISOString(), actor, action, JSON.stringify(details)].map(cell).join(","),
      )
      .map((line) => `${line}\r\n`)
      .join("");
}
