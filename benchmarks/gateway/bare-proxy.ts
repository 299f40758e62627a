import { createServer } from "node:http";
import { Pool } from "undici";

/** The least a proxy can do in Node: `node:http` in front, an undici Pool behind, bodies piped as they come. Arguments: port, upstream. */
const [port = "0", upstream = ""] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: 512, pipelining: 1 });

const server = createServer((request, response) => {
  pool
    .request({
      method: request.method as "POST",
      path: request.url ?? "/",
      headers: { "content-type": "application/json", "content-length": request.headers["content-length"] ?? "" },
      body: request,
    })
    .then(
      ({ statusCode, headers, body }) => {
        response.writeHead(statusCode, headers as Record<string, string>);
        body.pipe(response);
      },
      () => response.writeHead(502).end(),
    );
});
server.keepAliveTimeout = 120_000;
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : null }));
});
