import type { Running } from "../gateway/running.ts";

/** What the API answers to a request that has to succeed. */
export async function made<T>(gateway: Running, method: string, path: string, body?: object): Promise<T> {
  const answer = await gateway.api(method, path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body as unknown as T;
}
