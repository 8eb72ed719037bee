/** Whether a record that refers to one that is gone can do without: who made a setting is known from the audit trail. */
export function isForgettable(table: string, parent: string): boolean {
  return table === 'settings' && parent === 'users';
}
