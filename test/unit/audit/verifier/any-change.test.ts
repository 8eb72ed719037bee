import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AuditSource } from '../../../../src-main/audit/verifier/source.ts';
import { verifyAudit } from '../../../../src-main/audit/verifier/verify.ts';
import { exportLines, KEY } from '../log-stand.ts';
import { ALL } from './attacked-log.ts';

/** Whether the verifier finds anything in a text, without going over the disk. */
async function isFound(text: string | Buffer): Promise<boolean> {
  const bytes = Buffer.from(text);
  const source: AuditSource = {
    isFolder: () => Promise.resolve(false),
    list: () => Promise.resolve([]),
    size: () => Promise.resolve(bytes.length),
    async *read() {
      yield bytes;
    },
  };
  return !(await verifyAudit('audit.jsonl', { keys: [KEY.verifierKey], source })).ok;
}

it('no byte of a record or a checkpoint can be changed unnoticed', async () => {
  const bytes = Buffer.from(exportLines(ALL.slice(0, 12)).join(''));
  expect(await isFound(bytes)).toBe(false);
  const place = fc.integer({ min: bytes.indexOf('\n') + 1, max: bytes.length - 2 });
  await fc.assert(
    fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (position, flip) => {
      const changed = Buffer.from(bytes);
      changed[position] = (changed[position] ?? 0) ^ flip;
      expect(await isFound(changed)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('no line can be taken, doubled or moved unnoticed', async () => {
  const whole = exportLines(ALL.slice(0, 12));
  const line = fc.integer({ min: 1, max: 12 });
  await fc.assert(
    fc.asyncProperty(line, line, fc.constantFrom('take', 'double', 'move'), async (from, to, how) => {
      fc.pre(how !== 'move' || from !== to);
      const rest = how === 'double' ? whole : whole.toSpliced(from, 1);
      const changed = how === 'take' ? rest : rest.toSpliced(to, 0, whole[from] ?? '');
      expect(await isFound(changed.join(''))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
