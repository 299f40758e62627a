import { html, type Html } from "./html.ts";
import type { Phrase } from "./phrase.ts";
import { phraseHtml } from "./phrase-html.ts";

/** `open`: what is there cannot answer it. */
export type StepState = "yes" | "partly" | "no" | "open";

/** One step of the decision framework, answered. */
export interface Step {
  readonly question: string;
  readonly state: StepState;
  /** The answer in a few words. */
  readonly verdict: string;
  /** What the answer stands on: each number with its interval, n and evidence. */
  readonly facts: readonly Phrase[];
  /** Of the last step alone. */
  readonly reasons: Reasons | null;
  /** What would answer what is open; null where nothing has to. */
  readonly next: NextStep | null;
}

/** What speaks for switching and what against, each with its number. */
export interface Reasons {
  readonly for: readonly Phrase[];
  readonly against: readonly Phrase[];
}

/** What to do to know more. */
export interface NextStep {
  readonly does: "simulate" | "measure" | "judge" | "read" | "promote";
  readonly text: string;
  /** To be typed. */
  readonly command: string;
}

/** The steps, numbered. */
export function steps(answered: readonly Step[]): Html {
  const list = answered.map(
    ({ question, state, verdict, facts, reasons, next }, index) =>
      html`<section class="step ${state}">
        <h3>${index + 1}. ${question}</h3>
        <p><span class="badge ${state}">${state}</span> ${verdict}</p>
        ${facts.length === 0 ? "" : listed(facts)} ${reasons === null ? "" : reasonsList(reasons)}
        ${next === null ? "" : html`<p>${next.text} <code>${next.command}</code></p>`}
      </section>`,
  );
  return html`<h2 id="decision">Decision, step by step</h2>
    ${list}`;
}

function listed(said: readonly Phrase[]): Html {
  return html`<ul>
    ${said.map((one) => html`<li>${phraseHtml(one)}</li>`)}
  </ul>`;
}

function reasonsList({ for: speaksFor, against }: Reasons): Html {
  const side = (reasons: readonly Phrase[]): Html =>
    reasons.length === 0 ? html`<p>Nothing found.</p>` : listed(reasons);
  return html`<div class="sides">
    <div>
      <h3>Speaks for it</h3>
      ${side(speaksFor)}
    </div>
    <div>
      <h3>Speaks against it</h3>
      ${side(against)}
    </div>
  </div>`;
}
