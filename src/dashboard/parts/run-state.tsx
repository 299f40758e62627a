import { Badge, type Tone } from "./badge.tsx";

const TONES: Readonly<Record<string, Tone>> = {
  running: "accent",
  completed: "good",
  stopped_early: "good",
  cap_reached: "warn",
  cancelled: "warn",
  interrupted: "bad",
};

/** How a run stands, in its own words. */
export function RunState({ state }: { readonly state: string }) {
  return <Badge tone={TONES[state] ?? "neutral"}>{state.replaceAll("_", " ")}</Badge>;
}
