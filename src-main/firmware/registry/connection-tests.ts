import { DRIVERS } from '../drivers/drivers.ts';
import { addressOf } from '../settings.ts';
import type { Tokens } from '../transport/outgoing.ts';
import { testConnection, type ConnectionReport, type ConnectionTestDeps } from './connection-test.ts';
import type { RobotDraft } from './robot-draft.ts';

/** Every test of a connection that is under way: an address is asked by one at a time, until nothing of it is on the wire. */
export interface ConnectionTests {
  run(draft: RobotDraft, tokens: Tokens): Promise<ConnectionReport>;
  /** Nothing more is asked; resolves when nothing is owed any more, within the bounds of the etiquette. */
  end(): Promise<void>;
}

export function createConnectionTests(deps: Pick<ConnectionTestDeps, 'clock' | 'log' | 'places'>): ConnectionTests {
  const underWay = new Map<string, Promise<void>>();
  const ended = new AbortController();
  return {
    async run(draft, tokens) {
      const address = addressOf(draft.url);
      if (underWay.has(address)) {
        const failure = {
          code: 'FIRMWARE_BUSY',
          details: { address, path: DRIVERS[draft.driver].presence.path },
        } as const;
        return { address, robot: null, failure, looksLike: null };
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      underWay.set(address, promise);
      const closed = () => {
        underWay.delete(address);
        resolve();
      };
      return testConnection(draft, tokens, { ...deps, stopped: ended.signal, closed });
    },
    async end() {
      ended.abort();
      await Promise.all(underWay.values());
    },
  };
}
