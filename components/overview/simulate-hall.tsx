import { TokenCommand } from './token-command.tsx';

/** A hall to look at before there is one: the command that plays it. */
export function SimulateHall({
  serverUrl,
  mayMakeTokens,
}: {
  serverUrl: string;
  mayMakeTokens: boolean;
}) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="max-w-prose text-pretty text-muted">
        Plays 32 racks with 1,024 GPUs, their power, their cooling and a fault now and then, all of
        it marked simulated. Ctrl-C ends it; its racks leave the map a quarter of an hour later.
      </p>
      <TokenCommand
        command={`bin/isotherm simulate --server ${serverUrl} --racks 32 --hosts-per-rack 4 --gpus-per-host 8 --seed 1`}
        tokenName="simulated hall"
        mayMakeTokens={mayMakeTokens}
      />
    </div>
  );
}
