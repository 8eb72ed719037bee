import { useTranslation } from 'react-i18next';
import type { LimitedScope, Scope } from '../../src-main/bridge/contract.ts';
import { useSession } from '../stores/session.ts';
import { usePlaces } from '../widgets/use-places.ts';
import styles from './records.module.css';
import { ScopeLimits } from './scope-limits.tsx';

interface UserScopeProps {
  readonly scope: Scope;
  readonly change: (scope: Scope) => void;
}

const NOTHING: LimitedScope = { robots: [], groups: [] };

/** Where a person's rights are good for: the whole plant, or chosen robots and groups. */
export function UserScope({ scope, change }: UserScopeProps) {
  const { t } = useTranslation();
  const places = usePlaces();
  const seesPlant = useSession(({ session }) => session?.principal.scope === null);
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
      {scope && <ScopeLimits scope={scope} change={change} places={places} seesPlant={seesPlant} />}
    </fieldset>
  );
}
