import { lazy, Suspense, useState, type ReactNode } from "react";
import { fetchCode } from "../../../api/fetch-code.ts";
import type { ServedChange } from "../../../api/promotions.ts";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { Tabs } from "../../../parts/tabs.tsx";
import { ChangedFields } from "./changed-fields.tsx";

// What reads and draws policies is larger than the rest of the page.
const Trees = lazy(async () => ({ default: (await fetchCode(() => import("./change-trees.tsx"))).ChangeTrees }));
const Text = lazy(async () => ({ default: (await fetchCode(() => import("./change-text.tsx"))).ChangeText }));

/** What serves now against what would: field by field, as trees, and as text. */
export function ChangeShown({ change }: { readonly change: ServedChange }) {
  const [view, setView] = useState("fields");
  if (change.diff.length === 0) return <p className="text-sm text-soft">Nothing changes: it is served so already.</p>;
  const tabs = [
    { id: "fields", label: "Field by field", content: <ChangedFields diff={change.diff} /> },
    ...(change.kind === "policy" ? [{ id: "tree", label: "As trees", content: <Trees change={change} /> }] : []),
    { id: "text", label: "As text", content: <Text change={change} /> },
  ];
  return (
    <Tabs
      label="What changes"
      tabs={tabs.map((tab) => ({ ...tab, content: <Scrolling label={tab.label}>{tab.content}</Scrolling> }))}
      active={view}
      onChange={setView}
    />
  );
}

function Scrolling({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={label}>
      <Suspense fallback={<Skeleton lines={4} />}>{children}</Suspense>
    </div>
  );
}
