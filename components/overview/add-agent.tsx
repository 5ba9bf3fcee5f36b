import { TokenCommand } from './token-command.tsx';

/** How another machine joins: one command with a token that is made on request. */
export function AddAgent({
  serverUrl,
  mayMakeTokens,
}: {
  serverUrl: string;
  mayMakeTokens: boolean;
}) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="max-w-prose text-pretty text-muted">
        Run this in a checkout of Isotherm on the other machine. It only dials out: no port is
        opened there.
      </p>
      <TokenCommand
        command={`bin/isotherm agent --server ${serverUrl}`}
        tokenName="agent added from the overview"
        mayMakeTokens={mayMakeTokens}
      />
    </div>
  );
}
