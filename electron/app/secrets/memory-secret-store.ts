import { AppError } from '../../contract/errors';
import type { SecretStore } from './secret-store';

/** Keeps secrets for as long as the process runs, and never on disk: for rehearsals and tests. */
export function createMemorySecretStore(): SecretStore {
  const values = new Map<string, string>();
  return {
    strength: 'none',
    keeping: 'memory',
    isChosen: true,
    choices: [],
    locked: false,
    state: async (name) => (values.has(name) ? 'present' : 'absent'),
    names: async () => [...values.keys()],
    get: async (name) => values.get(name),
    async set(name, value) {
      values.set(name, value);
    },
    async delete(name) {
      values.delete(name);
    },
    unlock: async () => true,
    async keep() {
      throw new AppError('notAllowed');
    },
  };
}
