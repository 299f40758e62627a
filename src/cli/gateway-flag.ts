import type { Flag } from "./command.ts";

/** Of commands that need a running gateway. */
export const GATEWAY_FLAG: Flag = {
  name: "url",
  value: "URL",
  description: "The gateway (default: $UNDERSTUDY_URL, else the one that runs over the data folder)",
};
