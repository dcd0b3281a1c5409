import { z } from 'zod';
import type { ContainerInfo } from '../engine';
import { botOf, serviceOf } from './labels';

const PortBindings = z.record(
  z.string(),
  z.array(z.object({ HostIp: z.string().optional(), HostPort: z.string().optional() })).nullish(),
);

const Inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  RestartCount: z.number().default(0),
  Config: z.object({ Image: z.string(), Labels: z.record(z.string(), z.string()).nullish() }),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number().default(0),
    Error: z.string().default(''),
    OOMKilled: z.boolean().default(false),
    StartedAt: z.string().default(''),
    FinishedAt: z.string().default(''),
  }),
  HostConfig: z.object({ PortBindings: PortBindings.nullish() }).default({}),
});

/** Podman has words of its own for some of them. `removing` is as good as gone. */
const STATES: Readonly<Record<string, ContainerInfo['state']>> = {
  created: 'created',
  configured: 'created',
  initialized: 'created',
  running: 'running',
  stopping: 'running',
  restarting: 'restarting',
  paused: 'paused',
  exited: 'exited',
  stopped: 'exited',
  dead: 'dead',
};

/** An engine's answer to "inspect" in our words; undefined while it is being removed. Throws on another shape. Pure. */
export function toContainerInfo(answer: unknown): ContainerInfo | undefined {
  const { Id, Name, Image, RestartCount, Config, State, HostConfig } = Inspected.parse(answer);
  const state = STATES[State.Status];
  if (!state) return undefined;
  const labels = Config.Labels ?? {};
  const hasEnded = state === 'exited' || state === 'dead' || state === 'restarting';
  return {
    id: Id,
    name: Name.replace(/^\//, ''),
    image: Config.Image,
    imageId: Image,
    labels,
    bot: botOf(labels),
    service: serviceOf(labels),
    state,
    exitCode: hasEnded ? State.ExitCode : undefined,
    error: State.Error === '' ? undefined : State.Error,
    oomKilled: State.OOMKilled,
    startedAt: parseTime(State.StartedAt),
    finishedAt: parseTime(State.FinishedAt),
    restartCount: RestartCount,
    ports: publishedPorts(HostConfig.PortBindings ?? {}),
  };
}

/** Year 1 is how the engine says "never". */
function parseTime(text: string): number | undefined {
  const at = Date.parse(text);
  return at > 0 ? at : undefined;
}

function publishedPorts(bindings: z.infer<typeof PortBindings>): ContainerInfo['ports'] {
  return Object.entries(bindings).flatMap(([port, hosts]) =>
    (hosts ?? []).map((host) => ({ container: Number.parseInt(port, 10), host: Number(host.HostPort ?? 0) })),
  );
}
