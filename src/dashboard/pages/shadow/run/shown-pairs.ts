import type { Query } from "../../../api/client.ts";
import type { ShadowSummary } from "../../../../shadow/summary.ts";
import type { ContractCount } from "../../../../shadow/by-contract.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
  /** As the API takes it. */
  readonly query: Query;
  readonly ofRun: (summary: ShadowSummary) => number;
  readonly ofContract: (count: ContractCount) => number;
}

/** Which pairs of a run are listed, as the address says it. */
export const SHOWN_PAIRS: readonly Choice[] = [
  {
    value: "",
    label: "all",
    query: {},
    ofRun: (one) => one.comparable_n + one.incomparable_n,
    ofContract: (one) => one.comparable_n + one.incomparable_n,
  },
  {
    value: "loss",
    label: "would fail",
    query: { result: "loss" },
    ofRun: (one) => one.losses,
    ofContract: (one) => one.losses,
  },
  {
    value: "gain",
    label: "gained",
    query: { result: "gain" },
    ofRun: (one) => one.wins,
    ofContract: (one) => one.gains,
  },
  {
    value: "both_fail",
    label: "both fail",
    query: { result: "both_fail" },
    ofRun: (one) => one.both_fail,
    ofContract: (one) => one.both_fail,
  },
  {
    value: "flaky",
    label: "flaky",
    query: { result: "flaky" },
    ofRun: (one) => one.flaky,
    ofContract: (one) => one.flaky,
  },
  {
    value: "both_pass",
    label: "both pass",
    query: { result: "both_pass" },
    ofRun: (one) => one.both_pass,
    ofContract: (one) => one.both_pass,
  },
  {
    value: "differs",
    label: "differ",
    query: { differs: true, comparable: true },
    ofRun: (one) => one.differs,
    ofContract: (one) => one.differs,
  },
  {
    value: "incomparable",
    label: "not compared",
    query: { comparable: false },
    ofRun: (one) => one.incomparable_n,
    ofContract: (one) => one.incomparable_n,
  },
];
