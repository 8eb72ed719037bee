import { expect, it } from 'vitest';
import { conditionSchema } from '../../../src-main/mock-firmware/conditions.ts';
import { faultSchema } from '../../../src-main/mock-firmware/faults.ts';
import { deedSchema } from '../../../src-main/mock-firmware/orders.ts';
import { createI18n } from '../../../src-renderer/i18n/i18n.ts';
import {
  CONDITION_NAMES,
  CONDITIONS,
  deedOf,
  FAULT_NAMES,
  FAULTS,
  paramsOf,
} from '../../../src-renderer/screens/training/deed-form.ts';
import { deedWords } from '../../../src-renderer/screens/training/deed-words.ts';
import { LANGUAGES } from '../../../src-renderer/stores/preferences.ts';

it('the form offers the whole vocabulary, with every parameter', () => {
  const offered = (params: Readonly<Record<string, readonly { readonly name: string }[]>>) =>
    Object.fromEntries(Object.entries(params).map(([kind, named]) => [kind, named.map(({ name }) => name).toSorted()]));
  const told = (options: readonly { readonly shape: { readonly kind: { readonly value: string } } }[]) =>
    Object.fromEntries(
      options.map(({ shape: { kind, ...params } }) => [kind.value, Object.keys(params).toSorted()] as const),
    );
  expect(offered(FAULTS)).toEqual(told(faultSchema.options));
  expect(offered(CONDITIONS)).toEqual(told(conditionSchema.options));
});

it.each([...FAULT_NAMES, ...CONDITION_NAMES])('%s as it stands in the form is one that the console takes', (name) => {
  expect(deedSchema.safeParse(deedOf(name, {})).error).toBeUndefined();
});

it('what somebody types is what is sent, and no number where none was typed', () => {
  expect(deedOf('fault/latency', { ms: '250' })).toEqual({ fault: { kind: 'latency', ms: 250 } });
  expect(deedOf('condition/module-loss', { address: '4', lost: 'false' })).toEqual({
    condition: { kind: 'module-loss', address: 4, lost: false },
  });
  for (const typed of ['', 'soon']) {
    expect(deedSchema.safeParse(deedOf('fault/latency', { ms: typed })).success).toBe(false);
  }
});

it.each(LANGUAGES)('everything that can be done is told in words (%s)', (language) => {
  const { t } = createI18n(language);
  for (const name of [...FAULT_NAMES, ...CONDITION_NAMES]) {
    const words = deedWords(t, deedOf(name, {}));
    expect(words).not.toContain('training.');
    expect(words.split(': ').length).toBeGreaterThan(paramsOf(name).length);
  }
});
