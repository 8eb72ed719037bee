import type { Etiquette } from '../etiquette.ts';

/**
 * What the OHT-50's controller was seen to need. Its process dies when a peer leaves before an answer is complete; it
 * serves one request at a time and closes after each; it reads a request once, 2,047 bytes with 16 headers at most,
 * and drops in silence what exceeds that.
 */
export const OHT50_ETIQUETTE: Etiquette = {
  concurrency: 1,
  keepAlive: false,
  mayAbort: false,
  methods: ['GET', 'POST'],
  maxRequestBytes: 2047,
  maxHeaders: 16,
  // slowest answer 7 s, longest restart 24 s
  givenUpAfterMs: 60_000,
  quitWithinMs: 10_000,
};
