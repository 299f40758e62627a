import type { NeutralCall, Tool } from "./call.ts";

const START = Date.UTC(2026, 10, 2, 9, 14, 3, 120);

const TRACK: Tool = {
  name: "track",
  about: "Where a parcel is.",
  takes: {
    type: "object",
    properties: { parcel: { type: "string" } },
    required: ["parcel"],
    additionalProperties: false,
  },
};

const FORM = {
  type: "object",
  properties: { late: { type: "boolean" }, days: { type: "integer" } },
  required: ["late", "days"],
  additionalProperties: false,
};

/** The smallest picture there is: a GIF of one pixel. */
const PIXEL = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

const SYSTEM = "You answer for a parcel service, in one sentence.";

const PLAIN = {
  api: "chat",
  latency_ms: 1790,
  ttft_ms: null,
  user: "cust-9",
  session: "desk-1",
  model_asked: "gpt-4o-mini-2024-07-18",
  model: "gpt-4o-mini-2024-07-18",
  asked: { system: SYSTEM, turns: [{ who: "user", says: "Where is parcel 12?" }], temperature: 0, most_tokens: 200 },
  ended: {
    answer: { says: "It is on its way to you.", calls: [] },
    usage: { input_uncached: 31, cache_read: 0, cache_write: 0, output: 8, reasoning: 0 },
  },
  cost: 0.00000945,
  from_gateway_cache: false,
} as const satisfies Omit<NeutralCall, "name" | "at">;

const CLAUDE = { ...PLAIN, api: "messages", model_asked: "claude-haiku-4-5", model: "claude-haiku-4-5" } as const;

