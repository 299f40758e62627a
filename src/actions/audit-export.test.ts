import { expect, it } from "vitest";
import type { AuditEntry, AuditLog } from "../store/audit.ts";
import { auditCsv, auditJson } from "./audit-export.ts";

const entry = (number: number, actor: string, details: object): AuditEntry => ({
  id: `e${number}`,
  at: number,
  actor,
  action: "key.create",
  details: { ...details },
});

/** Newest first. */
function logOf(entries: readonly AuditEntry[]): AuditLog {
  return {
    audit: () => {},
    auditNames: () => ({ actions: [], actors: [] }),
    auditEntries: ({ after }, limit) => {
      const begin = after === undefined ? 0 : entries.findIndex(({ id }) => id === after) + 1;
      return entries.slice(begin, begin + limit);
    },
  };
}

it("a table quotes what needs it, and nothing in it is a formula", () => {
  const text = [...auditCsv(logOf([entry(2, '=HYPERLINK("x")', { note: 'a "b",\nc' }), entry(1, "ann", {})]), {})];
  expect(text.join("")).toBe(
    [
      "id,at,actor,action,details",
      'e2,1970-01-01T00:00:00.002Z,"\'=HYPERLINK(""x"")",key.create,"{""note"":""a \\""b\\"",\\nc""}"',
      "e1,1970-01-01T00:00:00.001Z,ann,key.create,{}",
      "",
    ].join("\r\n"),
  );
});

it("a document holds every entry once, however many pages it took", () => {
  const many = Array.from({ length: 2_500 }, (_, at) => entry(2_500 - at, "ann", {}));
  const { entries } = JSON.parse([...auditJson(logOf(many), {})].join("")) as { readonly entries: { id: string }[] };
  expect(entries.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  expect(JSON.parse([...auditJson(logOf([]), {})].join(""))).toEqual({ entries: [] });
  expect([...auditJson(logOf(many.slice(0, 1_000)), {})].join("").match(/"id"/gu)).toHaveLength(1_000);
});
