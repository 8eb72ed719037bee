/**
 * The Content-Security-Policy of every answer: the page may load, run and talk to nothing but this console, and nobody
 * may embed it.
 *
 * @param port of the loopback shell's WebSocket; the desktop shell has none.
 */
export function contentPolicy(port?: number): string {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    // the component library writes style elements and attributes
    'style-src': "'self' 'unsafe-inline'",
    // browsers differ on whether 'self' includes ws:
    'connect-src': port === undefined ? "'self'" : `'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    'img-src': "'self' data:",
    'font-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** Headers of every answer, {@link contentPolicy} among them. @param port as there */
export function securityHeaders(port?: number): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy(port),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'payment']
      .map((feature) => `${feature}=()`)
      .join(', '),
  };
}