const CALLS_IN_ORDER: readonly Omit<NeutralCall, "at">[] = [
  { ...PLAIN, name: "plain" },
  {
    ...PLAIN,
    name: "alias",
    model_asked: "gpt-4o-mini",
    asked: { ...PLAIN.asked, turns: [{ who: "user", says: "Where is parcel 13?" }] },
  },
  {
    ...PLAIN,
    name: "thinking",
    model_asked: "o4-mini-2025-04-16",
    model: "o4-mini-2025-04-16",
    asked: {
      system: SYSTEM,
      turns: [{ who: "user", says: "Which of 300 parcels is late?" }],
      most_tokens: 4000,
      effort: "low",
    },
    ended: {
      answer: { says: "Parcel 77 is two days late.", calls: [] },
      usage: { input_uncached: 388, cache_read: 3072, cache_write: 0, output: 9, reasoning: 640 },
    },
    latency_ms: 6200,
    cost: 0.0041272,
  },
  {
    ...PLAIN,
    name: "tools",
    asked: {
      system: SYSTEM,
      turns: [
        { who: "user", says: "Where are parcels 14 and 15?" },
        { who: "model", says: null, calls: [{ id: "call_14", name: "track", given: { parcel: "14" } }] },
        { who: "tool", answers: "call_14", says: '{"town":"Ghent"}' },
      ],
      tools: [TRACK],
      must_call: true,
      temperature: 0,
    },
    ended: {
      answer: { says: null, calls: [{ id: "call_15", name: "track", given: { parcel: "15" } }] },
      usage: { input_uncached: 96, cache_read: 0, cache_write: 0, output: 16, reasoning: 0 },
    },
    latency_ms: 902,
    cost: 0.000024,
  },
  {
    ...PLAIN,
    name: "form",
    asked: { ...PLAIN.asked, turns: [{ who: "user", says: "Is parcel 16 late?" }], form: FORM },
    ended: {
      answer: { says: '{"late":true,"days":2}', calls: [] },
      usage: { input_uncached: 88, cache_read: 0, cache_write: 0, output: 9, reasoning: 0 },
    },
    cost: 0.0000186,
  },
  {
    ...PLAIN,
    name: "stream",
    asked: { ...PLAIN.asked, turns: [{ who: "user", says: "Where is parcel 17?" }] },
    ttft_ms: 410,
  },
  {
    ...PLAIN,
    name: "stream-tools",
    asked: { system: SYSTEM, turns: [{ who: "user", says: "Where is parcel 24?" }], tools: [TRACK] },
    ended: {
      answer: { says: null, calls: [{ id: "call_24", name: "track", given: { parcel: "24" } }] },
      usage: { input_uncached: 70, cache_read: 0, cache_write: 0, output: 16, reasoning: 0 },
    },
    ttft_ms: 380,
    cost: 0.0000201,
  },
  {
    ...PLAIN,
    name: "cut",
    asked: { system: SYSTEM, turns: [{ who: "user", says: "Tell me all about parcel 25." }], most_tokens: 5 },
    ended: {
      answer: { says: "Parcel 25 is a box", calls: [], cut: true },
      usage: { input_uncached: 33, cache_read: 0, cache_write: 0, output: 5, reasoning: 0 },
    },
    cost: 0.00000795,
  },
  {
    ...PLAIN,
    name: "picture",
    asked: {
      system: SYSTEM,
      turns: [{ who: "user", says: "What is broken here?", shows: { type: "image/gif", base64: PIXEL } }],
    },
    ended: {
      answer: { says: "Nothing that I can see.", calls: [] },
      usage: { input_uncached: 8532, cache_read: 0, cache_write: 0, output: 7, reasoning: 0 },
    },
    cost: 0.001284,
  },
  {
    ...PLAIN,
    name: "refused",
    asked: { ...PLAIN.asked, turns: [{ who: "user", says: "Where is parcel 18?" }] },
    ended: {
      refusal: {
        status: 429,
        type: "requests",
        thrown: "RateLimitError",
        message: "Rate limit reached for requests",
        class: "rate_limit",
      },
    },
    latency_ms: 55,
    cost: 0,
  },
  {
    ...CLAUDE,
    name: "claude",
    asked: {
      system: SYSTEM,
      keep: true,
      turns: [{ who: "user", says: "Where is parcel 19?" }],
      temperature: 0.5,
      most_tokens: 300,
    },
    ended: {
      answer: { says: "It arrives on Monday.", calls: [] },
      usage: { input_uncached: 12, cache_read: 2048, cache_write: 512, output: 8, reasoning: 0 },
    },
    cost: 0.0008968,
  },
  {
    ...CLAUDE,
    name: "claude-tools",
    asked: {
      system: SYSTEM,
      turns: [
        { who: "user", says: "Where are parcels 20 and 21?" },
        { who: "model", says: "One moment.", calls: [{ id: "toolu_20", name: "track", given: { parcel: "20" } }] },
        { who: "tool", answers: "toolu_20", says: '{"town":"Liege"}' },
      ],
      tools: [TRACK],
      most_tokens: 300,
    },
    ended: {
      answer: { says: "And the other one.", calls: [{ id: "toolu_21", name: "track", given: { parcel: "21" } }] },
      usage: { input_uncached: 640, cache_read: 0, cache_write: 0, output: 58, reasoning: 0 },
    },
    ttft_ms: 620,
    cost: 0.00093012345678,
  },
  {
    ...CLAUDE,
    name: "claude-picture",
    asked: {
      system: SYSTEM,
      turns: [{ who: "user", says: "And what is broken here?", shows: { type: "image/gif", base64: PIXEL } }],
      most_tokens: 5,
    },
    ended: {
      answer: { says: "Nothing that I", calls: [], cut: true },
      usage: { input_uncached: 240, cache_read: 0, cache_write: 0, output: 5, reasoning: 0 },
    },
    cost: 0.000265,
  },
  {
    ...CLAUDE,
    name: "overloaded",
    asked: { system: SYSTEM, turns: [{ who: "user", says: "Where is parcel 22?" }], most_tokens: 300 },
    ended: {
      refusal: {
        status: 529,
        type: "overloaded_error",
        thrown: "InternalServerError",
        message: "Overloaded",
        class: "server",
      },
    },
    latency_ms: 130,
    cost: 0,
  },
  {
    ...PLAIN,
    name: "responses",
    api: "responses",
    asked: {
      system: SYSTEM,
      turns: [
        { who: "user", says: "Where is parcel 23?" },
        { who: "model", says: null, calls: [{ id: "call_23", name: "track", given: { parcel: "23" } }] },
        { who: "tool", answers: "call_23", says: '{"town":"Namur"}' },
      ],
      tools: [TRACK],
      temperature: 0,
      most_tokens: 200,
    },
    ended: {
      answer: { says: "It is in Namur.", calls: [] },
      usage: { input_uncached: 100, cache_read: 1024, cache_write: 0, output: 7, reasoning: 0 },
    },
    cost: 0.000096,
  },
  {
    ...PLAIN,
    name: "responses-thinking",
    api: "responses",
    model_asked: "o4-mini-2025-04-16",
    model: "o4-mini-2025-04-16",
    asked: {
      system: SYSTEM,
      turns: [{ who: "user", says: "Which of 400 parcels is late?" }],
      effort: "low",
      form: FORM,
    },
    ended: {
      answer: { says: '{"late":false,"days":0}', calls: [] },
      usage: { input_uncached: 400, cache_read: 4096, cache_write: 0, output: 10, reasoning: 192 },
    },
    cost: 0.0024548,
  },
  {
    ...PLAIN,
    name: "hit",
    asked: { ...PLAIN.asked, turns: [{ who: "user", says: "When do you open?" }] },
    latency_ms: 12,
    cost: 0,
    from_gateway_cache: true,
  },
];

/** The handful of calls that every format is to tell alike, a minute apart. */
export const CALLS: readonly NeutralCall[] = CALLS_IN_ORDER.map((call, place) => ({
  ...call,
  at: START + place * 60_000,
}));
