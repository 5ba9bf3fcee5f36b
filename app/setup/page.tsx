import type { Metadata } from 'next';
import Link from 'next/link';
import { getServices } from '#lib/services.ts';
import { Entrance } from '#components/identity/entrance.tsx';
import { SetupForm } from '#components/identity/setup-form.tsx';

// The address holds a secret: it is told to nobody.
export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const isOpen = await getServices().auth.needsSetup();
  if (!isOpen || typeof token !== 'string') return <DeadLink isOpen={isOpen} />;
  return (
    <Entrance title="Make the first administrator">
      <SetupForm token={token} />
    </Entrance>
  );
}

function DeadLink({ isOpen }: { isOpen: boolean }) {
  return (
    <Entrance title="This link is not valid">
      <p className="text-pretty text-muted">
        {isOpen
          ? 'Open the whole link that the server printed when it started.'
          : 'It was used: there is an administrator, who can add more people under Settings.'}
      </p>
      <Link href="/sign-in" className="link">
        Sign in
      </Link>
    </Entrance>
  );
}
