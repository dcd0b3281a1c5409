import type { Row } from './row';
import { brainChange } from './rows/brain-change';
import { containerKilled } from './rows/container-killed';
import { trayReady, windowInteractive } from './rows/desktop-start';
import { firstScreen } from './rows/first-screen';
import { gatewayRuleChange } from './rows/gateway-rule-change';
import { gatewayThousandRules, gatewayThroughput } from './rows/gateway-throughput';
import { idleCpu } from './rows/idle-cpu';
import { idleMemory } from './rows/idle-memory';
import { keys100 } from './rows/keys-100';
import { logFrames } from './rows/log-frames';
import { logMemory, logThroughput } from './rows/long-log';
import { noOpLook } from './rows/no-op-look';
import { pageSize } from './rows/page-size';
import { qrReplaced } from './rows/qr-replaced';
import { shellStart, shellStartRehearsed } from './rows/shell-start';
import { shippedCode } from './rows/shipped-code';
import { snapshotPause } from './rows/snapshot-pause';
import { stackUp } from './rows/stack-up';
import { syncMemory } from './rows/sync-memory';
import { syncFirstPush, syncNothing, syncSmallChange, syncSmallChangeBytes } from './rows/sync-push';
import { syncRestore } from './rows/sync-restore';
import { syncThousand } from './rows/sync-thousand';
import { trayCpu, trayMemory } from './rows/tray-idle';
import { warmStart } from './rows/warm-start';
import { warmStartAstrbot } from './rows/warm-start-astrbot';

/** In the order they are measured: what needs least comes first. */
export const ROWS: readonly Row[] = [
  shellStart,
  shellStartRehearsed,
  trayReady,
  windowInteractive,
  firstScreen,
  pageSize,
  shippedCode,
  syncNothing,
  syncSmallChange,
  syncSmallChangeBytes,
  syncFirstPush,
  syncRestore,
  syncMemory,
  syncThousand,
  gatewayThroughput,
  gatewayThousandRules,
  keys100,
  gatewayRuleChange,
  logFrames,
  stackUp,
  noOpLook,
  qrReplaced,
  containerKilled,
  snapshotPause,
  idleMemory,
  idleCpu,
  trayMemory,
  trayCpu,
  logThroughput,
  logMemory,
  warmStart,
  warmStartAstrbot,
  brainChange,
];
