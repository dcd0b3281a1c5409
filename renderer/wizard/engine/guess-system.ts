export type System = 'windows' | 'mac' | 'linux';

/** The system of this browser; over the web the engine may live on another one, so it is only a first guess. */
export function guessSystem(): System {
  const agent = navigator.userAgent;
  if (agent.includes('Windows')) return 'windows';
  return agent.includes('Mac OS') ? 'mac' : 'linux';
}
