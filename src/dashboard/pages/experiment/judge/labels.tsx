import { Link } from "@tanstack/react-router";
import type { HumanResult } from "../../../../judging/human-labels.ts";
import { useMay } from "../../../api/may.ts";
import { buttonLook } from "../../../parts/button.tsx";
import { Command } from "../../../parts/command.tsx";
import { Section } from "../../../parts/page.tsx";
import { Agreement } from "./agreement.tsx";

/** What people say of the pairs that a judge judged, and the way to say it. */
export function Labels({ run, human }: { readonly run: string; readonly human: HumanResult | null }) {
  const edits = useMay("editor");
  return (
    <Section
      title="Do people agree with the judge?"
      note="Label some of the pairs, without knowing who answered what nor what the judge said. From 50 labelled pairs on, the judge's shares are corrected by the labels."
    >
      {human === null ? <p className="mb-2 text-sm">No pair is labelled yet.</p> : <Agreement human={human} />}
      <div className="mt-3 flex flex-wrap items-center gap-3 text-sm">
        {edits && (
          <Link
            from="/experiments/$id"
            to="."
            search={{ tab: "judge", judge: run, label: "next" }}
            className={buttonLook()}
          >
            Label pairs
          </Link>
        )}
        <span className="text-soft">or in a file:</span>
        <Command>{`understudy judge to-label ${run} --out to-label.jsonl`}</Command>
      </div>
    </Section>
  );
}
