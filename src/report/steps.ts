import { html, type Html, type Piece } from "./html.ts";

/** `open`: what is there cannot answer it. */
export type StepState = "yes" | "partly" | "no" | "open";

/** One step of the decision framework, answered. */
export interface Step {
  readonly question: string;
  readonly state: StepState;
  /** The answer in a few words. */
  readonly verdict: string;
  readonly body: Piece;
}

/** What speaks for switching and what against, each with its number. */
export interface Reasons {
  readonly for: readonly Piece[];
  readonly against: readonly Piece[];
}

/** The steps, numbered. */
export function steps(answered: readonly Step[]): Html {
  const list = answered.map(
    ({ question, state, verdict, body }, index) =>
      html`<section class="step ${state}">
        <h3>${index + 1}. ${question}</h3>
        <p><span class="badge ${state}">${state}</span> ${verdict}</p>
        ${body}
      </section>`,
  );
  return html`<h2 id="decision">Decision, step by step</h2>
    ${list}`;
}

export function reasonsList({ for: speaksFor, against }: Reasons): Html {
  const listed = (reasons: readonly Piece[]): Html =>
    reasons.length === 0
      ? html`<p>Nothing found.</p>`
      : html`<ul>
          ${reasons.map((reason) => html`<li>${reason}</li>`)}
        </ul>`;
  return html`<div class="sides">
    <div>
      <h3>Speaks for it</h3>
      ${listed(speaksFor)}
    </div>
    <div>
      <h3>Speaks against it</h3>
      ${listed(against)}
    </div>
  </div>`;
}
