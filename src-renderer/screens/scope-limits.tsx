import { useTranslation } from 'react-i18next';
import type { LimitedScope, Scope } from '../../src-main/bridge/contract.ts';
import { Mark } from '../widgets/mark.tsx';
import type { Place } from '../widgets/use-places.ts';
import styles from './records.module.css';

interface ScopeLimitsProps {
  readonly scope: LimitedScope;
  readonly change: (scope: Scope) => void;
  /** The robots that whoever chooses can see... */
  readonly places: readonly Place[];
  /** ...and whether these are all: only then is an id gone that is not among them. */
  readonly seesPlant: boolean;
}

/** The robots and groups to choose from, and those that are chosen and not there. */
export function ScopeLimits({ scope, change, places, seesPlant }: ScopeLimitsProps) {
  const { t } = useTranslation();
  const groups = [...new Set(places.map(({ group }) => group))].filter((group) => group !== '');
  const ids = places.map(({ id }) => id);
  const groupEntries = [
    ...groups.map((name) => ({ name, label: name })),
    ...without(scope.groups, groups).map((name) => ({
      name,
      label: t(seesPlant ? 'scope.goneGroup' : 'scope.unseenGroup', { name }),
    })),
  ];
  const robotEntries = [
    ...places.map(({ id, name, group }) => ({
      name: id,
      label: group === '' ? name : t('scope.inGroup', { name, group }),
    })),
    ...without(scope.robots, ids).map((id) => ({
      name: id,
      label: t(seesPlant ? 'scope.goneRobot' : 'scope.unseenRobot', { id }),
    })),
  ];
  const nothing = scope.robots.length + scope.groups.length === 0;
  return (
    <>
      {groupEntries.length + robotEntries.length === 0 && <p>{t('scope.noRobots')}</p>}
      <Entries
        label={t('scope.groups')}
        entries={groupEntries}
        chosen={scope.groups}
        choose={(chosen) => change({ ...scope, groups: chosen })}
      />
      <Entries
        label={t('scope.robots')}
        entries={robotEntries}
        chosen={scope.robots}
        choose={(chosen) => change({ ...scope, robots: chosen })}
      />
      <p role="status">{nothing && <Mark level="warning">{t('scope.nothing')}</Mark>}</p>
    </>
  );
}

const without = (names: readonly string[], known: readonly string[]) => names.filter((name) => !known.includes(name));

interface EntriesProps {
  readonly label: string;
  readonly entries: readonly { readonly name: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}

/** What is chosen and gone stays in the list until it is left out and saved. */
function Entries({ label, entries, chosen, choose }: EntriesProps) {
  if (entries.length === 0) return null;
  return (
    <fieldset className={styles['choices']}>
      <legend>{label}</legend>
      {entries.map((entry) => (
        <label key={entry.name} className={styles['choice']}>
          <input
            type="checkbox"
            checked={chosen.includes(entry.name)}
            onChange={({ currentTarget }) => {
              const rest = chosen.filter((name) => name !== entry.name);
              choose(currentTarget.checked ? [...rest, entry.name] : rest);
            }}
          />
          {entry.label}
        </label>
      ))}
    </fieldset>
  );
}
