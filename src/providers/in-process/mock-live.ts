import type { LiveSend } from "../../core/live/live-send.ts";
import type { Dialect, Translation } from "../../dialects/dialect.ts";
import type { LiveSetup, ProviderConfig } from "../live-provider.ts";
import { mock } from "../mock.ts";
import { compatibleModels } from "../translated/models.ts";
import { translated } from "../translated/translated-send.ts";
import type { InProcessProvider } from "./in-process-provider.ts";
import { mockChat } from "./mock-chat.ts";
import { mockEmbeddings } from "./mock-embeddings.ts";
import { sendUpstream } from "./send-upstream.ts";

/** The mock speaks chat completions; clients of other dialects reach it translated, as they would any server that does. */
function translatedMock(
  setup: LiveSetup,
  config: ProviderConfig,
  dialect: Dialect,
  translation: Translation,
): LiveSend {
  const chat = setup.dialects.get("openai-chat") as Dialect;
  const send = mockChat(setup, chat);
  const parts = { models: compatibleModels, dialect, translation, headers: {}, timeouts: config.timeouts_ms, setup };
  return (request, call, signal) => {
    const upstream = sendUpstream({ send, dialect: chat, call, runtime: setup.runtime, request });
    return translated({ ...parts, upstream })(request, call, signal);
  };
}

/** The mock provider as live traffic calls it, in every client's dialect. */
export const mockLive: InProcessProvider = {
  name: mock.name,
  summary: "made-up models in this process, for tests and demos: reproducible answers at a real model's pace",
  connect(setup, config, dialect) {
    if (dialect.name === "openai-chat") return mockChat(setup, dialect);
    if (dialect.translation === null) return mockEmbeddings(setup);
    return translatedMock(setup, config, dialect, dialect.translation);
  },
};
