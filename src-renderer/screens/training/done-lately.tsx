import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TrainingState } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { DataTable } from '../../widgets/data-table.tsx';
import { deedWords } from './deed-words.ts';

/** What was done to each simulated robot since it was started, the newest first. */
export function DoneLately({ robots }: Pick<TrainingState, 'robots'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable label={t('training.robots')} heads={[t('training.robot'), t('training.newest')]}>
      {robots.map(({ id, name, done }) => (
        <Table.Tr key={id} data-done-to={id}>
          <Table.Th scope="row">
            {name} ({id})
          </Table.Th>
          <Table.Td>
            {done.length === 0 && t('training.nothingDone')}
            {done.map(({ at, deed, by }, index) => (
              <p key={`${at} ${index}`}>
                {format.clock(at)} {deedWords(t, deed)} – {t(`training.by.${by}`)}
              </p>
            ))}
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}
