import { useTranslation } from 'react-i18next';
import type { KnownRight, RoleView } from '../../../src-main/bridge/contract.ts';
import { plantReasonIn, rightNameIn } from '../../i18n/right-name.ts';
import { roleNameIn } from '../../i18n/role-name.ts';
import { originOf, rightOf } from './right-origin.ts';
import styles from './roles.module.css';

interface CellDetailsProps {
  readonly role: RoleView | undefined;
  readonly right: KnownRight | undefined;
  readonly roles: readonly RoleView[];
  /** Somebody has chosen the cell. */
  readonly looked: boolean;
}

/** Why one role holds one right, or does not; announced as the focus goes from cell to cell. */
export function CellDetails({ role, right, roles, looked }: CellDetailsProps) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('roles.details')} className={styles['details']}>
      {looked && role && right ? <Origin role={role} right={right} roles={roles} /> : <p>{t('roles.hint')}</p>}
    </div>
  );
}

interface OriginProps {
  readonly role: RoleView;
  readonly right: KnownRight;
  readonly roles: readonly RoleView[];
}

function Origin({ role, right, roles }: OriginProps) {
  const { t } = useTranslation();
  const name = (id: string) => roleNameIn(t, id, roles.find((one) => one.id === id)?.name ?? id);
  const { granted, how, from, reason } = originOf(role, right, roles);
  const known = rightOf(right);
  return (
    <>
      <p>
        <strong>{t('roles.cell', { role: name(role.id), right: rightNameIn(t, known) })}</strong>{' '}
        {t(`roles.${granted ? 'granted' : 'withheld'}.${how}`, { role: name(from) })}
      </p>
      <p>{t('roles.reason', { reason: reason ?? plantReasonIn(t, known, right.reason) })}</p>
    </>
  );
}
