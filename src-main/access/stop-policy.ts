/** Who may press the software stop: anyone at the workstation, signed in or not, or only who holds `robot:stop`. */
export const STOP_POLICIES = ['anyone', 'permitted'] as const;
export type StopPolicy = (typeof STOP_POLICIES)[number];
