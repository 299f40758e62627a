import type { Guard } from "./guard.ts";

const URL_TEXT = /\b(?:https?:\/\/|www\.)[^\s<>"'`)\]}]+/giu;

/** Addresses, without what ends the sentence around them. */
export const urls: Guard = {
  kind: "url",
  counted: false,
  find: (text) => Array.from(text.matchAll(URL_TEXT), ([url]) => spelling(url)),
};

function spelling(url: string): string {
  const trimmed = url.replace(/[.,;:!?*_]+$/u, "").replace(/^https?:\/\//iu, "");
  const [host = "", ...path] = trimmed.split("/");
  return [host.toLowerCase().replace(/^www\./u, ""), ...path].join("/").replace(/\/$/u, "");
}
