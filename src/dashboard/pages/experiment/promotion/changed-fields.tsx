import type { ServedDifference } from "../../../api/promotions.ts";
import { servedText } from "./served-text.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";

const TONES: Readonly<Record<ServedDifference["kind"], Tone>> = { added: "good", removed: "bad", changed: "warn" };

function text(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return servedText({ from: "default", config: null });
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

/** Where what would serve differs from what serves, as the command line prints it. */
export function ChangedFields({ diff }: { readonly diff: readonly ServedDifference[] }) {
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {diff.map(({ path, kind, before, after }) => (
        <li key={`${kind} ${path}`} className="rounded-md border border-rule p-2">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={TONES[kind]}>{kind}</Badge>
            <code className="text-xs wrap-anywhere">{path === "" ? "(the whole)" : path}</code>
          </p>
          <dl className="mt-1 grid gap-x-3 gap-y-1 sm:grid-cols-2">
            <Side name="serves now" value={before} look="text-bad" />
            <Side name="would serve" value={after} look="text-good" />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Side({ name, value, look }: { readonly name: string; readonly value: unknown; readonly look: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className={`font-mono text-xs whitespace-pre-wrap wrap-anywhere ${look}`}>{text(value)}</dd>
    </div>
  );
}
