/** Around a provider's call: what `run` needs of the world, and a limit to how long a call may take. */

// Timers and cancellation of this process; the clock is handed in.
export { liveRuntime } from "./runtime.ts";

// A signal that costs little.
export { lightSignal, type LightSignal } from "./light-signal.ts";

// A send that gives up.
export { withTimeout } from "./timeout.ts";

// A send that keeps to a budget: the worst case is set aside before each call.
export { withBudget, type Bounded, type Ledger, type Reservation, type ReservedFor } from "./budget.ts";

// A clock that stands still while money is waited for.
export { untimed } from "./stopped-clock.ts";
