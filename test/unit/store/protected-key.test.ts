import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { installationSecrets, KEY_FILE } from '../../../src-main/access/key-file.ts';
import { createKeyFile, openKeyFile } from '../../../src-main/audit/key-file.ts';
import { fileRights, type KeyProtection } from '../../../src-main/key-protection.ts';
import { seededRandom, systemRandomBytes } from '../../../src-main/random.ts';
import { keyStore } from '../../../src-main/shell/key-store.ts';
import { diskFiles, type Files } from '../../../src-main/store/files.ts';
import { createFailingFiles } from '../../support/failing-files.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createSimulatedDisk } from '../../support/simulated-disk.ts';
import { temporaryFolder } from '../../support/store.ts';
import { fakeSafeStorage } from '../shell/fakes.ts';

/** The desktop shell's protection as it is from its second start on. */
async function proven(owner?: string): Promise<KeyProtection> {
  const folder = await temporaryFolder();
  const start = () => keyStore(fakeSafeStorage({ owner }), { platform: 'linux', folder, log: createRecordingLog() });
  start();
  return start() ?? fileRights;
}

interface Use {
  readonly files?: Files;
  readonly folder: string;
  readonly protection?: KeyProtection;
}

/** Both keys of a data folder: each is made or opened, and answers what tells it from any other. */
const KEYS = [
  {
    name: KEY_FILE,
    use({ files = diskFiles, folder, protection = fileRights }: Use) {
      const log = createRecordingLog();
      const secrets = installationSecrets({ files, folder, randomBytes: systemRandomBytes, log, protection });
      // works only with the key itself
      secrets.open(secrets.seal('x', 'y'), 'y');
      return { told: Buffer.from(secrets.derive('a test')).toString('hex'), log };
    },
  },
  {
    name: 'audit-key.json',
    use({ files = diskFiles, folder, protection = fileRights }: Use) {
      const log = createRecordingLog();
      const options = { files, file: path.join(folder, 'audit-key.json'), protection, log };
      const key = openKeyFile(options) ?? createKeyFile(options, 'a/log', systemRandomBytes(32));
      return { told: key.verifierKey, log };
    },
  },
];

