import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { StackId } from '../../electron/contract/ids';
import type { BotView, StackOffer } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { offerFact, STACK_ICON } from '../wizard/offer-facts';
import './brain.css';

const ROWS = ['good', 'fits', 'download', 'memory'] as const;

interface Props {
  bot: BotView;
  from: StackId;
  to: StackId;
  onClose(): void;
}

/** What the other brain is like, what will happen, and one button. */
export function ChangeBrain({ bot, from, to, onClose }: Props) {
  const { t } = useText();
  const trpc = useTRPC();
  const offers = useQuery(trpc.stacks.offers.queryOptions());
  const change = useMutation(trpc.bots.changeBrain.mutationOptions({ onSuccess: onClose }));
  const both = [from, to].flatMap((id) => offers.data?.find((offer) => offer.id === id) ?? []);
  const back = bot.resting.some((brain) => brain.stack === to);
  const names = { from: t(`stack.${from}.name`), to: t(`stack.${to}.name`) };
  const canPool = both.find((offer) => offer.id === to)?.services.some(({ role }) => role === 'keyPool');
  const stopped = bot.intent === 'stopped';
  const what = [
    t('brain.what.beside', names),
    t('brain.what.quiet'),
    t('brain.what.same'),
    t('brain.what.proof'),
    t('brain.what.keep', names),
  ];
  const butKnow = [
    t(back ? 'brain.what.memoryBack' : 'brain.what.memory', names),
    ...(bot.keyPool?.on && canPool === false ? [t('brain.what.pool')] : []),
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={t(back ? 'brain.titleBack' : 'brain.title', names)}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className="form">
        <Sides offers={both} />
        <ul className="brain-what sm">
          {what.map((line) => (
            <li key={line}>
              <Icon name="tick" size={16} />
              <span>{line}</span>
            </li>
          ))}
          {butKnow.map((line) => (
            <li key={line}>
              <Icon name="info" size={16} />
              <span>{line}</span>
            </li>
          ))}
        </ul>
        <Refusal error={change.error ?? offers.error} />
        {stopped && <p className="sm ink2 form-why">{t('brain.stopped')}</p>}
        <div className="row form-end wrap">
          <Button variant="subtle" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            variant="filled"
            disabled={stopped}
            loading={change.isPending}
            onClick={() => change.mutate({ bot: bot.id, stack: to })}
          >
            {t(back ? 'brain.goBack' : 'brain.go', names)}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** The brain of now at the left, the other one at the right. */
function Sides({ offers }: { offers: readonly StackOffer[] }) {
  const { t } = useText();
  return (
    <table className="brain-sides" aria-label={t('brain.table')}>
      <thead>
        <tr>
          <td />
          {offers.map((offer, index) => (
            <th key={offer.id} scope="col">
              <span className="row">
                <span className="avatar small">
                  <Icon name={STACK_ICON[offer.id]} size={17} />
                </span>
                <span>
                  <span className="xs ink3 brain-side">{t(index === 0 ? 'brain.now' : 'brain.next')}</span>
                  {t(`stack.${offer.id}.name`)}
                </span>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map((row) => (
          <tr key={row}>
            <th scope="row">{t(`choose.row.${row}`)}</th>
            {offers.map((offer) => (
              <td key={offer.id}>{offerFact(t, offer, row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
