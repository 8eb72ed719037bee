/** A scope as people read and type it: `all`, `none`, or `robots: hoist-1, hoist-2; groups: Hall A`. */
import { ConsoleError } from '../errors.ts';
import { SCOPE_MAX_ENTRIES, tidyScope, type Scope } from './scope.ts';

const WHOLE_PLANT = 'all';
const NOTHING = 'none';

export function scopeInWords(scope: Scope): string {
  if (scope === null) return WHOLE_PLANT;
  const parts = (['robots', 'groups'] as const).flatMap((kind) =>
    scope[kind].length === 0 ? [] : [`${kind}: ${scope[kind].join(', ')}`],
  );
  return parts.join('; ') || NOTHING;
}

/**
 * Reads what {@link scopeInWords} writes; case and spaces do not count, and nothing at all is the whole plant.
 *
 * @throws ConsoleError SCOPE_INVALID
 */
export function readScope(text: string): Scope {
  const words = text.normalize('NFC').trim();
  if (words === '' || words.toLowerCase() === WHOLE_PLANT) return null;
  const found = { robots: [] as string[], groups: [] as string[] };
  if (words.toLowerCase() === NOTHING) return found;
  for (const part of words.split(';')) {
    const [, kind = '', names = ''] = /^\s*(robots|groups)\s*:([^:]*)$/i.exec(part) ?? [];
    if (kind.toLowerCase() === 'robots') found.robots.push(...names.split(','));
    else if (kind.toLowerCase() === 'groups') found.groups.push(...names.split(','));
    else throw invalid();
  }
  const scope = tidyScope(found);
  const most = Math.max(scope.robots.length, scope.groups.length);
  const longest = Math.max(0, ...[...scope.robots, ...scope.groups].map((name) => name.length));
  if (most === 0 || most > SCOPE_MAX_ENTRIES || longest > 64) throw invalid();
  return scope;
}

function invalid(): ConsoleError {
  return new ConsoleError('SCOPE_INVALID', 'a scope is written all, none, or robots: A, B; groups: C');
}
