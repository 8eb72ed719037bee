import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import frame from './data-table.module.css';
import styles from './sorted-table.module.css';

interface SortedTableProps<Order extends string> {
  readonly label: string;
  /** `order` null: a column that sorts nothing. */
  readonly heads: readonly { readonly order: Order | null; readonly label: string }[];
  readonly sorting: { readonly order: Order; readonly descending: boolean };
  readonly sort: (sorting: { order: Order; descending: boolean }) => void;
  /** The rows. */
  readonly children: ReactNode;
}

/** A table whose heads sort it; who sorts is not its business. */
export function SortedTable<Order extends string>({ label, heads, sorting, sort, children }: SortedTableProps<Order>) {
  const { order, descending } = sorting;
  const directionOf = (head: Order | null) => {
    if (head !== order) return head === null ? undefined : 'none';
    return descending ? 'descending' : 'ascending';
  };
  return (
    <div className={frame['frame']} tabIndex={0} role="region" aria-label={label}>
      <Table aria-label={label} verticalSpacing="xs" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head.label} scope="col" aria-sort={directionOf(head.order)}>
                {head.order === null ? (
                  head.label
                ) : (
                  <SortButton
                    label={head.label}
                    mark={head.order === order ? (descending ? '\u00a0▼' : '\u00a0▲') : ''}
                    press={() =>
                      head.order !== null &&
                      sort({ order: head.order, descending: head.order === order && !descending })
                    }
                  />
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

function SortButton(props: { readonly label: string; readonly mark: string; readonly press: () => void }) {
  return (
    <button type="button" className={styles['sort']} onClick={props.press}>
      {props.label}
      <span aria-hidden="true">{props.mark}</span>
    </button>
  );
}
