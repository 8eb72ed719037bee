import { expect, it } from 'vitest';
import { conditionSchema } from '../../../src-main/mock-firmware/conditions.ts';
import { faultSchema } from '../../../src-main/mock-firmware/faults.ts';
import { FIRMWARE_KINDS } from '../../../src-main/mock-firmware/firmware-kinds.ts';
import { deedSchema } from '../../../src-main/mock-firmware/orders.ts';
import { createI18n } from '../../../src-renderer/i18n/i18n.ts';
import {
  acceptable,
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
  for (const firmware of FIRMWARE_KINDS) {
    expect(deedSchema.safeParse(deedOf(name, firmware, {})).error).toBeUndefined();
  }
});

it.each([...FAULT_NAMES, ...CONDITION_NAMES])('%s: the form takes the numbers that the console takes', (name) => {
  for (const param of paramsOf(name, 'reference')) {
    if (param.as !== 'number') continue;
    const { least, most } = param;
    for (const typed of [least, most, least - 1, most + 1, (least + most) / 2 + 0.25].map(String)) {
      const taken = deedSchema.safeParse(deedOf(name, 'reference', { [param.name]: typed })).success;
      expect([param.name, typed, acceptable(param, typed)]).toEqual([param.name, typed, taken]);
    }
    for (const typed of ['', ' ', 'soon', '1,5', 'NaN']) expect(acceptable(param, typed)).toBe(false);
  }
});

it('a field is offered that robots of the firmware have', () => {
  expect(deedOf('fault/missing-field', 'oht50', {})).toEqual({
    fault: { kind: 'missing-field', field: 'current_state' },
  });
  expect(deedOf('fault/nan', 'reference', {})).toEqual({ fault: { kind: 'nan', field: 'status' } });
});

it('what somebody types is what is sent, and no number where none was typed', () => {
  expect(deedOf('fault/latency', 'reference', { ms: '250' })).toEqual({ fault: { kind: 'latency', ms: 250 } });
  expect(deedOf('condition/module-loss', 'oht50', { address: '4', lost: 'false' })).toEqual({
    condition: { kind: 'module-loss', address: 4, lost: false },
  });
  for (const typed of ['', 'soon']) {
    expect(deedSchema.safeParse(deedOf('fault/latency', 'reference', { ms: typed })).success).toBe(false);
  }
});

it.each(LANGUAGES)('everything that can be done is told in words (%s)', (language) => {
  const { t } = createI18n(language);
  for (const name of [...FAULT_NAMES, ...CONDITION_NAMES]) {
    const words = deedWords(t, deedOf(name, 'oht50', {}));
    expect(words).not.toContain('training.');
    expect(words.split(': ').length).toBeGreaterThan(paramsOf(name, 'oht50').length);
  }
});

it('a fault on some paths alone says which', () => {
  const { t } = createI18n('en');
  expect(deedWords(t, { fault: { kind: 'hang' }, paths: ['/health', '/api'] })).toContain('/health, /api');
});
