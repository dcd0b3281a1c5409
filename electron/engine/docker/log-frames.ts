import { EngineError } from '../engine';

/** One write of the container to one of its streams. */
export interface LogFrame {
  stream: 'stdout' | 'stderr';
  payload: Buffer;
}

const HEADER_BYTES = 8;
/** No engine writes frames near this; a larger number means we lost the thread. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/**
 * Takes apart the multiplexed stream of a container without a terminal: 1 byte stream, 3 bytes 0, 4 bytes length,
 * payload. Every byte is copied at most once; nothing is read before the reader asks. Rejects with `unknown` when
 * the stream is of another shape.
 */
export async function* readLogFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<LogFrame> {
  const header = Buffer.alloc(HEADER_BYTES);
  let headerFilled = 0;
  let missing = 0;
  let pieces: Uint8Array[] = [];
  for await (const chunk of source) {
    let at = 0;
    while (at < chunk.length) {
      if (headerFilled < HEADER_BYTES) {
        const piece = chunk.subarray(at, at + HEADER_BYTES - headerFilled);
        header.set(piece, headerFilled);
        headerFilled += piece.length;
        at += piece.length;
        if (headerFilled === HEADER_BYTES) missing = payloadLength(header);
      } else {
        const piece = chunk.subarray(at, at + missing);
        pieces.push(piece);
        missing -= piece.length;
        at += piece.length;
      }
      if (headerFilled === HEADER_BYTES && missing === 0) {
        yield { stream: header[0] === 2 ? 'stderr' : 'stdout', payload: Buffer.concat(pieces) };
        headerFilled = 0;
        pieces = [];
      }
    }
  }
}

function payloadLength(header: Buffer): number {
  const length = header.readUInt32BE(4);
  const isHeader = header.readUInt8(0) <= 2 && header.readUIntBE(1, 3) === 0 && length <= MAX_FRAME_BYTES;
  if (!isHeader) throw new EngineError('unknown', `not a log frame: ${header.toString('hex')}`);
  return length;
}
