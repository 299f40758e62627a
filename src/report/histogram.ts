import { thousands } from "../core/counts.ts";
import { html, type Html } from "./html.ts";
import { table } from "./table.ts";

const HEIGHT = 100;

/** Counts of bins of equal width over [0, 1] as columns, with lines where something begins, and the counts as a table below. */
export function histogram(title: string, counts: readonly number[], marks: readonly number[]): Html {
  const most = Math.max(1, ...counts);
  const width = 100 / counts.length;
  const edge = (bin: number): string => (bin / counts.length).toFixed(2);
  const columns = counts.map((count, bin) => {
    const height = (count / most) * (HEIGHT - 2);
    return html`<rect
      class="candidate-bar"
      x="${(bin * width + width * 0.08).toFixed(2)}%"
      width="${(width * 0.84).toFixed(2)}%"
      y="${(HEIGHT - height).toFixed(2)}%"
      height="${height.toFixed(2)}%"
    />`;
  });
  const lines = marks.map((mark) => {
    const at = `${(mark * 100).toFixed(2)}%`;
    return html`<line class="mark" x1="${at}" x2="${at}" y1="0" y2="100%" />`;
  });
  const rows = counts.flatMap((count, bin) =>
    count === 0 ? [] : [[`${edge(bin)} to ${edge(bin + 1)}`, thousands(count)]],
  );
  return html`<h3>${title}</h3>
    <svg class="histogram" aria-hidden="true" focusable="false">
      <rect class="track" x="0" y="99%" width="100%" height="1%" />
      ${columns}${lines}
    </svg>
    <div class="scale soft"><span>0</span><span>0.5</span><span>1</span></div>
    ${marks.length === 0 ? "" : html`<p class="soft">Dashed: ${marks.map((mark) => mark.toFixed(2)).join(" and ")}.</p>`}
    <details>
      <summary>The numbers</summary>
      ${table([{ title: "from" }, { title: "pairs", number: true }], rows)}
    </details>`;
}
