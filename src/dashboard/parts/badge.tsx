import type { ReactNode } from "react";

export type Tone = "neutral" | "good" | "bad" | "warn" | "accent";

const TONES: Readonly<Record<Tone, string>> = {
  neutral: "border-rule bg-card text-soft",
  good: "border-good bg-good-soft text-good",
  bad: "border-bad bg-bad-soft text-bad",
  warn: "border-warn bg-warn-soft text-warn",
  accent: "border-accent bg-accent-soft text-accent",
};

/** A word with a colour; the word says it all, the colour only helps. */
export function Badge({
  tone = "neutral",
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 rounded-full border px-2 text-xs/5 font-semibold whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
