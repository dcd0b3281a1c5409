import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { DiskUse } from '../../electron/contract/resources';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { type TextFunction, useText } from '../text/text';
import { sizeText } from '../text/units';

const CleanUpDialog = lazy(() => import('./clean-up-dialog').then((m) => ({ default: m.CleanUpDialog })));

/** Images, data and logs of all bots, and the way to what can go. */
export function DiskSection() {
  const { t } = useText();
  const trpc = useTRPC();
  const { bots } = useView();
  const disk = useQuery(trpc.resources.disk.queryOptions());
  const [open, setOpen] = useState(false);
  return (
    <section className="card col resource-disk" aria-labelledby="disk">
      <div className="row spread wrap">
        <h2 className="h3" id="disk">
          {t('resources.disk.title')}
        </h2>
        <span className="row wrap">
          <Button variant="subtle" size="xs" loading={disk.isFetching} onClick={() => void disk.refetch()}>
            {t('resources.disk.again')}
          </Button>
          <Button leftSection={<Icon name="disk" />} onClick={() => setOpen(true)}>
            {t('resources.cleanUp.button')}
          </Button>
        </span>
      </div>
      {disk.isPending && (
        <p className="sm ink3" role="status">
          {t('resources.disk.measuring')}
        </p>
      )}
      <Refusal error={disk.error} />
      {disk.data && <Sizes disk={disk.data} bots={bots} />}
      {open && (
        <Suspense>
          <CleanUpDialog onClose={() => setOpen(false)} onDone={() => void disk.refetch()} />
        </Suspense>
      )}
    </section>
  );
}

function Sizes({ disk, bots }: { disk: DiskUse; bots: readonly BotView[] }) {
  const { t } = useText();
  const sum = (sizes: readonly { bytes?: number | undefined }[]) =>
    sizes.reduce((total, { bytes = 0 }) => total + bytes, 0);
  const logs = [{ bytes: disk.ownLogBytes }];
  const groups = [
    {
      title: t('resources.disk.images'),
      bytes: sum(disk.images),
      lines: disk.images.map(({ reference, bytes, used }) => ({
        key: reference,
        name: reference.replace(/^docker\.io\//, ''),
        note: used ? '' : t('resources.disk.unused'),
        bytes,
      })),
    },
    {
      title: t('resources.disk.volumes'),
      bytes: sum(disk.volumes),
      lines: disk.volumes.map(({ name, bytes, bot, service }) => ({
        key: name,
        name: `${botName(t, bots, bot, name)}${service ? ` · ${productOf(bots, service)}` : ''}`,
        note: name.split('-').slice(3).join('-'),
        bytes,
      })),
    },
    {
      title: t('resources.disk.logs'),
      bytes: sum(logs),
      lines: [{ key: 'own', name: t('resources.disk.ownLog'), note: '', bytes: disk.ownLogBytes }],
    },
  ];
  return (
    <>
      <div className="disk-groups">
        {groups.map(({ title, bytes, lines }) => (
          <div key={title}>
            <p className="row spread">
              <b className="sm">{title}</b> <b className="sm">{sizeText(bytes)}</b>
            </p>
            <ul>
              {lines.map(({ key, name, note, bytes: size }) => (
                <li key={key} className="row spread xs">
                  <span>
                    {name} {note !== '' && <span className="ink3">{note}</span>}
                  </span>
                  <span className="nowrap ink2">
                    {size === undefined ? t('resources.disk.unknown') : sizeText(size)}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <p className="xs ink3">
        {t('resources.disk.containerLogs', {
          n: disk.containerLogs.containers,
          most: sizeText(disk.containerLogs.mostBytesEach),
        })}
      </p>
    </>
  );
}

function botName(t: TextFunction, bots: readonly BotView[], id: string | undefined, volume: string): string {
  const known = bots.find((bot) => bot.id === id)?.name;
  return known ?? t('resources.disk.unknownBot', { bot: id ?? volume.split('-')[1] ?? '?' });
}

function productOf(bots: readonly BotView[], service: string): string {
  return bots.flatMap((bot) => bot.services).find(({ name }) => name === service)?.product ?? service;
}
