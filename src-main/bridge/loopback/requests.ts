import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { Answers } from './answers.ts';
import type { LaunchTokens } from './launch-token.ts';
import type { Refusal } from './request-guard.ts';
import type { SeatRegister } from './seat-register.ts';
import type { StaticFile } from './static-files.ts';

/** The body of a request may have this many bytes: a launch token needs 60. */
export const MAX_BODY_BYTES = 4 * 1024;

const launch = z.strictObject({ token: z.string().max(256) });

export interface RequestsDependencies {
  readonly guard: (request: IncomingMessage) => Refusal | null;
  readonly answers: Answers;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly tokens: LaunchTokens;
  readonly seats: SeatRegister;
  readonly log: Log;
}

/**
 * Everything the loopback shell answers over plain HTTP:
 * - `GET` of a file of the renderer;
 * - `POST /launch` `{token}`: the one-time token becomes this browser's seat, 204 with its cookie, else 401;
 * - `POST /seat`: 204 with another cookie for this browser's seat, after which the one before proves nothing, else 401;
 * - `GET /seat`: 204 when this browser has a seat, else 401 (a failed WebSocket does not tell a page why).
 */
export function createRequestListener(deps: RequestsDependencies): RequestListener {
  const { guard, answers, files, tokens, seats, log } = deps;
  const noSeat: Refusal = { status: 401, code: 'LAUNCH_TOKEN_INVALID' };

  async function redeem(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // JSON cannot be posted across origins without a preflight, which nobody here answers
    if (request.headers['content-type'] !== 'application/json') {
      return answers.refuse(response, { status: 415, code: 'INPUT_INVALID' });
    }
    const body = await readBody(request);
    if (body === null) return answers.refuse(response, { status: 413, code: 'MESSAGE_TOO_LARGE' });
    const asked = launch.safeParse(parseJson(body));
    if (!asked.success) return answers.refuse(response, { status: 400, code: 'INPUT_INVALID' });
    if (!tokens.redeem(asked.data.token)) return answers.refuse(response, noSeat);
    answers.send(response, 204, { 'set-cookie': seats.open().setCookie, 'cache-control': 'no-store' });
  }

  /** After a sign-in or another proof: a cookie that somebody had seen before opens nothing of what follows. */
  function renew(request: IncomingMessage, response: ServerResponse): void {
    const setCookie = seats.renew(request.headers.cookie);
    if (setCookie === null) answers.refuse(response, noSeat);
    else answers.send(response, 204, { 'set-cookie': setCookie, 'cache-control': 'no-store' });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = guard(request);
    if (refusal) return answers.refuse(response, refusal);
    const [address = ''] = (request.url ?? '').split('?', 1);
    if (request.method === 'POST' && address === '/launch') return redeem(request, response);
    if (request.method === 'POST' && address === '/seat') return renew(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answers.send(response, 405, { allow: 'GET, HEAD' });
    }
    if (address === '/seat') {
      // a page whose seat is gone asks again and again, for as long as it is open
      if (seats.find(request.headers.cookie) === null) return answers.refuse(response, noSeat, 'info');
      return answers.send(response, 204, { 'cache-control': 'no-store' });
    }
    const file = files.get(address);
    if (!file) return answers.send(response, 404);
    answers.send(response, 200, { 'content-type': file.type, 'cache-control': file.cacheControl }, file.body);
  }

  return (request, response) => {
    answer(request, response).catch((failure: unknown) => {
      // the client went away in the middle of its request: there is nobody to answer
      log.info('request not finished', { reason: failure instanceof Error ? failure.message : String(failure) });
      response.destroy();
    });
  };
}

/** The whole body, or null when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
