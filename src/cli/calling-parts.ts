import type { CallingParts } from "../actions/metered/calling-parts.ts";
import { callBound } from "../actions/metered/worst-case.ts";
import type { Args, Context } from "./command.ts";
import { deploymentOf } from "./deployment-flags.ts";

/** What a command makes calls with that cost money: the providers of `DEPLOYMENT_FLAGS`, over the store of --data. */
export async function callingParts(
  context: Context,
  args: Args,
  options: {
    /** Also targets without a known price. */
    readonly force: boolean;
    readonly actor: string;
  },
): Promise<CallingParts> {
  const { deployment } = deploymentOf(args);
  const spine = await context.spine({ deployment, mock: args.on("mock") });
  const { now, newId } = context;
  const { force, actor } = options;
  const bound = callBound({ about: spine.about, capabilities: spine.world.capabilities, now, force });
  return { store: context.store(), prices: context.prices(), spine, bound, now, newId, actor };
}

/** Who asks, where a command has --actor. */
export function actorOf(args: Args): string {
  return args.text("actor") ?? "cli";
}
