import { until } from "../../gateway/playing.ts";
import type { Running } from "../../gateway/running.ts";
import { answering } from "./answering.ts";
import type { Filled } from "./fill.ts";

const PEOPLE = ["ada", "grace", "linus", "margaret", "ken", "barbara", "edsger", "frances"];
const AT_ONCE = 12;
const ROUNDS = 6;

const QUESTIONS = [
  "My parcel with the blue lamp should have come on Tuesday. Where is it?",
  "I was charged twice for order A-20417. Please give me one payment back.",
  "Can I change the address of an order that is packed already?",
  "The zip of the jacket broke on the second day. What can you do for me?",
  "How long do I have to send shoes back that do not fit?",
  "Your app says that my password is wrong, and the mail to set a new one never comes.",
];

const TOOL = {
  type: "function",
  function: {
    name: "route_ticket",
    description: "Sends a support ticket to the team that answers it.",
    parameters: {
      type: "object",
      properties: {
        team: { type: "string", enum: ["shipping", "billing", "accounts", "technical"] },
        priority: { type: "string", enum: ["low", "normal", "high"] },
      },
      required: ["team", "priority"],
      additionalProperties: false,
    },
  },
};

/** Requests of a support desk at a gateway's own address, one of each kind that the log tells apart. @returns their ids */
export async function liveTraffic(gateway: Running): Promise<Filled["rows"]> {
  const ask = async (model: string, question: string, more: object = {}, user = "ada"): Promise<string> => {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${gateway.key}`,
        "content-type": "application/json",
        "x-understudy-user": user,
        "x-understudy-session": `${user} today`,
        "x-understudy-tags": "desk",
        "x-understudy-metadata": JSON.stringify({ feature: "support", region: "eu" }),
      },
      body: JSON.stringify({ model, messages: [{ role: "user", content: question }], ...more }),
    });
    await response.text();
    return response.headers.get("x-understudy-request-id") ?? "";
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    // A few at a time, so that the machine's own business does not stand in their latencies.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) => {
        const number = round * AT_ONCE + at;
        const question = `${QUESTIONS[number % QUESTIONS.length]} (${1_000 + number})`;
        const model = ["gpt-4o", "gpt-4o", "endpoint/support"][number % 3] as string;
        return ask(model, question, number % 4 === 0 ? { stream: true } : {}, PEOPLE[number % PEOPLE.length]);
      }),
    );
  }
  const tools = await ask("gpt-4o", QUESTIONS[0] as string, { tools: [TOOL], tool_choice: "required" }, "grace");
  const failed = await ask("endpoint/old", QUESTIONS[1] as string);
  const cascade = await ask("endpoint/extract", "Invoice 4711 of Lamp & Co: 120.50 EUR, due last week.");
  const blocked = await ask("endpoint/support", "Please read this. ".repeat(200));
  const summary = await ask("endpoint/support", QUESTIONS[3] as string, {}, "margaret");
  const { get, post } = answering(gateway);
  const stored = (id: string): Promise<true> =>
    until(`row ${id}`, async () => ((await gateway.api("GET", `/api/logs/${id}`)).status === 200 ? true : undefined));
  await stored(summary);
  await post(`/api/logs/${summary}/replay`, {});
  await until("the replay", async () => {
    const { rows } = await get<{ readonly rows: readonly unknown[] }>("/api/logs?origin=replay&limit=1");
    return rows.length > 0 ? true : undefined;
  });
  return { tools, failed, cascade, blocked, summary, replayed: summary };
}
