import type { BridgeClient } from '../../support/bridge-client.ts';
import { flawed, leakIn, readFailure, SUCCESS, type Answer } from './answer.ts';

/** One connection that speaks the wire format by hand: no client in between that makes calls better than they are. */
export interface Line {
  /** Sends the call; a stream is left after `events` of its events, and is a success then. Never rejects. */
  ask(address: string, input: unknown, events?: number): Promise<Answer>;
  readonly closed: Promise<void>;
  readonly sendRaw: BridgeClient['sendRaw'];
  close(): void;
}

/** Real time (ms) after which an answer is missing. */
const PATIENCE_MS = 20_000;
/** The flaw of an answer that never came, because the console ended the connection. */
export const ENDED = 'the connection was ended';
const EVENT = 3;
const ABORT = 4;

interface Message {
  readonly i: string;
  readonly t?: number;
  readonly p: {
    readonly s?: number;
    readonly h?: Readonly<Record<string, string>>;
    readonly b?: { readonly json?: unknown };
    readonly e?: string;
    readonly d?: { readonly json?: unknown };
  };
}

/** What a message says about its call; null: it goes on. */
function verdict({ t, p: { s = 200, h = {}, b, e, d } }: Message): Answer | null {
  if (t === EVENT) return e === 'message' ? null : e === 'error' ? readFailure(d?.json) : SUCCESS;
  if (s >= 400) return readFailure(b?.json);
  return h['content-type'] === 'text/event-stream' ? null : SUCCESS;
}

export function lineOver({ sendRaw, hear, closed, close }: BridgeClient): Line {
  const waiting = new Map<string, (message: Message | null) => void>();
  let asked = 0;
  hear((text) => {
    const message = JSON.parse(text) as Message;
    waiting.get(message.i)?.(leakIn(text) === null ? message : null);
  });
  const ended = closed.then(() => flawed(ENDED));

  return {
    async ask(address, input, events = 1) {
      const id = `line-${(asked += 1)}`;
      const { promise, resolve } = Promise.withResolvers<Answer>();
      const patience = setTimeout(() => resolve(flawed(`no answer after ${PATIENCE_MS} ms`)), PATIENCE_MS);
      let seen = 0;
      waiting.set(id, (message) => {
        if (message === null) return resolve(flawed('the answer holds a secret'));
        const answer = verdict(message);
        if (answer) return resolve(answer);
        if (message.t === EVENT) seen += 1;
        if (seen < events) return;
        sendRaw(JSON.stringify({ i: id, t: ABORT }));
        resolve(SUCCESS);
      });
      sendRaw(JSON.stringify({ i: id, p: { u: address, ...(input === undefined ? {} : { b: { json: input } }) } }));
      const answer = await Promise.race([promise, ended]);
      clearTimeout(patience);
      waiting.delete(id);
      return answer;
    },
    closed,
    sendRaw,
    close,
  };
}
