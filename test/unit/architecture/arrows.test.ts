import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, type Import } from './imports.ts';

/** Modules without a room that anyone may import, and that import nothing of the house. */
const LEAVES = [
  'clock.ts',
  'csv.ts',
  'errors.ts',
  'key-protection.ts',
  'log.ts',
  'random.ts',
  'version.ts',
  'worker-entry.ts',
];

/** What stands around the rooms and puts them together. */
const COMPOSITION = [
  'cli',
  'cli.ts',
  'config',
  'config.ts',
  'console-robots.ts',
  'console-store.ts',
  'console.ts',
  'file-log.ts',
  'last-resort.ts',
];

/** The rooms between the bridge and the store. */
const MIDDLE = ['access', 'acceptance', 'alarms', 'audit', 'firmware', 'history', 'training'];

/**
 * What each room may import beside itself and the leaves: `uses` when the program runs, `names` as types only.
 * shell -> bridge -> security -> the middle -> store; mock firmware stands beside, for the composition and the tests.
 */
const ARROWS: Readonly<Record<string, { readonly uses: readonly string[]; readonly names: readonly string[] }>> = {
  // how Electron's fuses are named stands where the policy is stated
  shell: { uses: ['bridge', 'security', ...COMPOSITION], names: [] },
  // the store's own figures and findings are shown as they are; nobody but the middle asks it for anything else
  // how exercises are asked for is the vocabulary of the mock firmware itself
  bridge: { uses: ['security', 'mock-firmware', ...MIDDLE], names: ['config.ts', 'store'] },
  ...Object.fromEntries(MIDDLE.map((room) => [room, { uses: ['store'], names: MIDDLE }])),
  // plays scenarios on simulated robots
  training: { uses: ['mock-firmware', 'store'], names: MIDDLE },
  // states what is in force in the rooms of the middle, and reports it as the audit log reports
  security: { uses: ['access', 'audit', 'store'], names: [] },
  'mock-firmware': { uses: [], names: ['firmware'] },
  store: { uses: [], names: MIDDLE },
  ...Object.fromEntries(
    COMPOSITION.map((part) => [
      part,
      { uses: [...COMPOSITION, 'bridge', 'mock-firmware', 'security', 'store', ...MIDDLE], names: [] },
    ]),
  ),
};

/**
 * The rules by which a record is chained and a checkpoint signed. They compute, and know nothing of stores, files or
 * threads: the store applies them inside its transactions, where nobody else could. They use each other and the leaves.
 */
const RULES = [
  'canonical-json.ts',
  'chain.ts',
  'checkpoint.ts',
  'merkle.ts',
  'record-content.ts',
  'record.ts',
  'signed-note.ts',
  'signing-key.ts',
  'stub.ts',
  'export/lines.ts',
].map((name) => `src-main/audit/${name}`);

/** What goes into the archive is proven there by the program that shares no code with what wrote it. */
const PROOF = 'src-main/audit/verifier/';

const MAIN = filesBelow('src-main/**/*.ts').filter((file) => file !== 'src-main/vite.config.ts');
const RENDERER = filesBelow('src-renderer/**/*.{ts,tsx}');
const CONTRACT = 'src-main/bridge/contract.ts';

const isOwn = ({ target }: Import) => target.startsWith('src-main/') || target.startsWith('src-renderer/');
/** The room of a file of src-main: its first folder, or the file itself where it lies in none. */
const roomOf = (file: string) => file.split('/')[1] ?? file;
const told = ({ file, target, typeOnly }: Import) => `${file} -> ${target}${typeOnly ? ' (type)' : ''}`;

function followsArrows({ file, target, typeOnly }: Import): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === 'store' && (RULES.includes(target) || target.startsWith(PROOF))) return true;
  if (from === to || LEAVES.includes(to)) return !LEAVES.includes(from);
  const { uses = [], names = [] } = ARROWS[from] ?? {};
  return uses.includes(to) || (typeOnly && names.includes(to));
}

describe('the arrows between the rooms', () => {
  it('run one way in the main process', () => {
    const wrong = MAIN.flatMap(importsOf)
      .filter(isOwn)
      .filter((stated) => !stated.target.startsWith('src-main/') || !followsArrows(stated));
    expect(wrong.map(told)).toEqual([]);
  });

  it('lead from the rules of the audit log to nothing but each other and the leaves', () => {
    const wrong = RULES.flatMap(importsOf).filter(
      ({ target }) => !RULES.includes(target) && !LEAVES.includes(roomOf(target)) && target !== 'node:crypto',
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it('are stated for every room', () => {
    const rooms = new Set(MAIN.map(roomOf).filter((room) => !LEAVES.includes(room)));
    expect([...rooms].filter((room) => !(room in ARROWS))).toEqual([]);
  });

  it('reach from the renderer to the contract and to nothing else of the main process', () => {
    const wrong = RENDERER.flatMap(importsOf).filter(
      ({ target }) => target.startsWith('src-main/') && target !== CONTRACT,
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it('never lead from the product into its tests', () => {
    const wrong = [...MAIN, ...RENDERER].flatMap(importsOf).filter(({ target }) => target.startsWith('test/'));
    expect(wrong.map(told)).toEqual([]);
  });

  it('lead to Electron from the shell alone, and at run time from its two entries', () => {
    const toElectron = [...MAIN, ...RENDERER].flatMap(importsOf).filter(({ target }) => target === 'electron');
    expect(toElectron.filter(({ file }) => roomOf(file) !== 'shell').map(told)).toEqual([]);
    const entries = toElectron.filter(({ typeOnly }) => !typeOnly).map(({ file }) => file);
    expect(entries.toSorted()).toEqual(['src-main/shell/electron.ts', 'src-main/shell/preload.ts']);
  });

  it('are really read from the sources', () => {
    const stated = MAIN.flatMap(importsOf);
    expect(stated.filter(isOwn).length).toBeGreaterThan(50);
    expect(stated.map(told)).toContain('src-main/shell/bridge-port.ts -> src-main/bridge/channel.ts (type)');
    const slip = { file: 'src-main/store/store.ts', target: 'src-main/access/accounts.ts', typeOnly: false };
    expect(followsArrows(slip)).toBe(false);
  });
});

describe('the contract', () => {
  it('runs in a browser: nothing it brings along is of Node', () => {
    const seen = new Set([CONTRACT]);
    const packages = new Set<string>();
    for (const file of seen) {
      for (const { target, typeOnly } of importsOf(file)) {
        if (typeOnly) continue;
        if (target.startsWith('src-main/')) seen.add(target);
        else packages.add(target);
      }
    }
    expect([...packages].toSorted()).toEqual(['@orpc/contract', 'zod']);
  });
});
