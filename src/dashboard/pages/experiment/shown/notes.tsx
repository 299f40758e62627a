import { thousands } from "../../../../core/counts.ts";
import { Section } from "../../../parts/page.tsx";

/** What a reader should know, in the words of the result itself. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <Section title="Notes">
      <ul className="max-w-4xl list-disc space-y-1 pl-5 text-sm">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Section>
  );
}

/** Rows that are in no number, or not as they should be, by reason; reasons that hit nobody are left out. */
export function Uncounted({ rows }: { readonly rows: readonly (readonly [reason: string, rows: number])[] }) {
  const found = rows.filter(([, some]) => some > 0);
  return (
    <Section title="What could not be counted">
      {found.length === 0 ? (
        <p className="text-sm text-soft">Everything in the window could.</p>
      ) : (
        <table className="text-sm">
          <caption className="sr-only">Requests that could not be counted, by reason</caption>
          <tbody>
            {found.map(([reason, some]) => (
              <tr key={reason} className="border-b border-rule">
                <th scope="row" className="py-1 pr-6 text-left font-normal">
                  {reason}
                </th>
                <td className="py-1 text-right">{thousands(some)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** Counts by a code, as lines of a table. */
export function byReason(
  words: string,
  counts: Readonly<Record<string, number>>,
): readonly (readonly [string, number])[] {
  return Object.entries(counts).map(([reason, some]) => [`${words}: ${reason.replaceAll("_", " ")}`, some]);
}
