import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(text);

/** As Node resolves: beside the asker's own packages, then one level up, and so on. */
function locked(name: string, asker: string): boolean {
  if (packages[`${asker}${asker === '' ? '' : '/'}node_modules/${name}`]) return true;
  return asker !== '' && locked(name, asker.slice(0, Math.max(0, asker.lastIndexOf('/node_modules/'))));
}

// `npm ci` refuses the whole lock file when one platform's package is not in it, which no installed machine notices
it('names every optional package of every package, also those for other platforms', () => {
  const missing = Object.entries(packages).flatMap(([asker, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked(name, asker))
      .map((name) => `${asker} -> ${name}`),
  );
  expect(missing).toEqual([]);
});

it('names no registry: whoever installs uses their own', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
