import type { Chance } from "./chance.ts";
import { document, invoice, meetingMinutes, supportMessage } from "./sentences.ts";

/** One thing the sample product does with a model. */
export interface Feature {
  readonly name: string;
  /** Share of all requests. */
  readonly share: number;
  /** An OpenAI chat body without its model. */
  readonly body: (chance: Chance) => Readonly<Record<string, unknown>>;
}

function messages(system: string, user: string): object {
  return {
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
  };
}

const ROUTE_TICKET = {
  type: "function",
  function: {
    name: "route_ticket",
    description: "Sends a support ticket to the team that answers it.",
    parameters: {
      type: "object",
      properties: {
        team: { type: "string", enum: ["shipping", "billing", "accounts", "technical", "other"] },
        priority: { type: "string", enum: ["low", "normal", "high"] },
        needs_human: { type: "boolean" },
      },
      required: ["team", "priority", "needs_human"],
      additionalProperties: false,
    },
  },
};

const INVOICE_SCHEMA = {
  type: "object",
  properties: {
    supplier: { type: "string" },
    invoice_number: { type: "string" },
    total_cents: { type: "integer", minimum: 0, maximum: 500_000 },
    currency: { type: "string", enum: ["EUR", "USD", "GBP"] },
    overdue: { type: "boolean" },
  },
  required: ["supplier", "invoice_number", "total_cents", "currency", "overdue"],
  additionalProperties: false,
};

/** What the sample product asks models for: a tool call, free text as a stream, and JSON of a given shape. */
export const FEATURES: readonly Feature[] = [
  {
    name: "triage",
    share: 0.5,
    body: (chance) => ({
      ...messages("You route support tickets of a web shop. Call route_ticket once.", supportMessage(chance)),
      tools: [ROUTE_TICKET],
      tool_choice: "required",
      temperature: 0,
    }),
  },
  {
    name: "summarise",
    share: 0.3,
    body: (chance) => ({
      ...messages(
        "Summarise the minutes for people who were not there: decisions first.",
        document(chance, "minutes", meetingMinutes),
      ),
      ...(chance.yes(0.75) ? { stream: true } : {}),
      max_tokens: 600,
      temperature: 0.3,
    }),
  },
  {
    name: "extract",
    share: 0.2,
    body: (chance) => ({
      ...messages("Extract the invoice as JSON.", document(chance, "invoice", invoice)),
      response_format: { type: "json_schema", json_schema: { name: "invoice", strict: true, schema: INVOICE_SCHEMA } },
      temperature: 0,
    }),
  },
];
