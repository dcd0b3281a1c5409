import type { EnvironmentSaver } from '../saving-by-environment';
import { startSaving, takeSavingWish } from '../start-saving';
import { haveKeyKept } from './sync';
import type { Session } from './with-app';

/** What a server says by its environment about saving, done in the terminal. @throws UsageError */
export function saveByEnvironment(
  session: Session,
  env: Record<string, string | undefined>,
): EnvironmentSaver | undefined {
  const { app, language, terminal, json, write } = session;
  return startSaving(app, takeSavingWish(env), {
    language,
    write: (text) => write(json ? `${JSON.stringify({ event: 'saving', text })}\n` : `${text}\n`),
    confirm: terminal && ((recoveryKey, enter) => haveKeyKept({ ...session, terminal }, recoveryKey, enter)),
  });
}
