import { printable, textWidth, truncate, truncateMiddle, wrapped } from "./text-width.ts";
import type { Terminal } from "./terminal.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand right. */
  readonly align?: "left" | "right";
  /** A column that may be cut when the terminal is narrow, down to this many cells. */
  readonly shrinkTo?: number;
  /** Where it is cut: `middle` for ids, whose beginnings are often all alike. */
  readonly cut?: "end" | "middle";
  /** Colours a cell once its width is settled. */
  readonly paint?: (cell: string, row: number) => string;
}

const GAP = 2;
/** Below this many cells a table is printed as one block of `title value` lines per row. */
const STACK_BELOW = 60;

/** Lays rows of plain text out for the terminal: cut, stacked where it is narrow, whole in a pipe. Ends with a line break. */
export function table(terminal: Terminal, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((_, index) => printable(row[index] ?? "")));
  if (terminal.width < STACK_BELOW) return stacked(terminal, columns, cells);
  const widths = fit(columns, cells, terminal.width);
  const header = line(
    columns,
    columns.map((column) => column.title),
    widths,
    (text) => terminal.colors.bold(text),
  );
  const body = cells.map((row, index) =>
    line(columns, row, widths, (text, column) => column.paint?.(text, index) ?? text),
  );
  return [header, ...body].map((text) => `${text}\n`).join("");
}

function fit(columns: readonly Column[], rows: readonly (readonly string[])[], available: number): number[] {
  const widths = columns.map((column, index) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[index] ?? "")), textWidth(column.title)),
  );
  let over = widths.reduce((sum, width) => sum + width + GAP, -GAP) - available;
  while (over > 0) {
    const widest = widestShrinkable(columns, widths);
    if (widest === -1) break;
    widths[widest] = (widths[widest] as number) - 1;
    over--;
  }
  return widths;
}

function widestShrinkable(columns: readonly Column[], widths: readonly number[]): number {
  let found = -1;
  for (const [index, column] of columns.entries()) {
    const width = widths[index] as number;
    if (column.shrinkTo === undefined || width <= column.shrinkTo) continue;
    if (found === -1 || width > (widths[found] as number)) found = index;
  }
  return found;
}

function line(
  columns: readonly Column[],
  cells: readonly string[],
  widths: readonly number[],
  paint: (text: string, column: Column) => string,
): string {
  const parts = columns.map((column, index) => {
    const width = widths[index] as number;
    const text = cutTo(column, cells[index] ?? "", width);
    const space = " ".repeat(width - textWidth(text));
    const painted = paint(text, column);
    if (column.align === "right") return space + painted;
    return index === columns.length - 1 ? painted : painted + space;
  });
  return parts.join(" ".repeat(GAP)).trimEnd();
}

function cutTo(column: Column, text: string, cells: number): string {
  return column.cut === "middle" ? truncateMiddle(text, cells) : truncate(text, cells);
}

function stacked(terminal: Terminal, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const label = columns.reduce((widest, column) => Math.max(widest, textWidth(column.title)), 0);
  const room = Math.max(8, terminal.width - label - GAP);
  const blocks = rows.map((row, index) =>
    columns
      .map((column, position) => {
        const whole = row[position] ?? "";
        const text = column.shrinkTo === undefined ? whole : cutTo(column, whole, room);
        const title = terminal.colors.bold(column.title) + " ".repeat(label - textWidth(column.title) + GAP);
        return `${title}${column.paint?.(text, index) ?? text}`.trimEnd() + "\n";
      })
      .join(""),
  );
  return blocks.join("\n");
}

/** Aligned `title value` lines, for one thing with several properties; long values go on below themselves. Values may be styled. */
export function properties(terminal: Terminal, pairs: readonly (readonly [string, string])[]): string {
  const label = pairs.reduce((widest, [title]) => Math.max(widest, textWidth(title)), 0);
  const room = Math.max(20, terminal.width - label - GAP);
  const indent = " ".repeat(label + GAP);
  return pairs
    .map(([title, value]) => {
      const space = " ".repeat(label - textWidth(title) + GAP);
      return `${terminal.colors.dim(title)}${space}${wrapped(value, room).replaceAll("\n", `\n${indent}`)}\n`;
    })
    .join("");
}
