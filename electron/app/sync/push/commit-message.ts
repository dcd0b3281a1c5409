import type { SyncHeader } from '../tree/sync-manifest';

/** What is told of a saved state where a history is listed, so that nobody has to bring its files here for that. */
export interface SavedLine {
  generation: number;
  device: string;
  at: number;
  botName: string;
  bytes: number;
}

/** `Name: value` lines below the words for people, each without line breaks. */
export function formatMessage(
  header: Pick<SyncHeader, 'generation' | 'device' | 'at'>,
  botName: string,
  files: number,
  bytes: number,
): string {
  const fields = {
    Generation: header.generation,
    Device: oneLine(header.device),
    At: header.at,
    Bot: oneLine(botName),
    Files: files,
    Bytes: bytes,
  };
  const lines = Object.entries(fields).map(([name, value]) => `BotPier-${name}: ${value}`);
  return `Save ${oneLine(botName)} (${files} files)\n\n${lines.join('\n')}\n`;
}

/** The message of the commit that everything rests on: no state of a bot. */
export const ANCHOR_MESSAGE = 'Begin with what this repository is\n\nBotPier-Generation: 0\n';

/** Undefined for what is no saved state of ours. */
export function parseMessage(message: string): SavedLine | undefined {
  const field = (name: string) => new RegExp(`^BotPier-${name}: (.*)$`, 'm').exec(message)?.[1];
  const [generation, at, bytes] = ['Generation', 'At', 'Bytes'].map((name) =>
    Number(field(name) ?? Number.NaN),
  );
  const device = field('Device');
  if (!generation || !Number.isFinite(at) || !device) return undefined;
  return { generation, device, at: at ?? 0, botName: field('Bot') ?? '', bytes: bytes || 0 };
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
