import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeTraffic, type Opened } from "../conformance.ts";
import { describeControl } from "../control-conformance.ts";
import type { Store } from "../control.ts";
import { describeGatewayControl } from "../gateway-conformance.ts";
import { describePromotions } from "../promotions-conformance.ts";
import { describeListing } from "../listing-conformance.ts";
import { describeRemoval } from "../removal-conformance.ts";
import { describeRuns } from "../runs-conformance.ts";
import { describeShadows } from "../shadow-conformance.ts";
import { describeSchedules } from "../schedules-conformance.ts";
import { describeWebhooks } from "../webhooks-conformance.ts";
import { openSqliteStore } from "./open.ts";

function opened<S>(part: (store: Store) => S): Opened<S> {
  const folder = mkdtempSync(join(tmpdir(), "understudy-store-"));
  let store = openSqliteStore(folder);
  return {
    store: part(store),
    reopen() {
      store.close();
      store = openSqliteStore(folder);
      return part(store);
    },
    dispose() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describeTraffic("sqlite", () => opened(({ traffic }) => traffic));
describeListing("sqlite", () => opened(({ traffic }) => traffic));
describeRemoval("sqlite", () => opened(({ traffic }) => traffic));
describeControl("sqlite", () => opened(({ control }) => control));
describeGatewayControl("sqlite", () => opened(({ control }) => control));
describeRuns("sqlite", () => opened(({ control }) => control));
describePromotions("sqlite", () => opened(({ control }) => control));
describeSchedules("sqlite", () => opened(({ control }) => control));
describeWebhooks("sqlite", () => opened(({ control }) => control));
describeShadows("sqlite", () => opened(({ control }) => control));
