import { isBuiltIn } from '../access/roles.ts';
import type { ThrottlePolicy } from '../access/throttle-policy.ts';
import type { SecurityPolicy } from './policy.ts';
import type { PolicySection, Wording } from './policy-sections.ts';
import { plain, row } from './policy-row.ts';
import { POLICY_WORDS } from './policy-words.ts';

const DAY_MS = 86_400_000;

/** Who gets in, and for how long. */
export function accessSections(policy: SecurityPolicy, wording: Wording): PolicySection[] {
  return [passwords(policy, wording), throttling(policy, wording), sessions(policy, wording), factors(policy, wording)];
}

function passwords({ password, hashCost }: SecurityPolicy, { language, duration }: Wording): PolicySection {
  const { none, password: words } = POLICY_WORDS[language];
  const { demands, remembered, maxAgeDays } = password;
  return {
    id: 'password',
    heading: words.heading,
    rows: [
      plain(words.profile, words.profiles[password.id]),
      plain(words.minimum, words.characters(password.minCodePoints)),
      plain(words.minimumBeside, words.characters(password.minCodePointsBesideSecondFactor)),
      plain(words.maximum, words.bytes(password.maxBytes)),
      plain(words.demands, demands.map((kind) => words.classes[kind]).join(', ') || none),
      plain(words.remembered, remembered === 0 ? none : String(remembered)),
      plain(words.maxAge, maxAgeDays === null ? words.never : duration(maxAgeDays * DAY_MS)),
      plain(words.guessable, words.guessableWhat),
      plain(words.storedAs, words.hash(hashCost)),
    ],
  };
}

function throttling({ throttling: policies }: SecurityPolicy, wording: Wording): PolicySection {
  const words = POLICY_WORDS[wording.language].throttling;
  return {
    id: 'throttling',
    heading: words.heading,
    rows: [
      plain(words.account, throttle(policies.account, wording)),
      plain(words.seat, throttle(policies.seat, wording)),
      plain(words.restart, words.restartWhat),
    ],
  };
}

function throttle(policy: ThrottlePolicy, { language, duration }: Wording): string {
  const words = POLICY_WORDS[language].throttling;
  const { freeFailures, firstWaitMs, longestWaitMs, lockFrom, lockMs, closeAt, forgetMs } = policy;
  return [
    words.slowed(freeFailures, duration(firstWaitMs), duration(longestWaitMs)),
    lockFrom === null ? words.neverLocks : words.locks(lockFrom, duration(lockMs)),
    ...(closeAt === null ? [] : [words.closes(closeAt)]),
    ...(forgetMs === null ? [] : [words.forgets(duration(forgetMs))]),
  ].join('; ');
}

function sessions({ session, shell, softwareStop }: SecurityPolicy, { language, duration }: Wording): PolicySection {
  const words = POLICY_WORDS[language].session;
  return {
    id: 'session',
    heading: words.heading,
    rows: [
      plain(words.idle, duration(session.idleMs)),
      plain(words.absolute, duration(session.absoluteMs)),
      plain(words.concurrent, String(session.concurrent)),
      plain(words.fresh, duration(session.freshMs)),
      plain(words.token, shell === 'electron' ? words.tokenNone : words.tokenWhat),
      plain(words.stop, softwareStop === 'anyone' ? words.stopAnyone : words.stopPermitted),
    ],
  };
}

function factors({ secondFactor }: SecurityPolicy, { language }: Wording): PolicySection {
  const { role: roles, secondFactor: words } = POLICY_WORDS[language];
  return {
    id: 'secondFactor',
    heading: words.heading,
    rows: [
      plain(words.demanded, words.demandedWhat),
      ...secondFactor.map(({ role, roleName, active, withSecondFactor }) => {
        const name = isBuiltIn(role) ? roles[role] : roleName;
        return active === 0
          ? plain(name, words.nobody)
          : row(name, words.coverage(withSecondFactor, active), withSecondFactor < active);
      }),
    ],
  };
}