describe.each(KEYS)('$name', ({ name, use }) => {
  const content = (folder: string, files: Files = diskFiles) => files.read(path.join(folder, name));
  const digest = (folder: string) => createHash('sha256').update(content(folder)).digest('hex');
  const isSealed = (folder: string, files?: Files) =>
    Buffer.from(content(folder, files)).includes('"protection":"operating-system"');

  it('is sealed from the beginning where the key store is proven, and opens there', async () => {
    const [folder, protection] = [await temporaryFolder(), await proven()];
    const { told } = use({ folder, protection });
    expect(isSealed(folder)).toBe(true);
    expect(use({ folder, protection }).told).toBe(told);
  });

  it('that lay there plain is sealed at the next start, on the log, and stays the same key', async () => {
    const [folder, protection] = [await temporaryFolder(), await proven()];
    const { told } = use({ folder });
    expect(isSealed(folder)).toBe(false);
    const { told: then, log } = use({ folder, protection });
    expect([then, isSealed(folder)]).toEqual([told, true]);
    expect(log.lines).toMatchObject([{ level: 'info', message: 'a key was sealed' }]);
    const sealed = digest(folder);
    expect(use({ folder, protection }).told).toBe(told);
    expect(digest(folder)).toBe(sealed);
  });

  it('stays plain while the key store is not proven, and when that does not give back what it gets', async () => {
    const [folder, protection] = [await temporaryFolder(), await proven()];
    const { told } = use({ folder, protection: { ...protection, proven: false } });
    expect(isSealed(folder)).toBe(false);
    const forgetful = { ...protection, unprotect: () => new Uint8Array(32) };
    const { told: then, log } = use({ folder, protection: forgetful });
    expect([then, isSealed(folder)]).toEqual([told, false]);
    expect(log.lines).toMatchObject([{ level: 'warn', message: 'a key could not be sealed and stays as it is' }]);
  });

  it.each(['crash', 'EIO', 'short'] as const)(
    'is lost by no %s while it is being sealed, at no operation',
    async (fault) => {
      const protection = await proven();
      for (let operation = 1, done = false; !done; operation++) {
        const folder = await temporaryFolder();
        const { told } = use({ folder });
        const files = createFailingFiles(diskFiles);
        files.failAfter(operation, fault);
        try {
          expect(use({ files, folder, protection }).told).toBe(told);
        } catch (error) {
          // the first operation reads the key; whatever comes later, the start goes on with it
          if (operation > 1) throw error;
        }
        done = files.operations() < operation;
        expect(use({ folder, protection }).told).toBe(told);
        expect(isSealed(folder)).toBe(true);
        expect(operation).toBeLessThan(50);
      }
    },
  );

  it('is lost by no power cut while it is being sealed', async () => {
    const protection = await proven();
    const folder = '/data';
    for (let seed = 1; seed <= 8; seed++) {
      for (let operation = 2, done = false; !done; operation++) {
        const disk = createSimulatedDisk({ random: seededRandom(seed) });
        disk.files.makeFolder(folder);
        const { told } = use({ files: disk.files, folder });
        const files = createFailingFiles(disk.files);
        files.failAfter(operation, 'crash');
        use({ files, folder, protection });
        done = files.operations() < operation;
        const after = disk.afterPowerCut(seededRandom(seed * 100 + operation)).files;
        expect(use({ files: after, folder, protection }).told).toBe(told);
        expect(isSealed(folder, after)).toBe(true);
      }
    }
  });

  it.each([
    ['there is no key store', async () => fileRights],
    ['it is another machine', () => proven('kim on desk-2')],
  ])('that is sealed and cannot be opened, since %s, is refused and never touched', async (_why, elsewhere) => {
    const [folder, protection] = [await temporaryFolder(), await proven()];
    const { told } = use({ folder, protection });
    const sealed = digest(folder);
    const file = path.join(folder, name);
    const refusal = expect.objectContaining({ code: 'KEY_SEALED', details: { file, protection: 'operating-system' } });
    const foreign = await elsewhere();
    for (let start = 1; start <= 2; start++) expect(() => use({ folder, protection: foreign })).toThrow(refusal);
    expect(digest(folder)).toBe(sealed);
    expect(use({ folder, protection }).told).toBe(told);
  });

  it('that is spoilt is refused as such, and never touched', async () => {
    const [folder, protection] = [await temporaryFolder(), await proven()];
    use({ folder, protection });
    const file = diskFiles.open(path.join(folder, name), 'existing');
    file.write(Buffer.from('spoilt'), 0);
    file.close();
    const spoilt = digest(folder);
    const refusal = expect.objectContaining({ code: name === KEY_FILE ? 'INTERNAL' : 'AUDIT_KEY_UNUSABLE' });
    expect(() => use({ folder, protection })).toThrow(refusal);
    expect(() => use({ folder })).toThrow(refusal);
    expect(digest(folder)).toBe(spoilt);
  });
});

it('a sealed key of second factors leaves what was derived from it, so that the command line can open a sign-in', async () => {
  const [folder, protection] = [await temporaryFolder(), await proven()];
  const options = { files: diskFiles, folder, randomBytes: systemRandomBytes, log: createRecordingLog() };
  const throttle = installationSecrets({ ...options, protection }).derive('throttle');
  const here = installationSecrets(options);
  expect(new Uint8Array(here.derive('throttle'))).toEqual(throttle);
  expect(options.log.lines.at(-1)).toMatchObject({ level: 'warn', message: 'second factors cannot be checked here' });
  const refusal = expect.objectContaining({ code: 'KEY_SEALED' });
  expect(() => here.open('', 'second factor of kim')).toThrow(refusal);
  expect(() => here.seal('', 'second factor of kim')).toThrow(refusal);
  expect(() => here.derive('something else')).toThrow(refusal);
});
