export { usd, usdInterval } from "../core/figures/money.ts";
