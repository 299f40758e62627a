import { useState } from "react";
import { thousands } from "../../core/counts.ts";
import { Button } from "./button.tsx";

/** Characters that are shown at once: more would hold the page up. */
const FIRST = 200_000;

/** Text as it is, never as anything else: of a very long one the beginning, the rest on demand. */
export function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > FIRST;
  return (
    <div>
      <pre
        aria-label={label}
        className="max-h-[60vh] overflow-auto rounded-md border border-rule bg-card p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
        tabIndex={0}
      >
        {cut ? text.slice(0, FIRST) : text}
      </pre>
      {text.length > FIRST && (
        <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-soft">
          {thousands(text.length)} characters
          {cut && (
            <Button weight="quiet" onClick={() => setWhole(true)}>
              Show all of them
            </Button>
          )}
          <Download text={text} name={`${label}.txt`} />
        </p>
      )}
    </div>
  );
}

/** Hands a text over as a file. */
function Download({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <Button
      weight="quiet"
      onClick={() => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
        const link = Object.assign(document.createElement("a"), { href: address, download: name });
        link.click();
        URL.revokeObjectURL(address);
      }}
    >
      Download
    </Button>
  );
}
