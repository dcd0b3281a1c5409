import type { App } from '../../../app/api';

/**
 * Opens the container engine once, where it is installed and off and the settings say so. Once, because a user who
 * closes it afterwards means it. Answers the end of the watch.
 */
export function startEngineToo(
  app: Pick<App, 'view' | 'engine'>,
  onFailure: (cause: unknown) => void,
): () => void {
  let stop = () => {};
  const look = () => {
    const { settings, bots } = app.view.get();
    const engine = bots.find((bot) => bot.intent === 'running')?.chain.find((link) => link.id === 'engine');
    if (engine?.state.kind === 'ok') return stop();
    if (!settings.desktop.startEngine) return;
    if (engine?.state.kind !== 'needsYou' || engine.state.ask.kind !== 'startEngine') return;
    stop();
    app.engine.start().catch(onFailure);
  };
  stop = app.view.subscribe(look);
  look();
  return () => stop();
}
