/** For how many minutes a right may be lent. Free of node: imports: the panel offers the same range. */
export const OVERRIDE_MINUTES = { minimum: 1, default: 10, maximum: 60 } as const;
