import { words } from "../../../../report/shadow/words.ts";
import type { ShadowPairing } from "../../../api/shadow.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";

const TONES = { both_pass: "good", gain: "accent", flaky: "warn", both_fail: "neutral", loss: "bad" } as const;

/** How a pair ended. */
export function ResultBadge({
  pair: { incomparable_reason: reason, result, critical_loss: critical },
}: {
  readonly pair: Pick<ShadowPairing, "incomparable_reason" | "result" | "critical_loss">;
}) {
  if (reason !== null)
    return (
      <Badge tone="warn" title={`not compared: ${words(reason)}`}>
        {words(reason)}
      </Badge>
    );
  const tone: Tone = result === null ? "neutral" : TONES[result];
  const text = result === "loss" ? (critical ? "would fail, critical" : "would fail") : words(result ?? "compared");
  return <Badge tone={tone}>{text}</Badge>;
}
