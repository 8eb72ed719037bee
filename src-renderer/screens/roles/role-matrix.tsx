import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownRight, RoleList, RoleView } from '../../../src-main/bridge/contract.ts';
import { rightNameIn } from '../../i18n/right-name.ts';
import { roleNameIn } from '../../i18n/role-name.ts';
import { usePermission } from '../../stores/session.ts';
import { Check, Minus, Pencil } from '../../widgets/icons.tsx';
import { CellDetails } from './cell-details.tsx';
import { byResource, originOf, rightOf } from './right-origin.ts';
import styles from './roles.module.css';

/** Where somebody is in the matrix: numbers of a row and a column. */
interface Place {
  readonly row: number;
  readonly column: number;
}

const STEPS: Readonly<Record<string, Place>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

interface RoleMatrixProps {
  readonly list: RoleList;
  readonly open: (role: RoleView) => void;
}

/**
 * Rights by roles. Its cells are one stop of the Tab key, and the arrow keys go from one to the next; the cell that has
 * the focus, or was pressed, says below where it comes from.
 */
export function RoleMatrix({ list: { roles, rights }, open }: RoleMatrixProps) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const [looked, setLooked] = useState(false);
  const ordered = byResource(rights).flatMap(([, some]) => some);
  const [role, right] = [roles[place.column], ordered[place.row]];
  const look = (seen: Place) => {
    setPlace(seen);
    setLooked(true);
  };
  return (
    <div className={styles['matrix']}>
      <div className={styles['frame']} role="region" aria-label={t('roles.list')}>
        <table className={styles['table']} aria-label={t('roles.list')} onKeyDown={step}>
          <Heads roles={roles} open={open} />
          {byResource(rights).map(([resource, some]) => (
            <tbody key={resource}>
              <tr>
                <th scope="rowgroup" colSpan={roles.length + 1} className={styles['group']}>
                  <span>{t(`resource.${resource}`)}</span>
                </th>
              </tr>
              {some.map((one) => (
                <tr key={one.action}>
                  <th scope="row" className={styles['right']}>
                    {rightNameIn(t, rightOf(one))}
                  </th>
                  {roles.map((holder, column) => {
                    const here = { row: ordered.indexOf(one), column };
                    const active = here.row === place.row && column === place.column;
                    return (
                      <td key={holder.id}>
                        <Cell
                          role={holder}
                          right={one}
                          roles={roles}
                          place={here}
                          active={active}
                          look={() => look(here)}
                        />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <CellDetails role={role} right={right} roles={roles} looked={looked} />
    </div>
  );
}

/** The cell that an arrow key leads to takes the focus. */
function step(event: KeyboardEvent<HTMLTableElement>): void {
  const by = STEPS[event.key];
  const from = event.target instanceof HTMLElement ? event.target.dataset : {};
  if (!by || from['row'] === undefined) return;
  const [row, column] = [Number(from['row']) + by.row, Number(from['column']) + by.column];
  const next = event.currentTarget.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Heads({ roles, open }: { readonly roles: readonly RoleView[]; readonly open: (role: RoleView) => void }) {
  const { t } = useTranslation();
  const plant = roles.filter(({ builtIn }) => builtIn).length;
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className={styles['corner']}>
          {t('roles.right')}
        </th>
        <th scope="colgroup" colSpan={plant}>
          {t('roles.plant')}
        </th>
        {roles.length > plant && (
          <th scope="colgroup" colSpan={roles.length - plant} className={styles['own']}>
            {t('roles.own')}
          </th>
        )}
      </tr>
      <tr>
        {roles.map((role) => (
          <RoleHead key={role.id} role={role} roles={roles} open={() => open(role)} />
        ))}
      </tr>
    </thead>
  );
}

function RoleHead(props: { readonly role: RoleView; readonly roles: readonly RoleView[]; readonly open: () => void }) {
  const { t } = useTranslation();
  const mayChange = [usePermission('role:edit'), usePermission('role:delete')].includes(true);
  const { id, inherits, name: given, builtIn, people } = props.role;
  const name = roleNameIn(t, id, given);
  const parent = props.roles.find((role) => role.id === inherits);
  return (
    <th scope="col" className={builtIn ? undefined : styles['own']}>
      {!builtIn && mayChange ? (
        <button
          type="button"
          className={styles['manage']}
          onClick={props.open}
          aria-label={t('roles.manageName', { name })}
        >
          <Pencil size={18} />
          <span className={styles['roleName']}>{name}</span>
        </button>
      ) : (
        <span className={styles['roleName']}>{name}</span>
      )}
      <span className={styles['small']}>
        {parent && `${t('roles.inheritsFrom', { role: roleNameIn(t, parent.id, parent.name) })} · `}
        {t('roles.people', { count: people })}
      </span>
    </th>
  );
}

interface CellProps {
  readonly role: RoleView;
  readonly right: KnownRight;
  readonly roles: readonly RoleView[];
  readonly place: Place;
  /** The one that the Tab key goes to. */
  readonly active: boolean;
  readonly look: () => void;
}

function Cell({ role, right, roles, place, active, look }: CellProps) {
  const { t } = useTranslation();
  const { granted, how } = originOf(role, right, roles);
  const Sign = granted ? Check : Minus;
  return (
    <button
      type="button"
      className={styles['cell']}
      data-granted={granted}
      data-how={how}
      data-row={place.row}
      data-column={place.column}
      tabIndex={active ? 0 : -1}
      onFocus={look}
      onClick={look}
    >
      <Sign size={18} />
      <span>{t(granted ? 'roles.yes' : 'roles.no')}</span>
      {how === 'changed' && <strong className={styles['how']}>{t('roles.changed')}</strong>}
      {how === 'inherited' && <span className={styles['how']}>{t('roles.inherited')}</span>}
    </button>
  );
}
