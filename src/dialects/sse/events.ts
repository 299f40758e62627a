/** One server-sent event. */
export interface SseEvent {
  /** `message` where the stream names none. */
  readonly event: string;
  readonly data: string;
}

const LINE_END = /\r\n|\r|\n/u;

/** The events of a whole stream, or of complete events of one; comments count for nothing. (WHATWG HTML, section 9.2.6) */
export function sseEvents(text: string): readonly SseEvent[] {
  const events: SseEvent[] = [];
  let name = "";
  let data: string[] = [];
  const end = (): void => {
    if (data.length > 0) events.push({ event: name === "" ? "message" : name, data: data.join("\n") });
    name = "";
    data = [];
  };
  for (const line of text.split(LINE_END)) {
    if (line === "") end();
    else if (line.startsWith("data:")) data.push(line.slice(line.charAt(5) === " " ? 6 : 5));
    else if (line.startsWith("event:")) name = line.slice(6).trim();
  }
  end();
  return events;
}
