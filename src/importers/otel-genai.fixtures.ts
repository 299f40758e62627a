import type { ImporterFixtures } from "./conformance.ts";
import { BESIDE } from "./otel/beside.fixtures.ts";
import { CONVENTIONS } from "./otel/conventions.fixtures.ts";
import { DISBELIEVED } from "./otel/disbelieved.fixtures.ts";
import { FRAMEWORKS } from "./otel/frameworks.fixtures.ts";
import { INSTRUMENTATIONS } from "./otel/instrumentations.fixtures.ts";
import { LEFT_OUT } from "./otel/left-out.fixtures.ts";
import { OPENLLMETRY } from "./otel/openllmetry.fixtures.ts";
import { VERCEL } from "./otel/vercel.fixtures.ts";

export const otelGenaiFixtures: ImporterFixtures = {
  accepted: [...CONVENTIONS, ...INSTRUMENTATIONS, ...OPENLLMETRY, ...FRAMEWORKS, ...VERCEL],
  calls: BESIDE,
  others: LEFT_OUT,
  untrapped: {
    "gateway cache hit": "the conventions know no gateway; a span tells of a call that was made",
  },
  skipped: DISBELIEVED,
};
