/** One named event whose data says its type too, as OpenAI's responses and Anthropic's messages send them. */
export function eventText(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
