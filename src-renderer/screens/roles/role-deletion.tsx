import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RolePreview, RoleView } from '../../../src-main/bridge/contract.ts';
import { sentenceOf } from '../../i18n/sentence.ts';
import { consoleNow } from '../../stores/connection.ts';
import { usePermission } from '../../stores/session.ts';
import { Failed } from '../../widgets/failed.tsx';
import { Mark } from '../../widgets/mark.tsx';
import { useAction } from '../../widgets/use-action.ts';
import styles from './roles.module.css';

interface Looked {
  readonly preview: RolePreview;
  /** Deleted accounts that have the role, by name as far as this person may see accounts. */
  readonly deleted: readonly string[];
}

interface RoleDeletionProps {
  readonly role: RoleView;
  readonly roles: readonly RoleView[];
  readonly done: () => void;
}

/** The end of a role: asked for, looked at, and only then done; whoever stands in the way is named. */
export function RoleDeletion({ role, roles, done }: RoleDeletionProps) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [looked, setLooked] = useState<Looked | null>(null);
  const seesUsers = usePermission('user:view');
  const { id, name } = role;
  const look = () =>
    run(async () => {
      const console = consoleNow();
      const preview = await console.roles.preview({ change: { kind: 'delete', id } });
      const some = seesUsers && Number(preview.refusal?.details['deleted'] ?? 0) > 0;
      const { users } = some ? await console.users.list({ role: id, status: 'deleted' }) : { users: [] };
      setLooked({ preview, deleted: users.map(({ username }) => username) });
    });
  const leave = () => {
    setLooked(null);
    forget();
  };
  const remove = () =>
    run(async () => {
      await consoleNow().roles.delete({ id });
      done();
    });
  if (!looked) {
    return (
      <div>
        <Button variant="default" loading={busy} onClick={() => void look()}>
          {t('roles.delete')}
        </Button>
        <Failed failure={failure} />
      </div>
    );
  }
  const { refusal } = looked.preview;
  return (
    <div className={styles['effect']} role="group" aria-label={t('roles.delete')}>
      <div role="status">
        {refusal === null && <p>{t('roles.deleteFree', { name })}</p>}
        {refusal?.code === 'ROLE_IN_USE' && <InTheWay role={role} roles={roles} looked={looked} />}
        {refusal && refusal.code !== 'ROLE_IN_USE' && <p>{sentenceOf(t, refusal)}</p>}
      </div>
      <Failed failure={failure} />
      <Group gap="sm">
        {refusal === null && (
          <Button autoFocus loading={busy} onClick={() => void remove()}>
            {t('roles.delete')}
          </Button>
        )}
        <Button variant="default" autoFocus={refusal !== null} onClick={leave}>
          {t(refusal === null ? 'panel.cancel' : 'panel.close')}
        </Button>
      </Group>
    </div>
  );
}

interface InTheWayProps {
  readonly role: RoleView;
  readonly roles: readonly RoleView[];
  readonly looked: Looked;
}

function InTheWay({ role: { id }, roles, looked: { preview, deleted } }: InTheWayProps) {
  const { t } = useTranslation();
  const people = preview.people.filter(({ role }) => role === id);
  const heirs = roles.filter(({ inherits }) => inherits === id);
  const gone = Number(preview.refusal?.details['deleted'] ?? 0);
  return (
    <>
      <p>
        <Mark level="warning">{t('roles.inUse')}</Mark> {t('roles.inUseAdvice')}
      </p>
      <Names
        label={t('roles.inUsePeople')}
        names={people.map(({ displayName, username }) => `${displayName} (${username})`)}
      />
      {deleted.length === 0 && gone > 0 && <p>{t('roles.inUseDeletedCount', { n: gone })}</p>}
      <Names label={t('roles.inUseDeleted')} names={deleted} />
      <Names label={t('roles.inUseRoles')} names={heirs.map(({ name }) => name)} />
    </>
  );
}

function Names({ label, names }: { readonly label: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p>
      {label} <strong>{names.join(', ')}</strong>
    </p>
  );
}
