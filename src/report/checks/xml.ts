/** A piece of XML, escaped already. */
export interface Xml {
  readonly markup: string;
}

/** An element; attributes that are null are left out. Text among the children is escaped, elements are not. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  children: readonly (Xml | string)[] = [],
): Xml {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(
      ([key, value]) =>
        ` ${key}="${xmlText(String(value)).replace(/[\t\n\r]/gu, (found) => `&#${found.charCodeAt(0)};`)}"`,
    )
    .join("");
  if (children.length === 0) return { markup: `<${name}${given}/>` };
  const parts = children.map((child) => (typeof child === "string" ? xmlText(child) : child.markup));
  const mixed = children.some((child) => typeof child === "string");
  return { markup: `<${name}${given}>${mixed ? parts.join("") : `\n${parts.join("\n")}\n`}</${name}>` };
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as XML 1.0 may hold it; what it forbids (most control characters, halves of a pair, U+FFFE, U+FFFF) shows as U+FFFD. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\ufffd")
    .replace(/[&<>"]/gu, (character) => ENTITIES[character] as string);
}
