import { understudyJson } from "../understudy.ts";

/** What a replay over all rows of a store says, without its id, the moment it was made and the name of the store. */
export async function simulated(store: string, candidate: string): Promise<unknown> {
  const {
    id: _,
    created_at: __,
    took_ms: ___,
    ...rest
  } = await understudyJson<Record<string, unknown>>([
    "simulate",
    "--policy",
    candidate,
    "--from",
    "2020-01-01",
    "--to",
    "2027-01-01",
    "--data",
    store,
  ]);
  return JSON.parse(
    JSON.stringify(rest)
      .replaceAll(/(?:sim|exp)_[0-9a-f-]+(?:_candidate)?/gu, "ID")
      .replaceAll(store, "STORE"),
  );
}
