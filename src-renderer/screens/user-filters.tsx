import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { USER_STATUSES, type RoleId, type UserStatus } from '../../src-main/bridge/contract.ts';
import { useRoleChoices } from '../widgets/use-role-choices.ts';

/** Which accounts are listed. */
export interface Filters {
  readonly search: string;
  readonly role: RoleId | null;
  readonly status: UserStatus | 'present';
}

export const EVERYBODY: Filters = { search: '', role: null, status: 'present' };
const STATUSES = ['present', ...USER_STATUSES] as const;

interface UserFiltersProps {
  readonly filters: Filters;
  readonly change: (filters: Filters) => void;
}

export function UserFilters({ filters, change }: UserFiltersProps) {
  const { t } = useTranslation();
  const roles = useRoleChoices();
  return (
    <Group gap="md" align="flex-end" role="search">
      <TextInput
        type="search"
        label={t('users.search')}
        maxLength={128}
        value={filters.search}
        onChange={(event) => change({ ...filters, search: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('users.roleFilter')}
        value={filters.role ?? ''}
        onChange={(event) => change({ ...filters, role: event.currentTarget.value || null })}
        data={[{ value: '', label: t('users.anyRole') }, ...roles]}
      />
      <NativeSelect
        label={t('users.statusFilter')}
        value={filters.status}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          change({ ...filters, status: STATUSES.find((status) => status === chosen) ?? 'present' });
        }}
        data={STATUSES.map((status) => ({ value: status, label: t(`userStatus.${status}`) }))}
      />
    </Group>
  );
}
