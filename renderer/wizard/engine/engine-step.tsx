import { Button, Popover } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { BotView, LinkView } from '../../../electron/contract/view';
import { useView } from '../../api/app-view';
import { useTRPC } from '../../api/trpc';
import { Icon } from '../../parts/icon';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { Rehearse } from '../choose';
import { Step } from '../step';
import { EnginePanel } from './engine-panel';

/** The engine is missing, off, closed to us, or unwell. */
export function EngineStep({ bot, link }: { bot: BotView; link: LinkView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const view = useView();
  const look = useMutation(trpc.engine.look.mutationOptions());
  return (
    <Step
      title={titleOf(t, link)}
      line={link.state.kind === 'needsYou' ? t('engine.line') : undefined}
      background={
        <p className="row sm" role="status">
          <ToneShape tone="busy" size={20} />
          <span>
            <b>{t('engine.waiting')}</b> <span className="ink2">{t('engine.waitingLine')}</span>
          </span>
        </p>
      }
      actions={
        <>
          <Popover position="top-end" trapFocus>
            <Popover.Target>
              <Button variant="subtle">{t('engine.why')}</Button>
            </Popover.Target>
            <Popover.Dropdown>{t('engine.whyLine')}</Popover.Dropdown>
          </Popover>
          <Button leftSection={<Icon name="again" />} loading={look.isPending} onClick={() => look.mutate()}>
            {t('engine.look')}
          </Button>
        </>
      }
    >
      <div className="engine">
        <EnginePanel bot={bot} link={link} />
        {!view.rehearsal && (
          <section className="card engine-rehearse">
            <h2 className="row">
              <Icon name="mask" size={22} /> {t('wizard.rehearse.title')}
            </h2>
            <p className="sm ink2">{t('wizard.rehearse.line')}</p>
            <Rehearse />
          </section>
        )}
      </div>
    </Step>
  );
}

function titleOf(t: ReturnType<typeof useText>['t'], link: LinkView): string {
  const { state } = link;
  if (state.kind === 'broken') return t(`diagnosis.${state.diagnosis.code}.what`);
  if (state.kind !== 'needsYou') return t('engine.broken');
  return state.ask.kind === 'startEngine'
    ? t('ask.startEngine.title', { product: state.ask.product })
    : t(`ask.${state.ask.kind}.title`);
}
