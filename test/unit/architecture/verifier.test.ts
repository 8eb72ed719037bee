import { expect, it } from 'vitest';
import { filesBelow, importsOf } from './imports.ts';

const HOME = 'src-main/audit/verifier/';
const FILES = filesBelow(`${HOME}**/*.ts`);
const WRITER = filesBelow('src-main/audit/**/*.ts').filter((file) => !file.startsWith(HOME));

it('the verifier shares no code with what it verifies: it imports itself and Node, not even a type of others', () => {
  const foreign = FILES.flatMap(importsOf).filter(
    ({ target }) => !target.startsWith(HOME) && !target.startsWith('node:'),
  );
  expect(foreign).toEqual([]);
});

it('the writer of the audit log does not lean on the verifier', () => {
  expect(WRITER.flatMap(importsOf).filter(({ target }) => target.startsWith(HOME))).toEqual([]);
});

it('both are really looked at', () => {
  expect(FILES.flatMap(importsOf).filter(({ target }) => target.startsWith('node:')).length).toBeGreaterThan(3);
  expect(WRITER).toContain('src-main/audit/chain.ts');
});
