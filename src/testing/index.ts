/** For testing policies and sends, under any test runner. Needs nothing that is not installed with this package. */

// A clock that jumps from timer to timer.
export { virtualRuntime, type VirtualRuntime } from "./virtual-runtime.ts";

// Made-up requests, facts and worlds, and what a policy decides in them.
export { featuresOf } from "./features.ts";
export { factsOf, factsSnapshot, worldOf } from "./world.ts";
export { PLAIN_FACTS, planOf } from "./plan-of.ts";

// A scripted send, and a policy performed on it.
export { made, perform, stage, type Scripted, type Stage } from "./stage.ts";

// What every send promises, as checks to register: `for (const { title, check } of sendChecks(mine)) it(title, check)`.
export { firstCall, sendChecks, type SendCheck, type SendUnderTest } from "./send-checks.ts";
