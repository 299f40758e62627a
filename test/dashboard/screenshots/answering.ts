import type { Running } from "../../gateway/running.ts";

/** The API of a gateway, as far as it says yes; whatever else it says is thrown. */
export interface Answering {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
}

export function answering(gateway: Running): Answering {
  const ask = async <T>(method: string, path: string, asked?: object): Promise<T> => {
    const { status, body } = await gateway.api(method, path, asked);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body as unknown as T;
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    put: (path, body) => ask("PUT", path, body),
  };
}
