import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** The project's root. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** One import as a file states it. */
export interface Import {
  /** Path below the root, with forward slashes. */
  readonly file: string;
  /** A path below the root, or the name of a package (`node:fs`, `electron`, `@orpc/contract`). */
  readonly target: string;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

/** The files that match, as paths below the root. */
export function filesBelow(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: ROOT }).map((file) => file.split(path.sep).join('/'));
}

/** Every import, re-export and dynamic import with a plain name that the source states. */
export function importsOf(file: string): Import[] {
  const source = readFileSync(path.join(ROOT, file), 'utf8');
  const { staticImports, staticExports, dynamicImports } = parseSync(file, source).module;
  const stated = [
    ...staticImports.map(({ moduleRequest, entries }) => ({ name: moduleRequest.value, entries })),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.moduleRequest ? [{ name: entry.moduleRequest.value, entries: [entry] }] : [])),
    ),
    ...dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const plain = /^(['"])(.*)\1$/.exec(source.slice(start, end))?.[2];
      return plain === undefined ? [] : [{ name: plain, entries: [] }];
    }),
  ];
  return stated.map(({ name, entries }) => ({
    file,
    target: name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
}
