/** Cells a text takes in a terminal, colour codes not counted; wide East Asian characters and emoji take two. */
export function textWidth(text: string): number {
  const plain = stripStyle(text);
  if (ASCII.test(plain)) return plain.length;
  let cells = 0;
  for (const { segment } of SEGMENTS.segment(plain)) cells += segmentWidth(segment);
  return cells;
}

/** The text cut to so many cells, `…` standing for what is gone. Takes plain text. */
export function truncate(text: string, cells: number): string {
  if (textWidth(text) <= cells) return text;
  if (cells <= 1) return cells === 1 ? "…" : "";
  let kept = "";
  let used = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    const next = segmentWidth(segment);
    if (used + next > cells - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…`;
}

/** The same, cut out of the middle. */
export function truncateMiddle(text: string, cells: number): string {
  if (textWidth(text) <= cells || cells <= 3) return truncate(text, cells);
  const head = truncate(text, Math.ceil((cells + 1) / 2));
  const segments = [...SEGMENTS.segment(text)].toReversed();
  let tail = "";
  let used = textWidth(head);
  for (const { segment } of segments) {
    used += segmentWidth(segment);
    if (used > cells) break;
    tail = segment + tail;
  }
  return head + tail;
}

/** Words laid out in lines of at most so many cells, those after the first indented. A word that is longer stays whole. */
export function wrapped(text: string, cells: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > cells) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

/** Logged text may hold control characters that would drive the terminal: they are shown as `·`, line breaks as a space. */
export function printable(text: string): string {
  return text.replaceAll(/[\r\n\t]+/gu, " ").replaceAll(CONTROL, "·");
}

const ASCII = /^[\u0020-\u007e]*$/u;
const CONTROL = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const STYLE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "gu");
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const SEGMENTS = new Intl.Segmenter("en", { granularity: "grapheme" });

function stripStyle(text: string): string {
  return text.includes("\u001b") ? text.replaceAll(STYLE, "") : text;
}

function segmentWidth(segment: string): number {
  if (ZERO.test(segment)) return 0;
  return WIDE.test(segment) || segment.includes("\ufe0f") ? 2 : 1;
}
