import type { Overrides } from '../../src-main/access/overrides/overrides.ts';
import type { Signatures } from '../../src-main/access/signatures/signatures.ts';
import { ConsoleError } from '../../src-main/errors.ts';

/** A console where nothing wants a signature. */
export const NO_SIGNATURES: Signatures = {
  policy: { load: async () => {}, demandOf: () => 'none', rows: async () => [], change: async () => {} },
  sign: async () => Promise.reject(new ConsoleError('SIGNATURE_UNASKED', 'nothing wants a signature')),
  use: () => null,
  forgetOf() {},
};

/** A console where nobody lends a right. */
export const NO_OVERRIDES: Overrides = {
  grant: async () => Promise.reject(new ConsoleError('OVERRIDE_IMPOSSIBLE', 'nobody lends a right', { rule: 'right' })),
  end: async () => Promise.reject(new ConsoleError('OVERRIDE_UNKNOWN', 'nothing is lent')),
  settle() {},
  lenderChanged() {},
};
