import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const SMALL = 1_024;

/** Writes each asset that shrinks a second time: the gateway hands it to browsers that take it, and compresses nothing itself. */
function precompressed(): Plugin {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return {
    name: "precompressed",
    apply: "build",
    // At the very end: other plugins put in addresses of chunks until the files are written.
    writeBundle({ dir = "." }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(?:js|css|svg)$/u.test(name)) continue;
        const bytes = readFileSync(join(dir, name));
        if (bytes.length > SMALL) writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, options));
      }
    },
  };
}

/**
 * uPlot writes numbers in the browser's language, and throws while it is loaded where that is no language tag (`C`, `en-US@posix`). Everything else
 * in the product writes them as en-US does.
 */
function oneLanguage(): Plugin {
  const asked = "Intl.NumberFormat(domEnv ? nav.language : 'en-US')";
  return {
    name: "one-language",
    transform(code, id) {
      if (!id.includes("uplot/dist/uPlot.esm.js")) return null;
      if (!code.includes(asked))
        this.error(
          "uPlot makes its number format elsewhere now: look whether it still asks for the browser's language.",
        );
      return { code: code.replace(asked, "Intl.NumberFormat('en-US')"), map: null };
    },
  };
}

/** The dashboard, built into what `understudy up` serves. */
export default defineConfig({
  root: "src/dashboard",
  base: "/",
  publicDir: false,
  plugins: [oneLanguage(), react(), tailwind(), precompressed()],
  // Replaced by the gateway in every page it hands out.
  html: { cspNonce: "CSP_NONCE" },
  build: {
    outDir: "../../dist/dashboard",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});
