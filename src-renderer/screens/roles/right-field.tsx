import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { REASON_MIN_CODE_POINTS, type Permission } from '../../../src-main/bridge/contract.ts';
import { rightNameIn } from '../../i18n/right-name.ts';
import { RIGHT_STATES, type RightChoice, type RightState } from './role-draft.ts';
import styles from './roles.module.css';

interface RightFieldProps {
  readonly right: Permission;
  /** The role that is inherited from holds it. */
  readonly inherited: boolean;
  /** Nobody can change it. */
  readonly fixed: boolean;
  readonly choice: RightChoice;
  readonly change: (choice: RightChoice) => void;
  readonly problem: string | null;
}

/** One right of a role: as inherited, granted or withheld; what differs says why. */
export function RightField({ right, inherited, fixed, choice, change, problem }: RightFieldProps) {
  const { t } = useTranslation();
  const name = rightNameIn(t, right);
  const asInherited = t(inherited ? 'roles.state.inheritedYes' : 'roles.state.inheritedNo');
  const words = (state: RightState) => (state === 'inherited' ? asInherited : t(`roles.state.${state}`));
  const { state, reason } = choice;
  if (fixed) {
    return (
      <div className={styles['choice']}>
        <span>{name}</span>
        <span className={styles['small']}>{t('roles.fixed')}</span>
      </div>
    );
  }
  return (
    <div className={styles['choice']} role="radiogroup" aria-label={name} data-state={state} data-right={right}>
      <span aria-hidden="true">{name}</span>
      <div className={styles['states']}>
        {RIGHT_STATES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`right-${right}`}
              checked={state === one}
              onChange={() => change({ state: one, reason })}
            />
            {words(one)}
          </label>
        ))}
      </div>
      {state === 'inherited' ? (
        problem !== null && <p className={styles['reason']}>{problem}</p>
      ) : (
        <TextInput
          className={styles['reason'] ?? ''}
          label={t('roles.why', { right: name, minimum: REASON_MIN_CODE_POINTS })}
          autoComplete="off"
          required
          value={reason}
          onChange={(event) => change({ state, reason: event.currentTarget.value })}
          error={problem}
        />
      )}
    </div>
  );
}
