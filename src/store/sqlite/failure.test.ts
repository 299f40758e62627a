import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { storeFailure } from "./failure.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

it("knows a full disk from a mistake of ours", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE t (x); PRAGMA max_page_count = 3");
  const full = thrownBy(() => database.exec("INSERT INTO t VALUES (zeroblob(100000))"));
  expect(storeFailure(full)).toMatchObject({ code: "store_unusable", message: "the disk is full" });
  expect(storeFailure(thrownBy(() => database.exec("SELECT nothing FROM nowhere")))).toBeNull();
  expect(storeFailure(new Error("other"))).toBeNull();
});
