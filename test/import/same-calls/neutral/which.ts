import { answerOf, refusalOf, type Api, type NeutralCall } from "./call.ts";

/** Which calls something holds of. */
export type Which = (call: NeutralCall) => boolean;

export const every: Which = () => true;
export const refused: Which = (call) => refusalOf(call) !== null;
export const streamed: Which = ({ ttft_ms }) => ttft_ms !== null;
export const fromGatewayCache: Which = ({ from_gateway_cache }) => from_gateway_cache;
/** A tool has answered in it. */
export const toolAnswered: Which = ({ asked }) => asked.turns.some(({ who }) => who === "tool");
/** Some tool has to be called. */
export const toolWanted: Which = ({ asked }) => asked.must_call === true;
/** The answer has to keep to a schema. */
export const formWanted: Which = ({ asked }) => asked.form !== undefined;
export const effortWanted: Which = ({ asked }) => asked.effort !== undefined;
/** The model goes by another name than it was asked by. */
export const aliased: Which = ({ model, model_asked }) => model !== model_asked;
/** A picture is shown in it. */
export const pictured: Which = ({ asked }) =>
  asked.turns.some((turn) => turn.who === "user" && turn.shows !== undefined);
/** Its answer ran into the limit of tokens. */
export const cutShort: Which = (call) => answerOf(call)?.cut === true;

export function speaks(...apis: readonly Api[]): Which {
  return ({ api }) => apis.includes(api);
}

export function both(one: Which, other: Which): Which {
  return (call) => one(call) && other(call);
}

export function not(which: Which): Which {
  return (call) => !which(call);
}
