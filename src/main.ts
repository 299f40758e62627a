import * as nodeModule from "node:module";

const NEEDED = 24;

if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  process.stderr.write(
    `understudy needs Node ${NEEDED} or newer; this is ${process.version}. See https://nodejs.org/\n`,
  );
  process.exitCode = 2;
} else {
  nodeModule.enableCompileCache();
  const { app } = await import("./app.ts");
  process.exitCode = await app(process.argv.slice(2));
}
