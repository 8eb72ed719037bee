import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RESOURCES_DIR } from '../../../src-main/cli/root.ts';
import { openLibrary } from '../../../src-main/training/library.ts';

const SHIPPED = path.join(RESOURCES_DIR, 'scenarios');
const OWN = { name: 'Ours', about: 'Hall C on a Monday.', steps: [{ atMs: 0, condition: { kind: 'reset' } }] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'scenarios-'));
  await writeFile(path.join(folder, 'monday.json'), JSON.stringify(OWN));
  await writeFile(path.join(folder, 'slip.json'), JSON.stringify({ ...OWN, steps: [{ atMs: -1 }] }));
  await writeFile(path.join(folder, 'huge.json'), ' '.repeat(1_000_001));
  await writeFile(path.join(folder, 'crowd.json'), JSON.stringify({ ...OWN, robots: 51 }));
  await writeFile(path.join(folder, 'notes.txt'), 'no scenario');
  await mkdir(path.join(folder, 'folder.json'));
});
afterAll(() => rm(folder, { recursive: true }));

it('those that ship are all offered, in both languages', async () => {
  const listed = await openLibrary({ shipped: SHIPPED, own: '' }).list();
  expect(listed.map(({ id }) => id)).toContain('bad-link');
  for (const { scenario, from } of listed) {
    expect(from).toBe('shipped');
    expect(scenario?.vi?.name).toEqual(expect.any(String));
    expect(scenario?.vi?.about).not.toBe(scenario?.about);
  }
});

it('the plant’s own stand beside them; a file with a slip says which', async () => {
  const library = openLibrary({ shipped: SHIPPED, own: folder });
  const own = (await library.list()).filter(({ from }) => from === 'own');
  expect(own.map(({ id, wrong }) => [id, wrong])).toEqual([
    ['own/crowd', expect.stringContaining('at most 50')],
    ['own/folder', 'is no file'],
    ['own/huge', expect.stringContaining('1000000 bytes')],
    ['own/monday', null],
    ['own/slip', expect.stringContaining('steps.0')],
  ]);
  expect((await library.load('own/monday')).scenario.name).toBe('Ours');
  await expect(library.load('own/slip')).rejects.toMatchObject({
    code: 'SCENARIO_INVALID',
    details: { scenario: 'own/slip', rule: expect.stringContaining('steps.0') },
  });
});

it('a folder that is not there today takes the others along in nothing', async () => {
  const library = openLibrary({ shipped: SHIPPED, own: path.join(folder, 'gone') });
  expect((await library.list()).length).toBeGreaterThan(5);
});
