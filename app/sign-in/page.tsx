import type { Metadata } from 'next';
import { getServices } from '#lib/services.ts';
import { Entrance } from '#components/identity/entrance.tsx';
import { SignInForm } from '#components/identity/sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  if (await getServices().auth.needsSetup()) return <NobodyYet />;
  return (
    <Entrance title="Sign in to Isotherm">
      <SignInForm next={ownPath(next)} />
    </Entrance>
  );
}

function NobodyYet() {
  return (
    <Entrance title="Nobody can sign in yet">
      <p className="text-pretty text-muted">
        When the server started it printed a link that makes the first administrator. Open that
        link; a restart prints another.
      </p>
    </Entrance>
  );
}

/** Only a path of this server: a link must not carry people elsewhere after they have signed in. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/overview';
}
