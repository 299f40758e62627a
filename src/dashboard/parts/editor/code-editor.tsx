import { lazy, Suspense } from "react";
import { fetchCode } from "../../api/fetch-code.ts";
import { Skeleton } from "../skeleton.tsx";
import type { CodeEditorParts } from "./editor-parts.ts";

const Written = lazy(async () => ({
  default: (await fetchCode(() => import("./code-mirror.tsx"))).CodeMirrorEditor,
}));

/** An editor for JSON or YAML that says what is wrong while one types. */
export function CodeEditor(parts: CodeEditorParts) {
  return (
    <Suspense fallback={<Skeleton lines={6} label="Loading the editor" />}>
      <Written {...parts} />
    </Suspense>
  );
}
