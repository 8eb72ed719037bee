import { Axios } from 'axios';
import type { Raw } from './exchange.ts';
import type { Wire } from './outgoing.ts';

/** Without axios's defaults, which it would merge into every request: nothing of what they say concerns the adapter below. */
const client = new Axios({ validateStatus: null });

/**
 * Asks through axios, with an adapter that keeps the robot's etiquette in the place of axios's own, which would leave a
 * connection on its own account: at an answer too long, or at one that is no HTTP. What is sent and what comes back stay
 * as they are: both are looked at by those who know firmware.
 *
 * @param carry sends `wire` and waits for the answer; what it rejects with comes through as it is
 */
export async function ask({ method, path, body }: Wire, carry: () => Promise<Raw>): Promise<Raw> {
  const { data } = await client.request<Raw>({
    method,
    url: path,
    data: body,
    adapter: async (config) => {
      const raw = await carry();
      // the answer as a whole is the data: axios would copy its headers one by one
      return { status: raw.status, statusText: '', headers: {}, data: raw, config };
    },
  });
  return data;
}
