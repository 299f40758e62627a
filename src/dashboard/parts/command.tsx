import { useState } from "react";
import { Button } from "./button.tsx";

/** A command to type, and a button that copies it. */
export function Command({ children }: { readonly children: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex max-w-full items-center gap-2">
      <code className="min-w-0 rounded-md border border-rule bg-card px-2 py-1 text-left font-mono text-sm wrap-anywhere">
        {children}
      </code>
      <Button
        weight="quiet"
        onClick={() => {
          void navigator.clipboard?.writeText(children).then(() => setCopied(true));
        }}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
