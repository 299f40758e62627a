export { percent, percentInterval } from "../core/figures/percent.ts";
