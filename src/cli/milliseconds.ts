export { milliseconds, millisecondsInterval, waiting } from "../core/figures/milliseconds.ts";
