import { reasonOf } from './pre-receive';

const HOOK_REFUSAL = /^(ng \S+) pre-receive hook declined/gm;

/**
 * An answer to a push with GitHub's words in the place of git's "pre-receive hook declined", where GitHub has words of
 * its own. An answer that it cannot read is passed on as it is.
 */
export function wordReport(answer: Buffer): Buffer {
  const packets = readPackets(answer);
  if (!packets) return answer;
  const said = packets.map((packet) => (packet[0] === 2 ? packet.toString('utf8', 1) : '')).join('');
  const reason = reasonOf(said);
  if (reason === undefined) return answer;
  const reworded = packets.flatMap((packet) => {
    if (packet[0] === 2) return withoutMarks(packet);
    if (packet[0] !== 1) return [packet];
    const lines = readPackets(packet.subarray(1));
    if (!lines) return [packet];
    const report = lines.map((line) => Buffer.from(line.toString().replaceAll(HOOK_REFUSAL, `$1 ${reason}`)));
    return [Buffer.concat([Buffer.from([1]), ...report.map(writePacket)])];
  });
  return Buffer.concat(reworded.map(writePacket));
}

/** Progress without the line that the hook writes for the server alone. */
function withoutMarks(packet: Buffer): Buffer[] {
  const text = packet.toString('utf8', 1).replaceAll(/^HOSTWORKFLOW .*\n/gm, '');
  return text === '' ? [] : [Buffer.concat([Buffer.from([2]), Buffer.from(text)])];
}

/** Git's pkt-lines; an empty one is a flush. Undefined when the bytes are none. */
function readPackets(bytes: Buffer): Buffer[] | undefined {
  const packets: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 4), 16);
    if (Number.isNaN(length) || length === 1 || length === 2 || length === 3 || at + length > bytes.length)
      return undefined;
    packets.push(bytes.subarray(at + 4, at + Math.max(length, 4)));
    at += Math.max(length, 4);
  }
  return packets;
}

function writePacket(content: Buffer): Buffer {
  if (content.length === 0) return Buffer.from('0000');
  return Buffer.concat([Buffer.from((content.length + 4).toString(16).padStart(4, '0')), content]);
}
