import type { Clock } from '../../lib/clock';
import type { EngineEvent } from '../engine';
import { type Channel, createChannel } from './channel';
import type { EngineGate } from './engine-gate';

/** Hands the engine's events to everyone who listens. */
export interface EventHub {
  emit(event: EngineEvent): void;
  listen(signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** Ends what every listener reads. */
  close(): void;
}

export function createEventHub(clock: Clock, gate: EngineGate): EventHub {
  const listeners = new Set<Channel<EngineEvent>>();
  const tellAll = (event: EngineEvent) => {
    for (const listener of listeners) listener.push(event);
  };
  gate.away.subscribe((away) =>
    tellAll(
      away
        ? { kind: 'disconnected', at: clock.now(), reason: 'socket hang up' }
        : { kind: 'connected', at: clock.now() },
    ),
  );
  return {
    emit(event) {
      // What happens while nobody is connected is learnt from the list taken after `connected`.
      if (!gate.away.get()) tellAll(event);
    },
    listen(signal) {
      const end = () => {
        listeners.delete(channel);
        channel.end();
      };
      const channel = createChannel<EngineEvent>(() => {
        listeners.delete(channel);
        signal.removeEventListener('abort', end);
      });
      if (!gate.away.get()) channel.push({ kind: 'connected', at: clock.now() });
      if (signal.aborted) end();
      else listeners.add(channel);
      signal.addEventListener('abort', end, { once: true });
      return channel.items;
    },
    close() {
      for (const listener of listeners) listener.end();
    },
  };
}
