import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { cookies } from 'next/headers';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import { PreferencesProvider } from '#components/preferences/preferences.tsx';
import { readPreferences } from '#components/preferences/cookie.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Isotherm', template: '%s · Isotherm' },
  description: 'What a GPU data centre is doing, second by second, and what it costs',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [{ color: '#0b0f14' }],
};

/** The theme is a cookie, so that the first byte already has the right colours and no script runs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const preferences = readPreferences((name) => jar.get(name)?.value);
  return (
    <html
      lang="en"
      data-theme={preferences.theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <PreferencesProvider initial={preferences}>{children}</PreferencesProvider>
      </body>
    </html>
  );
}
