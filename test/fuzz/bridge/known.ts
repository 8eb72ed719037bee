import type { Known } from './inputs.ts';

/** Of every account that a campaign makes itself. */
export const PASSWORD = 'purple robots eat 7 bananas';

/** What means something to this console, by the name of the field that would hold it. */
export function knownValues(people: readonly { readonly id: string; readonly username: string }[]): Known {
  const names = people.map(({ username }) => username);
  return {
    id: [...people.map(({ id }) => id), 'nobody-has-this-id'],
    username: [...names, 'newcomer', 'Newcomer ', 'ＮＥＷＣＯＭＥＲ'],
    displayName: ['Anna Ngô', 'Đặng Thị Bích', ''],
    password: [PASSWORD, 'green hoists sing 8 lullabies', 'short', 'x'.repeat(73)],
    present: [PASSWORD, 'wrong'],
    code: ['000000', '123456', 'AAAA-BBBB-CCCC-DDDD'],
    passphrase: ['weak', 'seven very long and quite unlikely words here'],
    search: names,
    person: names,
    actor: names,
    action: ['session.sign-in', 'user.create', 'no.such'],
    robot: ['hoist-1', 'nowhere'],
    procedure: ['backups.create', 'users.delete', 'account.removeSecondFactor', 'store.repair', 'no.such'],
    reason: ['It is the turn of this hoist', 'Agreed with the shift leader'],
    text: ['session', `username,displayName,role\r\n${names[0]},Anna,viewer\r\nimported,Ben,operator\r\n`],
  };
}
