import type { ShadowPipeline } from "../../../shadow/pipeline.ts";
import type { CheckDocument } from "../check-document.ts";
import { shadowLosses, shadowRows } from "../shadow-rows.ts";
import { words } from "../../shadow/words.ts";
import { code } from "./code.ts";
import { line, type Section } from "./fitted.ts";

/** Verdict, guidance and numbers of the shadow; empty where there is none. */
export function shadowTable({ shadow }: CheckDocument): string {
  if (shadow === null) return "";
  const { verdict, guidance } = shadow.summary;
  const rows = shadowRows(shadow).map(([name, value]) => [name, name === "went wrong" ? code(value) : value]);
  return `\n#### Shadow: ${words(verdict)}\n\n${guidance}\n\n${[["", ""], ["---", "---"], ...rows].map(line).join("")}`;
}

/** The pairs that the shadow would fail. */
export function lossSection(shadow: ShadowPipeline): Section {
  return {
    heading: "The shadow would fail",
    columns: ["case", "why"],
    rows: shadowLosses(shadow).map(({ contract, case: id, trial, critical, why }) => [
      `${code(contract, 120)} / ${code(id, 120)}${trial > 1 ? `, trial ${trial}` : ""}${critical ? " (critical)" : ""}`,
      code(why),
    ]),
  };
}
