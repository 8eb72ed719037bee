import { useTranslation } from 'react-i18next';
import type { RoleList, RoleView } from '../../../src-main/bridge/contract.ts';
import { usePermission } from '../../stores/session.ts';
import { Panel } from '../../widgets/panel.tsx';
import { RoleDeletion } from './role-deletion.tsx';
import { RoleEditor } from './role-editor.tsx';

interface RolePanelProps {
  /** Null: a new one. */
  readonly role: RoleView | null;
  readonly list: RoleList;
  readonly close: () => void;
  /** It was done, in words. */
  readonly done: (words: string) => void;
}

/** One role of the plant's own: what it is, and its end. */
export function RolePanel({ role, list, close, done }: RolePanelProps) {
  const { t } = useTranslation();
  const mayEdit = usePermission('role:edit');
  const mayDelete = usePermission('role:delete');
  const heading = role ? t('roles.manageName', { name: role.name }) : t('roles.new');
  return (
    <Panel heading={heading} close={close} wide>
      {role && mayDelete && (
        <RoleDeletion role={role} roles={list.roles} done={() => done(t('roles.deleted', { name: role.name }))} />
      )}
      {(role === null || mayEdit) && (
        <RoleEditor role={role} list={list} saved={({ name }) => done(t('roles.saved', { name }))} />
      )}
    </Panel>
  );
}
