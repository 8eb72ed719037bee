import { describe, expect, it } from 'vitest';
import { MATRIX } from '../../../src-main/access/matrix.ts';
import {
  ERROR_CODES,
  LINK_STATES,
  RESOURCES,
  ROBOT_STATES,
  ROLES,
  STRENGTH_REASONS,
  STRENGTH_SCORES,
  VERIFY_KINDS,
} from '../../../src-main/bridge/contract.ts';
import en from '../../../src-renderer/i18n/en.json';
import { createFormat } from '../../../src-renderer/i18n/format.ts';
import { createI18n } from '../../../src-renderer/i18n/i18n.ts';
import { rightOf, sentenceOf } from '../../../src-renderer/i18n/sentence.ts';
import vi from '../../../src-renderer/i18n/vi.json';
import { LANGUAGES } from '../../../src-renderer/stores/preferences.ts';
import { TROUBLES } from '../../../src-renderer/store-trouble.ts';
import { PRESENTATIONS } from '../../../src-renderer/truth.ts';

const LOCALES = { en, vi };

type Tree = { readonly [key: string]: string | Tree };
/** Every sentence under its whole key. */
function sentences(tree: Tree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : [...sentences(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

const placeholders = (sentence: string) => [...sentence.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).toSorted();

describe('the two languages', () => {
  it('have the same sentences', () => {
    expect([...sentences(vi).keys()].toSorted()).toEqual([...sentences(en).keys()].toSorted());
  });

  it('fill the same places in each sentence', () => {
    const vietnamese = sentences(vi);
    for (const [key, sentence] of sentences(en)) {
      expect([key, placeholders(vietnamese.get(key) ?? '')]).toEqual([key, placeholders(sentence)]);
    }
  });

  it.each(LANGUAGES)('leave no sentence empty (%s)', (language) => {
    expect([...sentences(LOCALES[language])].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it.each(LANGUAGES)('name every error, state, role and right (%s)', (language) => {
    const known = sentences(LOCALES[language]);
    const needed = [
      ...ERROR_CODES.map((code) => `error.${code}`),
      ...LINK_STATES.flatMap((state) => [`linkState.${state}`, `linkMeaning.${state}`]),
      ...[...ROBOT_STATES, 'unknown'].map((state) => `robotState.${state}`),
      ...ROLES.map((role) => `role.${role}`),
      ...RESOURCES.map((resource) => `resource.${resource}`),
      ...MATRIX.map(({ resource, action }) => `rightReason.${resource}:${action}`),
      ...MATRIX.map(({ resource, action }) => `permission.${resource}:${action}`),
      ...STRENGTH_SCORES.map((score) => `password.strengthScore.${score}`),
      ...STRENGTH_REASONS.map((reason) => `password.strengthReason.${reason}`),
      ...PRESENTATIONS.map((presentation) => `truth.${presentation}`),
      ...TROUBLES.flatMap((trouble) => [`records.trouble.${trouble}.what`, `records.trouble.${trouble}.advice`]),
      ...VERIFY_KINDS.flatMap((kind) => [`check.kind.${kind}`, `check.kindMeaning.${kind}`]),
    ];
    expect(needed.filter((key) => !known.has(key))).toEqual([]);
  });

  it('mark what is old and what is simulated with the words of the plant', () => {
    expect([en.truth.stale, vi.truth.stale]).toEqual(['LAST KNOWN', 'SỐ LIỆU CŨ']);
    expect(en.simulation.all).toBe('SIMULATED – no robot behind this');
  });
});

it('the reasons of the plant’s table are shown as they are written there', () => {
  const written = MATRIX.map(({ resource, action, reason }) => [`${resource}:${action}`, reason] as const);
  expect(en.rightReason).toEqual(Object.fromEntries(written));
});

it('a right is found under its name, colon and all', () => {
  expect(createI18n('en').t('permission.user:view')).toBe('See users');
});

describe('the sentence of a failure', () => {
  const { t } = createI18n('en');

  it('is filled from its details', () => {
    const failure = { code: 'FIRMWARE_TIMEOUT', details: { deadlineMs: 800 } } as const;
    expect(sentenceOf(t, failure)).toBe('The robot did not answer within 800 ms.');
  });

  it('is the particular one of its rule or reason, where there is one', () => {
    expect(sentenceOf(t, { code: 'USERNAME_INVALID', details: { rule: 'too-long', maximum: 64 } })).toBe(
      'A user name has at most 64 characters.',
    );
    expect(sentenceOf(t, { code: 'PASSWORD_BLOCKED', details: { reason: 'sequence' } })).toMatch(/keyboard/);
    expect(sentenceOf(t, { code: 'PASSWORD_BLOCKED', details: { reason: 'new in a later version' } })).toBe(
      en.error.PASSWORD_BLOCKED,
    );
  });

  it('says of a change that was not kept why: a full disk is something people can mend', () => {
    const refusal = (reason: string | null) => sentenceOf(t, { code: 'STORE_UNAVAILABLE', details: { reason } });
    expect(refusal('ENOSPC')).toBe('The disk is full, so this could not be saved and was not done.');
    expect(refusal(null)).toBe(en.error.STORE_UNAVAILABLE);
  });

  it('shows a dash for a fact that is missing, never a placeholder', () => {
    expect(sentenceOf(t, { code: 'INTERNAL', details: {} })).toMatch(/\(reference: –\)/);
  });

  it('says the same of an unknown user and a wrong password', () => {
    expect(sentenceOf(t, { code: 'SIGN_IN_FAILED', details: {} })).toBe('The user name or the password is not right.');
  });
});

it('a right is told in words, not by a part of its name', () => {
  expect(rightOf(createI18n('en').t, 'backup:create')).toBe('Make backups');
  expect(rightOf(createI18n('vi').t, 'audit:view')).toBe('Xem toàn bộ nhật ký kiểm toán');
});

describe('numbers and times', () => {
  const english = createFormat('en', createI18n('en').getFixedT('en'));
  const vietnamese = createFormat('vi', createI18n('vi').getFixedT('vi'));
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');

  it('carry their unit, and never lose it to the next line', () => {
    expect(english.millimetres(12_345.6)).toBe('12\u202f346\u00a0mm');
    expect(vietnamese.millimetres(12_345.6)).toBe('12\u202f346\u00a0mm');
    expect([english.percent(45), english.celsius(31.44), english.millimetresPerSecond(250)].map(plain)).toEqual([
      '45 %',
      '31.4 °C',
      '250 mm/s',
    ]);
    expect(plain(vietnamese.celsius(31.44))).toBe('31,4 °C');
    expect([english.milliseconds(3.25), english.milliseconds(48.6)].map(plain)).toEqual(['3.3 ms', '49 ms']);
  });

  it('count bytes in thousands, and never show a thousand of a unit', () => {
    const sizes = [0, 999, 1_000, 1_049, 999_949, 999_950, 12_345_678, 999_950_000, 5e12, 5e15];
    expect(sizes.map(english.bytes).map(plain)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.0 kB',
      '999.9 kB',
      '1.0 MB',
      '12.3 MB',
      '1.0 GB',
      '5.0 TB',
      '5\u202f000.0 TB',
    ]);
    expect(plain(vietnamese.bytes(12_345_678))).toBe('12,3 MB');
  });

  it('know no zero below zero', () => {
    for (const format of [english, vietnamese]) {
      const zeros = [format.millimetres(-0.4), format.celsius(-0.04), format.percent(-0), format.millimetres(-0)];
      expect(zeros.map(plain)).toEqual(['0 mm', plain(format.celsius(0)), '0 %', '0 mm']);
      expect(plain(format.millimetres(-1))).toBe('-1 mm');
    }
    expect(plain(english.celsius(-0.04))).toBe('0.0 °C');
  });

  it('round a share down, so that nearly enough is not called enough', () => {
    expect([0.99999, 0.999, 0.99899, 1].map(english.ratio)).toEqual(['99.99%', '99.9%', '99.89%', '100%']);
  });

  it('tell a length of time in its two largest units', () => {
    const times = [0, 999, 12_400, 200_000, 3_660_000, 356_400_000];
    expect(times.map(english.duration)).toEqual(['0 s', '0 s', '12 s', '3 min 20 s', '1 h 1 min', '4 d 3 h']);
    expect(vietnamese.duration(200_000)).toBe('3 phút 20 giây');
  });

  it('round an age up: never younger than it is', () => {
    expect([1, 1_000, 1_001].map(english.age)).toEqual(['1 s', '1 s', '2 s']);
  });
});
