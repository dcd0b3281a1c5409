import type { Clock } from '../../lib/clock';
import { type Engine, EngineError, type EngineHost, type EngineProbe } from '../engine';
import { type Candidate, findCandidates } from './discovery';
import { createDockerEngine } from './docker-engine';
import { parseEndpoint } from './endpoint';
import { toEngineError } from './error-kind';
import { findInstalled } from './installed';
import { type Machine, thisMachine } from './machine';
import { type GuardProgram, nodeGuard } from './pause-guard';
import { type EndpointState, probeEndpoint } from './probe-endpoint';

interface Probed {
  candidate: Candidate;
  state: EndpointState;
}

/** When nothing runs, the state that tells most is told. */
const MOST_TELLING: readonly EndpointState['kind'][] = [
  'noPermission',
  'hung',
  'windowsContainers',
  'tooOld',
  'unknown',
];

/** Finds a Docker engine on this computer and starts it where we know how. */
export function createDockerHost({
  clock,
  machine = thisMachine(),
  guard = nodeGuard,
}: {
  clock: Clock;
  machine?: Machine;
  guard?: GuardProgram;
}): EngineHost {
  const engines = new Map<string, Engine>();

  function engineAt({ address, tls }: Candidate): Engine {
    const known = engines.get(address);
    if (known) return known;
    const engine = createDockerEngine({ endpoint: parseEndpoint(address, tls), clock, guard });
    engines.set(address, engine);
    return engine;
  }

  async function probeAll(candidates: Candidate[], signal?: AbortSignal): Promise<Probed[]> {
    return await Promise.all(
      candidates.map(async (candidate) => ({
        candidate,
        state: await probeEndpoint(candidate, clock, signal),
      })),
    );
  }

  async function probe(choice: string, signal?: AbortSignal): Promise<EngineProbe> {
    const { named, known } = await findCandidates(choice, machine);
    const probed = await probeAll(named, signal);
    if (!probed.some(isAlive)) probed.push(...(await probeAll(known, signal)));
    const alive = probed.find(isAlive);
    if (alive) {
      const engine = engineAt(alive.candidate);
      return { kind: 'running', engine, info: await engine.info(signal), endpoint: alive.candidate.address };
    }
    for (const kind of MOST_TELLING) {
      const told = probed.map(explain).find((answer) => answer?.kind === kind);
      if (told) return told;
    }
    const installed = await findInstalled(machine);
    if (installed)
      return { kind: 'stopped', product: installed.name, canStart: installed.start !== undefined };
    const isDead = probed.some(({ state }) => state.kind === 'dead');
    return isDead ? { kind: 'stopped', product: 'Docker', canStart: false } : { kind: 'absent' };
  }

  return {
    async probe(choice, signal) {
      try {
        return await probe(choice, signal);
      } catch (error) {
        return { kind: 'unknown', endpoint: choice, message: toEngineError(error).engineMessage };
      }
    },
    async start(signal) {
      const start = (await findInstalled(machine))?.start;
      if (!start) throw new EngineError('notFound', 'no engine is installed that we know how to start');
      try {
        await start(signal);
      } catch (cause) {
        throw new EngineError(
          'permission',
          cause instanceof Error ? cause.message : String(cause),
          undefined,
          {
            cause,
          },
        );
      }
    },
  };
}

function isAlive({ state }: Probed): boolean {
  return state.kind === 'alive';
}

/** Undefined for what a look at the installed products tells better. */
function explain({ candidate, state }: Probed): EngineProbe | undefined {
  const endpoint = candidate.address;
  switch (state.kind) {
    case 'alive':
    case 'nothing':
    case 'dead':
      return undefined;
    case 'tooOld':
    case 'unknown':
      return { ...state, endpoint };
    default:
      return { kind: state.kind, endpoint };
  }
}
