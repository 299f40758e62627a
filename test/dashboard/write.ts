import type { Locator } from "playwright-core";

/** Replaces what an editor holds, as a hand does it: the browser's own replacing of coloured text would carry its colour along as a style, which the page's policy refuses. */
export async function write(editor: Locator, text: string): Promise<void> {
  await editor.press("ControlOrMeta+a");
  await editor.press("Delete");
  await editor.page().keyboard.insertText(text);
}
