import type { Log } from '../../log.ts';
import type { TokenRole } from '../drivers/etiquette.ts';
import type { Tokens } from '../transport/outgoing.ts';
import type { KeptRobot } from './kept-robots.ts';
import type { TokenChanges } from './robot-draft.ts';

/** What keeps secrets of this installation from others. */
export interface Sealing {
  /** @throws ConsoleError KEY_SEALED where this shell has no key */
  seal(secret: string, purpose: string): string;
  /** @throws ConsoleError SECRET_UNREADABLE, KEY_SEALED */
  open(sealed: string, purpose: string): string;
}

const purposeOf = (robotId: string, role: string): string => `robot token ${robotId} ${role}`;

/** The tokens of robots: sealed wherever they are kept, open only on their way into a request. */
export function tokenChest(sealing: Sealing, log: Log) {
  return {
    /** The kept tokens with the changes. */
    change(robotId: string, kept: KeptRobot['tokens'], changes: TokenChanges): KeptRobot['tokens'] {
      const next: Partial<Record<TokenRole, string>> = { ...kept };
      for (const [role, token] of Object.entries(changes) as [TokenRole, string | null | undefined][]) {
        if (token === null) delete next[role];
        else if (token !== undefined) next[role] = sealing.seal(token, purposeOf(robotId, role));
      }
      return next;
    },

    /** Those that open here; of another the log says why it does not, and requests go without it. */
    open(robotId: string, kept: KeptRobot['tokens']): Tokens {
      const tokens: Partial<Record<TokenRole, string>> = {};
      for (const [role, sealed] of Object.entries(kept) as [TokenRole, string][]) {
        try {
          tokens[role] = sealing.open(sealed, purposeOf(robotId, role));
        } catch (error) {
          log.error('a token of a robot cannot be opened', { robot: robotId, role, error });
        }
      }
      return tokens;
    },
  };
}
