import { describe, expect, it, vi } from 'vitest';
import { redeemLaunchToken } from '../../../src-renderer/bridge/launch.ts';

function page(hash: string, fetch: typeof globalThis.fetch) {
  const replaceState = vi.fn<History['replaceState']>();
  return { location: { hash, pathname: '/', search: '' }, history: { replaceState }, fetch };
}

describe('a launch link', () => {
  it('is taken out of the address bar before its token goes anywhere', async () => {
    const opened = page('#token=s3cret', async () => {
      expect(opened.history.replaceState).toHaveBeenCalledWith(null, '', '/');
      return new Response(null, { status: 204 });
    });
    await redeemLaunchToken(opened);
    expect.assertions(1);
  });

  it('is redeemed with a JSON POST to the console', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response(null, { status: 204 }));
    await redeemLaunchToken(page('#token=a_b-c', fetch));
    const [address, request] = fetch.mock.calls[0] ?? [];
    expect([address, request?.method, request?.body]).toEqual(['/launch', 'POST', '{"token":"a_b-c"}']);
    expect(new Headers(request?.headers).get('content-type')).toBe('application/json');
  });

  it('without a token asks for nothing and leaves the address alone', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    const opened = page('#/health', fetch);
    await redeemLaunchToken(opened);
    expect(fetch).not.toHaveBeenCalled();
    expect(opened.history.replaceState).not.toHaveBeenCalled();
  });

  it('does not stop the page when the console does not answer', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const unreachable = page('#token=x', () => Promise.reject(new TypeError('failed to fetch')));
    await expect(redeemLaunchToken(unreachable)).resolves.toBeUndefined();
    expect(JSON.stringify(warn.mock.calls)).not.toContain('token=');
    warn.mockRestore();
  });
});
