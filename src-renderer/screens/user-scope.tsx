import { useTranslation } from 'react-i18next';
import type { LimitedScope, Scope } from '../../src-main/bridge/contract.ts';
import { useSession } from '../stores/session.ts';
import { Mark } from '../widgets/mark.tsx';
import { usePlaces } from '../widgets/use-places.ts';
import styles from './records.module.css';

interface UserScopeProps {
  readonly scope: Scope;
  readonly change: (scope: Scope) => void;
}

const NOTHING: LimitedScope = { robots: [], groups: [] };

/** Where a person's rights are good for: the whole plant, or chosen robots and groups. */
export function UserScope({ scope, change }: UserScopeProps) {
  const { t } = useTranslation();
  const choices = [
    { label: t('scope.plant'), checked: scope === null, choose: () => change(null) },
    { label: t('scope.limited'), checked: scope !== null, choose: () => change(scope ?? NOTHING) },
  ];
  return (
    <fieldset className={styles['choices']}>
      <legend>{t('scope.label')}</legend>
      {choices.map(({ label, checked, choose }) => (
        <label key={label} className={styles['choice']}>
          <input type="radio" name="scope" checked={checked} onChange={choose} />
          {label}
        </label>
      ))}
      {scope && <Limits scope={scope} change={change} />}
    </fieldset>
  );
}

function Limits({ scope, change }: { readonly scope: LimitedScope; readonly change: (scope: Scope) => void }) {
  const { t } = useTranslation();
  const places = usePlaces();
  const seesPlant = useSession(({ session }) => session?.principal.scope === null);
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
