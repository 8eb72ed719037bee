import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesBelow } from './imports.ts';

const ENDPOINT = /['"`]\/(?:api|health)\b/;

it('robots’ endpoints stand in the drivers, and in the mocks of their firmware, and nowhere else', () => {
  const naming = filesBelow('src-{main,renderer}/**/*.{ts,tsx}').filter((file) =>
    ENDPOINT.test(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')),
  );
  const rooms = new Set(
    naming.map((file) =>
      file
        .split('/')
        .slice(0, file.includes('/drivers/') ? 3 : 2)
        .join('/'),
    ),
  );
  expect([...rooms].toSorted()).toEqual(['src-main/firmware/drivers', 'src-main/mock-firmware']);
});
