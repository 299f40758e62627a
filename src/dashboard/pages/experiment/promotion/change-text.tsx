import type { ServedChange } from "../../../api/promotions.ts";
import { WordDifferences } from "../../../parts/differences/words.tsx";
import { yamlOf } from "../../../parts/policy/policy-text.ts";

/** What serves and what would, as YAML in one text with what goes and what comes. */
export function ChangeText({ change: { before, after } }: { readonly change: ServedChange }) {
  return <WordDifferences before={textOf(before.policy)} after={textOf(after.policy)} />;
}

function textOf(policy: unknown): string {
  return policy === null ? "" : yamlOf(policy);
}
