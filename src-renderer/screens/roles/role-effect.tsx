import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AffectedRole, Permission, RolePreview } from '../../../src-main/bridge/contract.ts';
import { rightNameIn } from '../../i18n/right-name.ts';
import { roleNameIn } from '../../i18n/role-name.ts';
import { sentenceOf } from '../../i18n/sentence.ts';
import { Mark } from '../../widgets/mark.tsx';
import styles from './roles.module.css';

/** What a role has for an id before it is kept. */
const NOT_KEPT = 'role-new';

/** What a change would do: which roles and which people gain and lose what, or why it would be refused. */
export function RoleEffect({ preview }: { readonly preview: RolePreview }) {
  const { t } = useTranslation();
  const { roles, people, peopleTotal, refusal } = preview;
  return (
    <section className={styles['effect']} aria-label={t('roles.effect')}>
      <Title order={3} size="h4">
        {t('roles.effect')}
      </Title>
      {refusal && (
        <p>
          <Mark level="warning">{t('roles.refused')}</Mark> {sentenceOf(t, refusal)}
        </p>
      )}
      {roles.length === 0 && !refusal && <p>{t('roles.noEffect')}</p>}
      {peopleTotal > 0 && (
        <p>
          <strong>{t('roles.peopleTotal', { count: peopleTotal })}</strong>{' '}
          {peopleTotal > people.length && t('roles.peopleShown', { shown: people.length, total: peopleTotal })}
        </p>
      )}
      {roles.map((role) => (
        <EffectOnRole key={role.id} role={role} people={people.filter((person) => person.role === role.id)} />
      ))}
    </section>
  );
}

interface EffectOnRoleProps {
  readonly role: AffectedRole;
  readonly people: RolePreview['people'];
}

/** The people of one role gain and lose the same. */
function EffectOnRole({ role: { id, name, gains, loses }, people }: EffectOnRoleProps) {
  const { t } = useTranslation();
  const isNew = id === NOT_KEPT;
  const names = people.map(({ displayName, username }) => `${displayName} (${username})`).join(', ');
  return (
    <div data-affected-role={id}>
      <strong>{roleNameIn(t, id, name)}</strong>
      <Rights label={t(isNew ? 'roles.newRole' : 'roles.gains')} rights={gains} sign="+" />
      <Rights label={t('roles.loses')} rights={loses} sign="−" />
      {!isNew && (
        <p>{people.length === 0 ? t('roles.nobody') : t('roles.concerned', { count: people.length, names })}</p>
      )}
    </div>
  );
}

function Rights(props: { readonly label: string; readonly rights: readonly Permission[]; readonly sign: string }) {
  const { t } = useTranslation();
  if (props.rights.length === 0) return null;
  return (
    <>
      <p>
        <span aria-hidden="true">{props.sign}</span> {props.label}
      </p>
      <ul>
        {props.rights.map((right) => (
          <li key={right}>{rightNameIn(t, right)}</li>
        ))}
      </ul>
    </>
  );
}
