import { foldForGuessing } from './guessable.ts';

/** What a search for a person looks into: case, accents, spaces and hyphens do not count (`anh nguyen` finds `Ánh Nguyễn`). */
export function searchText(username: string, displayName: string): string {
  return `${searchTerm(username)} ${searchTerm(displayName)}`;
}

/** What somebody typed into the search, in the form in which it is looked for. */
export function searchTerm(typed: string): string {
  return foldForGuessing(typed);
}
