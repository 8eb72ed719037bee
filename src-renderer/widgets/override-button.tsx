import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../src-main/bridge/contract.ts';
import { askForOverride, lendable } from '../stores/overriding.ts';
import { isWorking, useSession } from '../stores/session.ts';
import { Key } from './icons.tsx';

/** Opens the panel in which a supervisor lends a right; nothing where it could not be lent to whoever works here. */
export function OverrideButton({ right }: { readonly right: Permission | 'any' }) {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const rights = isWorking(session) ? lendable(session) : [];
  if (right === 'any' ? rights.length === 0 : !rights.includes(right)) return null;
  return (
    <Button variant="default" leftSection={<Key />} onClick={() => askForOverride(right)}>
      {t('override.open')}
    </Button>
  );
}
