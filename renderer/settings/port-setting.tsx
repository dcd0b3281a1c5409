import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { HostPort, LEAST_PORT, MOST_PORT, type ServiceTuning } from '../../electron/contract/advanced';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { useText } from '../text/text';
import { TextSetting } from './text-setting';

interface Props {
  bot: BotView;
  service: ServiceTuning;
  port: ServiceTuning['ports'][number];
  onChange(): void;
}

/** Where a service is reached on this computer. */
export function PortSetting({ bot, service, port, onChange }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const set = useMutation(trpc.advanced.setPort.mutationOptions({ onSettled: onChange }));
  const [before, setBefore] = useState<number>();
  const save = (next: number, then: number | undefined) =>
    set.mutate(
      { bot: bot.id, service: service.service, name: port.name, port: next },
      { onSuccess: () => setBefore(then) },
    );
  return (
    <TextSetting
      title={t('tuning.port', { product: service.product, name: port.name })}
      line={
        set.isPending ? t('tuning.applying') : t('tuning.portLine', { port: port.port, inside: port.inside })
      }
      setting={{
        value: String(port.port),
        save: (text) => save(Number(text), port.port),
        undo: before === undefined ? undefined : () => save(before, undefined),
        error: set.error,
      }}
      problemOf={(text) =>
        HostPort.safeParse(Number(text)).success
          ? undefined
          : t('tuning.portBad', { least: LEAST_PORT, most: MOST_PORT })
      }
    />
  );
}
