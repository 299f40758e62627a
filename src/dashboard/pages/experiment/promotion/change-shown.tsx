import { useState, type ReactNode } from "react";
import type { ServedChange } from "../../../api/promotions.ts";
import { WordDifferences } from "../../../parts/differences/words.tsx";
import { yamlOf } from "../../../parts/policy/policy-text.ts";
import { PolicyTreeView } from "../../../parts/policy/policy-tree-view.tsx";
import { Tabs } from "../../../parts/tabs.tsx";
import { ChangedFields } from "./changed-fields.tsx";
import { servedText } from "./served-text.ts";

/** What serves now against what would: field by field, as trees, and as text. */
export function ChangeShown({ change }: { readonly change: ServedChange }) {
  const { before, after, kind, diff } = change;
  const [view, setView] = useState("fields");
  if (diff.length === 0) return <p className="text-sm text-soft">Nothing changes: it is served so already.</p>;
  const tabs = [
    {
      id: "fields",
      label: "Field by field",
      content: (
        <Scrolling label="Fields that change">
          <ChangedFields diff={diff} />
        </Scrolling>
      ),
    },
    ...(kind === "policy" ? [{ id: "tree", label: "As trees", content: <Trees change={change} /> }] : []),
    {
      id: "text",
      label: "As text",
      content: (
        <Scrolling label="Text that changes">
          <WordDifferences before={textOf(before.policy)} after={textOf(after.policy)} />
        </Scrolling>
      ),
    },
  ];
  return <Tabs label="What changes" tabs={tabs} active={view} onChange={setView} />;
}

function textOf(policy: unknown): string {
  return policy === null ? "" : yamlOf(policy);
}

function Scrolling({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

function Trees({ change: { before, after } }: { readonly change: ServedChange }) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <div className="min-w-0">
        <h4 className="mb-1 text-sm font-medium">Serves now</h4>
        {before.policy === null ? (
          <p className="text-sm text-soft">{servedText(before)}</p>
        ) : (
          <PolicyTreeView policy={before.policy} />
        )}
      </div>
      <div className="min-w-0">
        <h4 className="mb-1 text-sm font-medium">Would serve</h4>
        {after.policy === null ? (
          <p className="text-sm text-soft">{servedText({ from: "default", config: null })}</p>
        ) : (
          <PolicyTreeView policy={after.policy} />
        )}
      </div>
    </div>
  );
}
