import type { ReactNode } from "react";

/** One figure of both sides. */
export interface TwoSided {
  readonly name: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
  /** Stands out where it is said to differ. */
  readonly differs?: boolean;
}

/** Figures of two calls beside each other. */
export function TwoSides({
  caption,
  heads: [before, after],
  rows,
}: {
  /** Only listeners hear it. */
  readonly caption: string;
  readonly heads: readonly [before: ReactNode, after: ReactNode];
  readonly rows: readonly TwoSided[];
}) {
  return (
    <table className="w-full max-w-2xl text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-soft">
        <tr className="border-b border-rule">
          <th scope="col" className="py-1 pr-3 font-medium">
            Figure
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            {before}
          </th>
          <th scope="col" className="py-1 font-medium">
            {after}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before: was, after: is, differs }) => (
          <tr key={name} className="border-b border-rule align-top">
            <th scope="row" className="py-1 pr-3 font-normal wrap-normal text-soft">
              {name}
            </th>
            <td className="py-1 pr-3 wrap-anywhere">{was}</td>
            <td className={`py-1 wrap-anywhere ${differs === true ? "font-semibold" : ""}`}>{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
