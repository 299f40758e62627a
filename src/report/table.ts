import { html, type Html, type Piece } from "./html.ts";

export interface Column {
  readonly title: string;
  readonly number?: boolean;
}

/** What a table is besides its rows. */
export interface TableOptions {
  readonly caption?: string;
  /** `bare`: its cells say by themselves what they are, so that column titles are for screen readers only. */
  readonly bare?: boolean;
}

/** A table that becomes a list of labelled lines on a phone. The first cell of a row names it. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Piece[])[],
  { caption, bare = false }: TableOptions = {},
): Html {
  const head = columns.map(
    ({ title, number }) =>
      html`<th role="columnheader" scope="col" class="${number === true ? "number" : ""}">${title}</th>`,
  );
  const body = rows.map(([name, ...cells]) => {
    const rest = cells.map((cell, index) => {
      const { title = "", number } = columns[index + 1] ?? {};
      return html`<td role="cell" class="${number === true ? "number" : ""}" data-label="${title}">${cell}</td>`;
    });
    return html`<tr role="row">
      <th role="rowheader" scope="row">${name}</th>
      ${rest}
    </tr>`;
  });
  return html`<table role="table" class="${bare ? "bare" : ""}">
    ${
      caption === undefined
        ? ""
        : html`<caption>
            ${caption}
          </caption>`
    }
    <thead role="rowgroup">
      <tr role="row">
        ${head}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${body}
    </tbody>
  </table>`;
}

/** Names and what stands behind them. */
export function properties(rows: readonly (readonly [string, Piece])[]): Html {
  return table([{ title: "what" }, { title: "value" }], rows, { bare: true });
}
