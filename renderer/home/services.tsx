import { ActionIcon } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotView, ServiceView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { RestingBrains } from '../brain/resting-brains';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { type TextFunction, useText } from '../text/text';
import { durationText } from '../text/units';

/** The containers of a bot, each with start, stop and restart. */
export function Services({ bot, onBrainBack }: { bot: BotView; onBrainBack: (() => void) | undefined }) {
  const { t } = useText();
  const trpc = useTRPC();
  const now = useNow(30_000);
  const start = useMutation(trpc.bots.start.mutationOptions());
  const stop = useMutation(trpc.bots.stop.mutationOptions());
  const restart = useMutation(trpc.bots.restart.mutationOptions());
  return (
    <section className="card services" aria-label={t('services.title')}>
      {bot.services.length === 0 && <p className="sm ink3">{t('services.none')}</p>}
      {bot.services.map((service) => {
        const input = { bot: bot.id, service: service.name };
        const up =
          service.state === 'running' || service.state === 'restarting' || service.state === 'starting';
        const name = { name: service.product };
        return (
          <div key={service.name} className="service">
            <ToneShape tone={service.tone} size={19} />
            <div className="service-name">
              <b>{service.product}</b>
              <p className="xs ink3">{factsOf(t, service, now)}</p>
            </div>
            <span className="tone" data-tone={service.tone}>
              {t(`services.state.${service.state}`)}
            </span>
            <span className="service-buttons">
              <ActionIcon
                aria-label={t('services.start', name)}
                title={t('services.start', name)}
                disabled={up}
                loading={start.isPending && start.variables.service === service.name}
                onClick={() => start.mutate(input)}
              >
                <Icon name="play" />
              </ActionIcon>
              <ActionIcon
                aria-label={t('services.stop', name)}
                title={t('services.stop', name)}
                disabled={!up}
                loading={stop.isPending && stop.variables.service === service.name}
                onClick={() => stop.mutate(input)}
              >
                <Icon name="stop" />
              </ActionIcon>
              <ActionIcon
                aria-label={t('services.restart', name)}
                title={t('services.restart', name)}
                disabled={service.state === 'absent'}
                loading={restart.isPending && restart.variables.service === service.name}
                onClick={() => restart.mutate(input)}
              >
                <Icon name="again" />
              </ActionIcon>
            </span>
          </div>
        );
      })}
      {bot.resting.length > 0 && <RestingBrains bot={bot} onBack={onBrainBack} />}
      <Refusal error={start.error ?? stop.error ?? restart.error} />
    </section>
  );
}

function factsOf(t: TextFunction, service: ServiceView, now: number): string {
  return [
    t(`services.role.${service.role}`),
    service.version,
    service.state === 'running' && service.startedAt !== undefined
      ? t('services.up', { time: durationText(t, now - service.startedAt) })
      : '',
    service.restarts > 0 ? t('services.restarts', { n: service.restarts }) : '',
    service.state === 'exited' && service.exitCode ? t('services.exit', { code: service.exitCode }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
