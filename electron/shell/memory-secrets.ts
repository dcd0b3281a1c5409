import type { SecretStore } from '../app/secrets/secret-store';

/** Secrets of a rehearsal: gone with the process. */
export function createMemorySecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    strength: 'none',
    state: async (name) => (secrets.has(name) ? 'present' : 'absent'),
    get: async (name) => secrets.get(name),
    set: async (name, value) => void secrets.set(name, value),
    delete: async (name) => void secrets.delete(name),
  };
}
