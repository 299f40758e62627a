import { posix } from "node:path";
import { builtinModules } from "node:module";
import type { Import, Source } from "./sources.ts";
import {
  ENVIRONMENT_READERS,
  FORBIDDEN_NAMES,
  LONG_FILES,
  MAX_LINES,
  MEDIAN_BELOW,
  PROCESS_ROOMS,
  REGISTRIES,
  ROOMS,
  type Registry,
  type Room,
} from "./table.ts";

/** What is wrong, as `path:line: what`; an empty list is a clean house. */
export type Rule = (sources: readonly Source[]) => readonly string[];

/** Tests and what only they use: their records, and the suites that every member of a registry must pass. */
export function isTest(path: string): boolean {
  return /(?:\.test|\.fixtures|(?:^|[/-])conformance)\.tsx?$/.test(path);
}

/** The first folder of a path, or null for a file of the composition root. */
function roomOf(path: string): string | null {
  return path.includes("/") ? (path.split("/")[0] as string) : null;
}

/** Where a relative import leads, relative to `src`. */
function resolved(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

function isRelative(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier);
}

/** `@scope/name/deep` and `name/deep` belong to `@scope/name` and `name`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function shipped(sources: readonly Source[]): readonly Source[] {
  return sources.filter(({ path }) => !isTest(path));
}

function eachImport(
  sources: readonly Source[],
  judge: (from: Source, one: Import) => string | null,
): readonly string[] {
  return sources.flatMap((from) =>
    from.imports.flatMap((one) => {
      const wrong = judge(from, one);
      return wrong === null ? [] : [`${from.path}:${one.line}: ${wrong}`];
    }),
  );
}

/** Every match of a pattern in code (never in comments or strings). */
function eachMatch(sources: readonly Source[], pattern: RegExp, wrong: string): readonly string[] {
  return sources.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].map((match) => {
      const line = code.slice(0, match.index).split("\n").length;
      return `${path}:${line}: ${wrong} (${match[0].trim()})`;
    }),
  );
}

function judgeRoomImport(room: string, rules: Room, one: Import, target: string): string | null {
  const other = roomOf(target);
  if (other === room) return null;
  if (other === null) return `${room} may not import ${target}: only the composition root does`;
  const typed = one.typeOnly && rules.types?.includes(other) === true;
  if (!typed && !rules.rooms.includes(other)) return `${room} may not import ${other}`;
  const only = rules.only?.[other];
  if (only !== undefined && !only.includes(target)) return `${room} may import of ${other} only ${only.join(", ")}`;
  return null;
}

function judgePackageImport(room: string, rules: Room, specifier: string): string | null {
  if (specifier.startsWith("node:")) return rules.node === true ? null : `${room} may not import ${specifier}`;
  if (builtinModules.includes(specifier)) return `write node:${specifier}`;
  return rules.packages?.includes(packageOf(specifier)) === true ? null : `${room} may not import ${specifier}`;
}

/** The import table, between rooms and to packages. Tests may import what they like. */
export const importTable: Rule = (sources) =>
  eachImport(shipped(sources), (from, one) => {
    const room = roomOf(from.path);
    if (one.specifier === null) return "a computed import cannot be checked: write the path";
    if (room === null) return null;
    const rules = ROOMS[room];
    if (isRelative(one.specifier) && isTest(one.specifier)) return `${one.specifier} is for tests only`;
    if (rules === undefined) return `${room} is not a room of the import table`;
    return isRelative(one.specifier)
      ? judgeRoomImport(room, rules, one, resolved(from.path, one.specifier))
      : judgePackageImport(room, rules, one.specifier);
  });

/** The member of a registry a file belongs to, or null. */
function memberOf(registry: Registry, listed: readonly string[], path: string): string | null {
  if (!path.startsWith(`${registry.folder}/`)) return null;
  const inside = path.slice(registry.folder.length + 1);
  if (registry.members === "folders") return inside.includes("/") ? (inside.split("/")[0] as string) : null;
  return listed.includes(path) ? inside : null;
}

/** What `index.ts` lists: what it imports, without the shared interface. */
function listedBy(registry: Registry, sources: readonly Source[]): readonly string[] {
  const index = sources.find(({ path }) => path === `${registry.folder}/index.ts`);
  const shared = new Set((registry.shared ?? []).map((name) => `${registry.folder}/${name}`));
  return (index?.imports ?? [])
    .filter(({ handedOn }) => !handedOn)
    .flatMap(({ specifier }) => (specifier === null || !isRelative(specifier) ? [] : [specifier]))
    .map((specifier) => resolved(`${registry.folder}/index.ts`, specifier))
    .filter((path) => !shared.has(path));
}

/** Alternatives in a registry never import each other, nor the list they stand in. */
export const siblings: Rule = (sources) =>
  REGISTRIES.flatMap((registry) => {
    const listed = listedBy(registry, sources);
    return eachImport(shipped(sources), (from, one) => {
      const member = memberOf(registry, listed, from.path);
      if (member === null || one.specifier === null || !isRelative(one.specifier)) return null;
      const target = resolved(from.path, one.specifier);
      if (target === `${registry.folder}/index.ts`) return `a member of ${registry.folder} may not import its list`;
      const other = memberOf(registry, listed, target);
      return other === null || other === member ? null : `${member} may not import its sibling ${other}`;
    });
  });

