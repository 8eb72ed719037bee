/** A console that does not answer the redemption for this long (ms) is not waited for. */
const REDEEM_TIMEOUT_MS = 5_000;

/** The parts of the page and the network that redeeming needs. */
export interface LaunchPage {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly fetch: typeof globalThis.fetch;
}

const tokenIn = (hash: string): string | null => new URLSearchParams(hash.slice(1)).get('token');

/** A new launch link opened in the same tab changes the fragment only, which loads nothing: so start anew with it. */
export function startAnewOnNewLink(page: Window): void {
  page.addEventListener('hashchange', () => {
    if (tokenIn(page.location.hash) !== null) page.location.reload();
  });
}

/**
 * Redeems the one-time launch token of the address (`#token=…`) for this browser's seat, and takes it out of the
 * address bar and the history before anything else happens. Whether the seat is known afterwards is asked elsewhere:
 * a token that was used before does no harm in the browser that used it.
 */
export async function redeemLaunchToken(page: LaunchPage): Promise<void> {
  const token = tokenIn(page.location.hash);
  if (token === null) return;
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  try {
    await page.fetch('/launch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      cache: 'no-store',
      signal: AbortSignal.timeout(REDEEM_TIMEOUT_MS),
    });
  } catch (error) {
    console.warn('The launch link could not be redeemed: the console did not answer.', error);
  }
}
