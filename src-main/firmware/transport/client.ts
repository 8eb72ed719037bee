import { create, type AxiosResponse } from 'axios';
import type { Raw } from './exchange.ts';
import type { Wire } from './outgoing.ts';

/** What is sent and what comes back stay as they are: both are looked at by those who know firmware. */
const untouched = [(data: unknown): unknown => data];

const client = create({
  validateStatus: null,
  transformRequest: untouched,
  transformResponse: untouched,
  responseType: 'text',
  maxRedirects: 0,
  proxy: false,
});

/**
 * Asks through axios, with an adapter that keeps the robot's etiquette in the place of axios's own, which would leave a
 * connection on its own account: at an answer too long, or at one that is no HTTP.
 *
 * @param carry sends `wire` and waits for the answer; what it rejects with comes through as it is
 */
export async function ask({ method, path, body }: Wire, carry: () => Promise<Raw>): Promise<Raw> {
  const { data, status, headers } = await client.request<string>({
    method,
    url: path,
    data: body,
    adapter: async (config) => {
      const raw = await carry();
      const head = { status: raw.status, statusText: '', headers: raw.headers as AxiosResponse['headers'] };
      return { ...head, data: raw.text, config };
    },
  });
  return { status, headers: headers as Raw['headers'], text: data };
}
