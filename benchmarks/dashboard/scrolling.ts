import type { Stage } from "../../test/dashboard/stage.ts";
import { watched, type Watched } from "./seen.ts";

/** px. */
const ROW = 34;
/** Faster than anybody reads: seven screens a second. */
const SPEED = 4_500;
const STRETCH = 18_000;
/** To the end of the table while its pages come in: as fast as a wheel can be spun. */
const SPIN = 60_000;
const PLACES = [0, 0.5, 0.95];

export interface Frames {
  readonly count: number;
  /** Frames that took longer than one, two and three sixtieths of a second, 1 ms over. */
  readonly late: readonly [one: number, two: number, three: number];
  readonly longest: number;
  /** ms of processor time that the page's own thread took: unlike frames it hardly depends on what else a machine does. */
  readonly busy: number;
}

export interface Scrolled {
  /** Of one round, in turn: nothing but a tall page, and the table with all rows loaded. */
  readonly rounds: readonly { readonly empty: Frames; readonly table: Frames }[];
  /** From the first row to the last, pages coming in meanwhile. */
  readonly through: Frames & { readonly rows: number; readonly seconds: number };
}

function framesOf(times: readonly number[], busy: number): Frames {
  const late = (sixtieths: number): number => times.filter((ms) => ms > (sixtieths * 1_000) / 60 + 1).length;
  return { count: times.length, late: [late(1), late(2), late(3)], longest: Math.max(...times), busy };
}

function together(all: readonly Frames[]): Frames {
  const sum = (of: (frames: Frames) => number): number => all.reduce((total, frames) => total + of(frames), 0);
  return {
    count: sum(({ count }) => count),
    late: [sum(({ late }) => late[0]), sum(({ late }) => late[1]), sum(({ late }) => late[2])],
    longest: Math.max(...all.map(({ longest }) => longest)),
    busy: sum(({ busy }) => busy),
  };
}

/** ms of processor time of the page's own thread so far. */
async function busy({ protocol }: Watched): Promise<number> {
  const { metrics } = await protocol.send("Performance.getMetrics");
  return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
}

async function spin(here: Watched, distance: number, speed: number): Promise<Frames> {
  const { page, protocol } = here;
  const before = await busy(here);
  await page.evaluate("globalThis.stopFrames = bench.frames()");
  await protocol.send("Input.synthesizeScrollGesture", {
    x: 500,
    y: 600,
    yDistance: -distance,
    speed,
    gestureSourceType: "mouse",
    preventFling: true,
  });
  const times = await page.evaluate<number[]>("stopFrames()");
  return framesOf(times, (await busy(here)) - before);
}

const TABLE = `document.querySelector('[role=table][aria-label="Logged requests"]')`;

/** Through the whole table while it comes in. */
async function through(here: Watched, rows: number): Promise<Scrolled["through"]> {
  const { page } = here;
  const parts: Frames[] = [];
  const begun = performance.now();
  for (;;) {
    parts.push(await spin(here, SPIN * 2, SPIN));
    const loaded = await page.evaluate<number>(`Number(${TABLE}.getAttribute("aria-rowcount")) - 1`);
    const left = await page.evaluate<number>(`${TABLE}.scrollHeight - ${TABLE}.scrollTop - ${TABLE}.clientHeight`);
    if (loaded >= rows && left < ROW)
      return { ...together(parts), rows: loaded, seconds: (performance.now() - begun) / 1_000 };
    if (performance.now() - begun > 600_000) throw new Error(`only ${loaded} rows came`);
  }
}

/** Scrolls by wheel: through the whole table first, then stretches of it in turn with a page that holds nothing. */
export async function scrolled(here: Stage, rows: number, rounds: number): Promise<Scrolled> {
  const [table, empty] = [await watched(here), await watched(here)];
  await empty.page.goto(`${here.gateway.url}/assets/none`);
  await empty.page.evaluate(`document.body.innerHTML = '<div style="height:3400000px"></div>'`);
  await table.open("/logs");
  const whole = await through(table, rows);
  const made: { readonly empty: Frames; readonly table: Frames }[] = [];
  for (let round = -1; round < rounds; round++) {
    const [nothing, all]: [Frames[], Frames[]] = [[], []];
    for (const place of PLACES) {
      await empty.page.bringToFront();
      await empty.page.evaluate(`scrollTo(0, ${place} * document.documentElement.scrollHeight)`);
      nothing.push(await spin(empty, STRETCH, SPEED));
      await table.page.bringToFront();
      await table.page.evaluate(`${TABLE}.scrollTo(0, ${place} * ${TABLE}.scrollHeight)`);
      await table.page.waitForTimeout(300);
      all.push(await spin(table, STRETCH, SPEED));
    }
    if (round >= 0) made.push({ empty: together(nothing), table: together(all) });
  }
  await Promise.all([table.close(), empty.close()]);
  return { rounds: made, through: whole };
}
