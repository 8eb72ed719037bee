import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The request went over a connection that had carried another before. */
  readonly reused: boolean;
}

interface Sending {
  readonly method?: string;
  /** Default: a connection of its own. */
  readonly agent?: Agent;
  readonly body?: string;
}

/** One request, without following redirects; rejects as node:http does. */
export function send(url: string, { method = 'GET', agent, body = '' }: Sending = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: agent ?? false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          reused: outgoing.reusedSocket,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const firmwareAnswer = z.object({ data: z.record(z.string(), z.unknown()) });

/** What a robot's firmware tells in `data`. */
export async function dataOf(robotUrl: string, path = '/api/robot/status'): Promise<Record<string, unknown>> {
  return firmwareAnswer.parse(JSON.parse((await send(robotUrl + path)).body)).data;
}
