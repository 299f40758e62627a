import { html, type Html, type Piece } from "./html.ts";
import { table } from "./table.ts";

/** One bar: its numbers stand beside it. */
export interface Bar {
  readonly label: Piece;
  /** Null draws none. */
  readonly value: number | null;
  readonly lower?: number | null;
  readonly upper?: number | null;
  readonly kind: "baseline" | "candidate" | "good" | "warn" | "bad";
  /** The value as text. */
  readonly text: Piece;
  readonly evidence: Piece;
}

const HEIGHT = 16;

/**
 * Horizontal bars from 0 on, with a whisker over the interval, and the numbers beside each.
 * @param most where the scale ends; the largest number where it is not given
 */
export function bars(title: string, rows: readonly Bar[], most?: number): Html {
  const end = most ?? Math.max(0, ...rows.flatMap(({ value, upper }) => [value ?? 0, upper ?? 0]));
  const share = (value: number): string =>
    `${end <= 0 ? 0 : Math.min(100, Math.max(0, (value / end) * 100)).toFixed(2)}%`;
  const drawn = rows.map(({ label, value, lower, upper, kind, text, evidence }) => {
    const bar =
      value === null
        ? ""
        : html`<rect class="${kind}-bar" x="0" y="2" width="${share(value)}" height="${HEIGHT - 4}" />`;
    const whisker =
      lower === undefined || upper === undefined || lower === null || upper === null
        ? ""
        : html`<line
            class="whisker"
            x1="${share(lower)}"
            x2="${share(upper)}"
            y1="${HEIGHT / 2}"
            y2="${HEIGHT / 2}"
          />`;
    const picture = html`<svg height="${HEIGHT}" aria-hidden="true" focusable="false">
      <rect class="track" x="0" y="2" width="100%" height="${HEIGHT - 4}" />
      ${bar}${whisker}
    </svg>`;
    return [label, picture, text, evidence];
  });
  return table([{ title }, { title: "bar" }, { title: "number", number: true }, { title: "evidence" }], drawn, {
    bare: true,
    caption: title,
  });
}
