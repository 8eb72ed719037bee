/** Robots that belong together; the name is empty for those that belong to no group. */
export interface RobotGroup {
  readonly name: string;
  readonly ids: readonly string[];
}

/**
 * The robots by their groups, those in the order of their names as people read them, the robots in the order in which they
 * came; what belongs to no group stands at the end.
 *
 * @param groups of each of `ids`, in the same order
 */
export function inGroups(ids: readonly string[], groups: readonly string[], language: string): readonly RobotGroup[] {
  const found = new Map<string, string[]>();
  ids.forEach((id, index) => {
    const group = groups[index] ?? '';
    found.set(group, [...(found.get(group) ?? []), id]);
  });
  const { compare } = new Intl.Collator(language, { numeric: true });
  return Array.from(found, ([name, members]) => ({ name, ids: members })).toSorted((one, other) => {
    if (one.name === '' || other.name === '') return one.name === '' ? 1 : -1;
    return compare(one.name, other.name);
  });
}
