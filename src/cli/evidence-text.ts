import type { Evidence } from "../core/evidence.ts";
import type { Terminal } from "./terminal.ts";

/** The word every number carries, in a colour that says how far to trust it. */
export function evidenceText(evidence: Evidence, { colors }: Terminal): string {
  switch (evidence) {
    case "measured":
    case "recorded":
      return colors.green(evidence);
    case "projected":
      return colors.cyan(evidence);
    case "assumed":
      return colors.yellow(evidence);
    case "unidentified":
      return colors.red(evidence);
  }
}
