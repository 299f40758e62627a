import { chanceOf, type Chance } from "./chance.ts";

const OPENINGS = ["Hello,", "Hi there,", "Good morning,", "Dear team,", "Hey,"];
const TROUBLES = [
  "my parcel {order} has not arrived although tracking says delivered",
  "I was charged twice for order {order}",
  "the app logs me out whenever I open invoice {order}",
  "I would like to cancel order {order} before it ships",
  "the replacement for {order} is the wrong colour",
  "I cannot change the address of delivery {order}",
  "please send the receipt of {order} to our accounting",
];
const DETAILS = [
  "I have attached the screenshot from this morning.",
  "This is the second time it happens.",
  "Your colleague promised an answer by Friday.",
  "We depend on it for an event next week.",
  "I already restarted everything twice.",
  "It worked until the last update.",
];
/** Asked by many in the very same words. */
const FREQUENT = [
  "Where is my order?",
  "How do I reset my password?",
  "I want a refund.",
  "Please delete my account.",
  "How can I download my invoices?",
];
const MINUTES = [
  "Maria reported that the migration of the billing service is two days behind plan.",
  "The group agreed to postpone the launch in Spain until the legal review is done.",
  "Tom will compare three carriers and present their prices on Thursday.",
  "Support volume rose by a fifth, mostly about late parcels and double charges.",
  "The new onboarding flow went to half of the users and shortened the first session.",
  "Nobody objected to moving the weekly report to a shared dashboard.",
  "Ines asked for a decision on the warehouse contract before the end of the quarter.",
  "The security team closed four of the six findings of the spring audit.",
  "Two candidates for the data role are in the last round of interviews.",
  "The budget for translations is spent, further languages need a new request.",
];
const SUPPLIERS = ["Northwind Paper", "Alder & Sons", "Blue Harbour Logistics", "Kestrel Print", "Lumen Electric"];
const GOODS = ["toner cartridges", "shipping labels", "desk lamps", "pallets", "coffee beans", "network cables"];

function orderNumber(chance: Chance): string {
  return `#${1_000 + Math.floor(chance.uniform() * 9_000)}`;
}

/** A support message; one in four is a question that many ask in the same words. */
export function supportMessage(chance: Chance): string {
  if (chance.yes(0.25)) return chance.pick(FREQUENT);
  const trouble = chance.pick(TROUBLES).replace("{order}", orderNumber(chance));
  const details = Array.from({ length: Math.floor(chance.uniform() * 4) }, () => chance.pick(DETAILS));
  return [chance.pick(OPENINGS), `${trouble}.`, ...details].join(" ");
}

/** Documents that several people ask about. */
const SHARED_DOCUMENTS = 24;
const SHARED = 0.5;

/** A document of one's own, or one of a few that others ask about too: each of those is the same whenever it is drawn. */
export function document(chance: Chance, kind: string, write: (from: Chance) => string): string {
  if (!chance.yes(SHARED)) return write(chance);
  return write(chanceOf(`${kind} ${Math.floor(chance.uniform() * SHARED_DOCUMENTS)}`));
}

/** Minutes of a meeting, some of them long. */
export function meetingMinutes(chance: Chance): string {
  const sentences = Math.min(120, Math.round(9 * Math.exp(0.8 * chance.normal())) + 3);
  return Array.from({ length: sentences }, () => chance.pick(MINUTES)).join(" ");
}

/** The text of an invoice. */
export function invoice(chance: Chance): string {
  const lines = Array.from({ length: 1 + Math.floor(chance.uniform() * 8) }, () => {
    const count = 1 + Math.floor(chance.uniform() * 40);
    return `${count} x ${chance.pick(GOODS)} at ${(2 + chance.uniform() * 90).toFixed(2)} EUR`;
  });
  return `INVOICE ${orderNumber(chance)}\n${chance.pick(SUPPLIERS)}\n${lines.join("\n")}\nPayable within 30 days.`;
}
