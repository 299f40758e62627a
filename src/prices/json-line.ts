/** The 1-based line where a text stops being JSON. `error` is what `JSON.parse` threw for it. */
export function jsonErrorLine(text: string, error: Error): number {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return lineAt(text, position === undefined ? firstBadCharacter(text) : Number(position));
}

/** The engine names no position for an unexpected token: the shortest prefix that has one ends with it. */
function firstBadCharacter(text: string): number {
  let viable = 0;
  let bad = text.length;
  while (bad - viable > 1) {
    const middle = (viable + bad) >> 1;
    if (hasUnexpectedToken(text.slice(0, middle))) bad = middle;
    else viable = middle;
  }
  return bad - 1;
}

function hasUnexpectedToken(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith("Unexpected token");
  }
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
