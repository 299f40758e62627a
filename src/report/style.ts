/** The style sheet of every report: light and dark, phones first, and paper. No address in it leads anywhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --card: #f6f8fa; --rule: #d7dde3;
  --baseline: #76828f; --candidate: #0b6bcb; --good: #1a7f37; --bad: #c2262e; --warn: #8a5a00; --track: #e6eaee; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa5b1; --paper: #101418; --card: #181d23;
  --rule: #313a44; --baseline: #8b97a4; --candidate: #58a6ff; --good: #4ac26b; --bad: #ff7b72; --warn: #d9a441;
  --track: #262d35; } }
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
p { margin: .4rem 0; max-width: 48rem; }
ul, ol { margin: .4rem 0; padding-left: 1.3rem; max-width: 48rem; }
code, pre { font: .85em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: .3rem 0; padding: .6rem; background: var(--card); border: 1px solid var(--rule); border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
small, .soft, caption { color: var(--soft); font-size: .85rem; }
.lead { font-size: 1.1rem; }
.nowrap { white-space: nowrap; }
.logged { unicode-bidi: isolate; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-weight: 600; font-size: .85rem; }
tbody th { font-weight: 600; }
.number { text-align: right; }
td small, th small { display: block; font-weight: 400; }
td svg { display: block; width: 100%; min-width: 8rem; }
.badge { display: inline-block; padding: 0 .45em; border: 1px solid currentColor; border-radius: 1em; font-size: .75rem;
  font-weight: 600; line-height: 1.5; white-space: nowrap; }
.measured, .recorded, .yes { color: var(--good); }
.projected { color: var(--candidate); }
.assumed, .partly, .open { color: var(--warn); }
.unidentified, .no { color: var(--bad); }
.step { border: 1px solid var(--rule); border-left: .3rem solid var(--soft); border-radius: 6px; padding: .5rem .8rem;
  margin: .8rem 0; }
.step.yes { border-left-color: var(--good); } .step.partly, .step.open { border-left-color: var(--warn); }
.step.no { border-left-color: var(--bad); }
.step > * { color: var(--ink); } .step h3 { margin: .1rem 0 .3rem; }
.sides { display: grid; grid-template-columns: 1fr; gap: .6rem; }
.sides > div { min-width: 0; }
.pair { border: 1px solid var(--rule); border-radius: 6px; padding: .6rem .8rem; margin: .8rem 0; break-inside: avoid-page; }
.pair h3 { margin: 0 0 .3rem; }
details > summary { cursor: pointer; color: var(--candidate); margin: .4rem 0; }
.track { fill: var(--track); } .baseline-bar { fill: var(--baseline); } .candidate-bar { fill: var(--candidate); }
.good-bar { fill: var(--good); } .bad-bar { fill: var(--bad); } .warn-bar { fill: var(--warn); }
.whisker { stroke: var(--ink); stroke-width: 2; } .mark { stroke: var(--bad); stroke-width: 1; stroke-dasharray: 3 3; }
.histogram { display: block; width: 100%; height: 8rem; margin-top: .4rem; }
.scale { display: flex; justify-content: space-between; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .85rem; }
@media (min-width: 44rem) { .sides { grid-template-columns: 1fr 1fr; } td svg { min-width: 14rem; } }
@media (max-width: 43.99rem) {
  table, tbody, tr, th, td, caption { display: block; width: 100%; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border-bottom: 1px solid var(--rule); padding: .4rem 0; }
  tbody th, td { border: 0; padding: .1rem 0; }
  .number { text-align: left; }
  td[data-label]:not([data-label=""])::before { content: attr(data-label) ": "; color: var(--soft); font-size: .85rem; }
  td:empty { display: none; }
}
.bare thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.bare td[data-label]::before { content: none !important; }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --card: #fff; --rule: #bbb; --baseline: #888; --candidate: #333;
    --good: #000; --bad: #000; --warn: #000; --track: #eee; }
  html { font-size: 11px; } main { max-width: none; padding: 0; }
  h2, h3, thead { break-after: avoid; } tr, .step { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  * { print-color-adjust: exact; }
}
`;
