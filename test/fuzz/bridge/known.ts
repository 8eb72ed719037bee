import { totpCode, totpStep } from '../../../src-main/access/second-factor/totp.ts';
import type { Clock } from '../../../src-main/clock.ts';
import type { Known } from './inputs.ts';
import type { Account } from './people.ts';

/** Of every account that a campaign makes itself. */
export const PASSWORD = 'purple robots eat 7 bananas';

/**
 * What means something to this console, by the name of the field that would hold it; codes are right at the moment when
 * they are asked for.
 */
export function knownValues(people: readonly Account[], clock: Pick<Clock, 'now'>): Known {
  const names = people.map(({ username }) => username);
  return {
    id: [...people.map(({ id }) => id), 'nobody-has-this-id'],
    username: [...names, 'newcomer', 'Newcomer ', 'ＮＥＷＣＯＭＥＲ'],
    displayName: ['Anna Ngô', 'Đặng Thị Bích', ''],
    password: [PASSWORD, 'green hoists sing 8 lullabies', 'short', 'x'.repeat(73)],
    present: [PASSWORD, 'wrong'],
    get code() {
      const right = people.flatMap(({ key }) => (key === undefined ? [] : totpCode(key, totpStep(clock.now()))));
      return [...right, '000000', 'AAAA-BBBB-CCCC-DDDD'];
    },
    passphrase: ['weak', 'seven very long and quite unlikely words here'],
    search: names,
    person: names,
    actor: names,
    action: ['session.sign-in', 'user.create', 'no.such'],
    robot: ['hoist-1', 'nowhere'],
    robots: ['hoist-1', 'hoist-2', 'nowhere'],
    groups: ['Hall A', 'Hall B'],
    role: ['administrator', 'operator', 'viewer', 'role-none'],
    inherits: ['operator', 'viewer', 'role-none'],
    name: ['Hall lead', 'hall  LEAD', 'Administrator', ''],
    reason: ['answers for the hall at night', 'short'],
    command: ['pause', 'move', 'reset', 'fly'],
    confirmation: ['confirmed', 'held', 'hoist-1'],
    procedure: ['backups.create', 'users.delete', 'account.removeSecondFactor', 'store.repair', 'no.such'],
    text: ['session', `username,displayName,role\r\n${names[0]},Anna,viewer\r\nimported,Ben,operator\r\n`],
  };
}
