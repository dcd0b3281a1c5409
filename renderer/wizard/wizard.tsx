import { lazy, Suspense, useEffect, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { BotView, LinkView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { Chain } from '../chain/chain';
import { LINK_ORDER } from '../chain/link-order';
import { RehearsalBanner } from '../rehearsal/banner';
import { Choose } from './choose';
import { currentStep, todoNumber, type WizardStep } from './current-step';
import { NarrowChain } from './narrow-chain';
import { Top } from './top';
import './wizard.css';

const screens = {
  consent: () => import('./consent'),
  engine: () => import('./engine/engine-step'),
  key: () => import('./key/key-step'),
  scan: () => import('./scan/scan-step'),
  progress: () => import('./progress'),
};
const RestoreStep = lazy(() => import('./restore-step').then((m) => ({ default: m.RestoreStep })));
const Consent = lazy(() => screens.consent().then((m) => ({ default: m.Consent })));
const EngineStep = lazy(() => screens.engine().then((m) => ({ default: m.EngineStep })));
const KeyStep = lazy(() => screens.key().then((m) => ({ default: m.KeyStep })));
const ScanStep = lazy(() => screens.scan().then((m) => ({ default: m.ScanStep })));
const Progress = lazy(() => screens.progress().then((m) => ({ default: m.Progress })));
const Trouble = lazy(() => screens.progress().then((m) => ({ default: m.Trouble })));
const Space = lazy(() => screens.progress().then((m) => ({ default: m.Space })));
const Keep = lazy(() => screens.progress().then((m) => ({ default: m.Keep })));

/** Sets a bot up by walking its chain from the left; every screen is read off the chain. */
export function Wizard({ bot, onChooseBot }: { bot: BotView | undefined; onChooseBot(bot: BotId): void }) {
  const view = useView();
  const [backAtChoose, setBackAtChoose] = useState(false);
  const [keyHeld, setKeyHeld] = useState(false);
  const [restoring, setRestoring] = useState(view.restoring !== undefined);

  useEffect(() => {
    // The later screens come while the first is being read.
    const timer = setTimeout(() => void Promise.all(Object.values(screens).map((load) => load())), 500);
    return () => clearTimeout(timer);
  }, []);

  const chain = bot?.chain ?? emptyChain(view.engine.tone === 'ok');
  const step = currentStep(bot ?? { chain, intent: 'running' });
  const here = 'link' in step ? step.link?.id : undefined;

  return (
    <div className="wizard">
      {view.rehearsal && <RehearsalBanner />}
      <Top bot={bot} onChooseBot={onChooseBot} />
      <div className="wizard-chain">
        <Chain chain={chain} variant="compact" here={here} settingUp />
        <NarrowChain chain={chain} here={here} />
      </div>
      <Suspense fallback={<main className="wizard-body" aria-busy="true" />}>
        {restoring ? (
          <RestoreStep bot={bot} onBack={() => setRestoring(false)} />
        ) : !bot ? (
          <Choose bot={undefined} onChosen={() => {}} onRestore={() => setRestoring(true)} />
        ) : backAtChoose ? (
          <Choose bot={bot} onChosen={() => setBackAtChoose(false)} onRestore={() => setRestoring(true)} />
        ) : keyHeld || asksKey(step) ? (
          <KeyStep bot={bot} todo={3} onHold={setKeyHeld} />
        ) : (
          <Screen
            bot={bot}
            step={step}
            onBack={() => setBackAtChoose(true)}
            onRestore={() => setRestoring(true)}
          />
        )}
      </Suspense>
    </div>
  );
}

function asksKey(step: WizardStep): boolean {
  return step.kind === 'ask' && (step.ask.kind === 'enterKey' || step.ask.kind === 'enterAgain');
}

interface ScreenProps {
  bot: BotView;
  step: WizardStep;
  onBack(): void;
  onRestore(): void;
}

function Screen({ bot, step, onBack, onRestore }: ScreenProps) {
  if (step.kind === 'working' && step.link?.id !== 'login') return <Progress bot={bot} link={step.link} />;
  if (step.kind === 'stopped') return <Progress bot={bot} link={undefined} />;
  if (step.link?.id === 'engine') return <EngineStep bot={bot} link={step.link} />;
  if (step.link?.id === 'login') return <ScanStep bot={bot} link={step.link} todo={todoNumber(step) ?? 4} />;
  if (step.kind === 'working') return <Progress bot={bot} link={step.link} />;
  if (step.kind === 'broken') return <Trouble bot={bot} link={step.link} />;
  switch (step.ask.kind) {
    case 'chooseStack':
      return <Choose bot={bot} onChosen={() => {}} onRestore={onRestore} />;
    case 'consent':
      return <Consent bot={bot} onBack={onBack} />;
    case 'freeDisk':
      return <Space bot={bot} link={step.link} ask={step.ask} />;
    case 'keepOrReplace':
      return <Keep bot={bot} link={step.link} ask={step.ask} />;
    default:
      return <Trouble bot={bot} link={step.link} />;
  }
}

/** Before there is any bot: the chain as it will be, with the choice at its brain. */
function emptyChain(engineOk: boolean): LinkView[] {
  return LINK_ORDER.map((id) => {
    const common = { id, since: 0, history: [] };
    if (id === 'engine' && engineOk) return { ...common, state: { kind: 'ok' }, tone: 'ok' };
    if (id === 'brain') {
      return { ...common, state: { kind: 'needsYou', ask: { kind: 'chooseStack' } }, tone: 'warn' };
    }
    return { ...common, state: { kind: 'off', why: 'waiting' }, tone: 'idle' };
  });
}
