import type { ServedChange } from "../../../api/promotions.ts";
import { PolicyTreeView } from "../../../parts/policy/policy-tree-view.tsx";
import { servedText } from "./served-text.ts";

/** The policy that serves and the one that would, drawn side by side. */
export function ChangeTrees({ change: { before, after } }: { readonly change: ServedChange }) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Side title="Serves now" policy={before.policy} />
      <Side title="Would serve" policy={after.policy} />
    </div>
  );
}

function Side({ title, policy }: { readonly title: string; readonly policy: unknown }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-1 text-sm font-medium">{title}</h4>
      {policy === null ? (
        <p className="text-sm text-soft">{servedText({ from: "default", config: null })}</p>
      ) : (
        <PolicyTreeView policy={policy} />
      )}
    </div>
  );
}
