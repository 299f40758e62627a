import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { poolUpstream } from "./pool-upstream.ts";

it("an answer that is paused and resumed comes whole, and in no empty pieces", async () => {
  const piece = Buffer.alloc(30_000, "x");
  const server = createServer((_, response) => {
    let left = 20;
    response.writeHead(200, { "content-length": left * piece.length });
    const timer = setInterval(() => {
      if (left-- > 0) response.write(piece);
      else {
        clearInterval(timer);
        response.end();
      }
    }, 5);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const pool = poolUpstream(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), null);
  const sizes: number[] = [];
  await new Promise<void>((done, fail) => {
    const call = pool.send(
      { method: "GET", path: "/", headers: {}, body: null },
      {
        head() {},
        data({ length }) {
          sizes.push(length);
          call.pause();
          setImmediate(call.resume);
        },
        end: done,
        error: fail,
      },
    );
  });
  await pool.close();
  await new Promise((done) => server.close(done));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20 * piece.length);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
});