/** No file leads back to itself; types count too. */
export const cycles: Rule = (sources) => {
  const edges = new Map(
    shipped(sources).map(({ path, imports }) => [
      path,
      imports.flatMap(({ specifier }) =>
        specifier === null || !isRelative(specifier) ? [] : [resolved(path, specifier)],
      ),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): void => {
    if (trail.includes(path))
      found.push(`${path}:1: a cycle: ${[...trail.slice(trail.indexOf(path)), path].join(" -> ")}`);
    if (done.has(path) || trail.includes(path)) return;
    trail.push(path);
    for (const next of edges.get(path) ?? []) walk(next);
    trail.pop();
    done.add(path);
  };
  for (const path of edges.keys()) walk(path);
  return found;
};

/** Folders and files are kebab-case, and say what is inside. */
export const names: Rule = (sources) =>
  sources.flatMap(({ path }) => {
    const parts = path.split("/");
    const file = (parts.pop() as string).replace(/(?:\.test|\.fixtures|\.d)?\.tsx?$/, "");
    return [...parts, file].flatMap((name) => {
      if (FORBIDDEN_NAMES.includes(name)) return [`${path}:1: ${name} says nothing about what is inside`];
      return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) ? [] : [`${path}:1: ${name} is not kebab-case`];
    });
  });

export const noDefaultExports: Rule = (sources) =>
  eachMatch(sources, /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g, "no default exports");

export const noEnums: Rule = (sources) =>
  eachMatch(sources, /\benum\s+[A-Za-z_$][\w$]*\s*\{/g, "no enums: a union of strings");

/** Every relative import carries its extension, and leads to a file that is there. */
export const extensions: Rule = (sources) => {
  const there = new Set(sources.map(({ path }) => path));
  return eachImport(sources, (from, { specifier }) => {
    if (specifier === null || !isRelative(specifier)) return null;
    if (/\.(?:css|svg)$/.test(specifier)) return roomOf(from.path) === "dashboard" ? null : `${specifier} is no code`;
    if (!/\.(?:tsx?|json)$/.test(specifier)) return `${specifier} lacks its .ts`;
    const target = resolved(from.path, specifier);
    return target.startsWith("..") || specifier.endsWith(".json") || there.has(target)
      ? null
      : `${specifier} is not there`;
  });
};

const CLOCK =
  /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bnew\s+Date\s*(?![\w\s(.$])|(?<!new\s)(?<![\w.$])Date\s*\(\s*\)|\bperformance\s*\.\s*now\b|\bhrtime\b/g;
const RANDOMNESS = /\bMath\s*\.\s*random\b|\brandomUUID(?:v7)?\b|\brandomBytes\b|\brandomInt\b|\bgetRandomValues\b/g;
const ENVIRONMENT = /\bprocess\s*\.\s*env\b|\bprocess\s*\[|\}\s*=\s*process\b|\bimport\s*\.\s*meta\s*\.\s*env\b/g;

/** The clock, randomness and the environment are arguments everywhere but in the composition root. */
export const environment: Rule = (sources) => {
  const judged = shipped(sources).filter(({ path }) => !ENVIRONMENT_READERS.includes(path));
  return [
    ...eachMatch(judged, CLOCK, "the clock is an argument"),
    ...eachMatch(judged, RANDOMNESS, "randomness is an argument"),
    ...eachMatch(judged, ENVIRONMENT, "the environment is an argument"),
    ...eachImport(judged, ({ path }, { specifier }) => {
      const room = roomOf(path);
      return specifier === "node:process" && room !== null && !PROCESS_ROOMS.includes(room)
        ? "the process is an argument"
        : null;
    }),
  ];
};

const UNEXPLAINED_SKIP =
  /\b(?:it|test|describe)(?:\s*\.\s*(?:concurrent|sequential))?\s*\.\s*(?:skip|skipIf|runIf|todo)\b/g;

/** A skipped test says why, which only the context's `skip(reason)` can. */
export const skips: Rule = (sources) =>
  eachMatch(sources, UNEXPLAINED_SKIP, "a skip says why: `skip(condition, reason)` of the test's context");

export function linesOf(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

/** One screen a file where the matter allows. */
export const lengths: Rule = (sources) => {
  const files = shipped(sources);
  const tooLong = files
    .filter(({ path, text }) => linesOf(text) > MAX_LINES && !LONG_FILES.includes(path))
    .map(({ path, text }) => `${path}:${MAX_LINES + 1}: ${linesOf(text)} lines, at most ${MAX_LINES}`);
  const sorted = files.map(({ text }) => linesOf(text)).toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return median < MEDIAN_BELOW
    ? tooLong
    : [...tooLong, `the median file has ${median} lines, want fewer than ${MEDIAN_BELOW}`];
};

export const RULES: Readonly<Record<string, Rule>> = {
  importTable,
  siblings,
  cycles,
  names,
  noDefaultExports,
  noEnums,
  extensions,
  environment,
  skips,
  lengths,
};
