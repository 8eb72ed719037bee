import type { TFunction } from 'i18next';
import type { Deed } from '../../../src-main/bridge/contract.ts';
import en from '../../i18n/en.json';

type Words = (typeof en)['training'];
const isParam = (name: string): name is keyof Words['param'] => Object.hasOwn(en.training.param, name);
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = en.training.value;

/** A value of a parameter as people read it. */
export function valueWords(t: TFunction, name: string, value: string): string {
  const known = Object.hasOwn(VALUES, name) && Object.hasOwn(VALUES[name] ?? {}, value);
  return known ? t(`training.value.${name}.${value}` as 'training.value.what.both') : value;
}

/** What was done, or is to be done, to a robot: its kind, and the parameters that make it this one. */
export function deedWords(t: TFunction, deed: Deed): string {
  const { kind: _kind, ...own } = 'fault' in deed ? deed.fault : deed.condition;
  const paths = 'fault' in deed && deed.paths;
  const params = { ...own, ...(paths && { paths: paths.join(', ') }) };
  const words =
    'fault' in deed ? t(`training.fault.${deed.fault.kind}`) : t(`training.condition.${deed.condition.kind}`);
  const told = Object.entries(params).map(([name, value]) => {
    const label = isParam(name) ? t(`training.param.${name}`) : name;
    return `${label}: ${valueWords(t, name, typeof value === 'string' ? value : JSON.stringify(value))}`;
  });
  return told.length === 0 ? words : `${words} (${told.join('; ')})`;
}
