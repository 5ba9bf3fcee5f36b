import { randomBytes } from 'node:crypto';

export interface PagePolicy {
  readonly nonce: string;
  readonly contentSecurityPolicy: string;
}

/**
 * Only our own scripts run, and inline ones only with this request's nonce. Inline style attributes
 * are allowed because React and uPlot set sizes with them; inline style sheets are not.
 */
export function pagePolicy(development: boolean): PagePolicy {
  const nonce = randomBytes(16).toString('base64');
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`;
  const styles = development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`;
  return {
    nonce,
    contentSecurityPolicy: [
      "default-src 'self'",
      `script-src ${scripts}`,
      `style-src ${styles}`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

/** Sent with every answer. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};
